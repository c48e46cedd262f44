"""The person whom a request is about, and the list one came from."""

from urllib.parse import urlencode

from flask import request

from webapp.blueprints.loaders import load_or_404
from webapp.people.record import Record, record_for
from webapp.users.viewer import Viewer

LONGEST_QUERY = 2_000


def load_record(person_id: int, *, for_user: Viewer) -> Record:
    """The living person if the user may see them, else 404."""
    return load_or_404(record_for(for_user, person_id))


def list_query() -> str:
    """The query string of the list one came from, '' for none."""
    return request.args.get("from", "")[:LONGEST_QUERY]


def address_below(person_id: int, path: str = "", *, came_from: str = "", **query: str) -> str:
    """An address below a person's that remembers the list one came from."""
    if came_from:
        query["from"] = came_from
    return f"/people/{person_id}{path}" + (f"?{urlencode(query)}" if query else "")
