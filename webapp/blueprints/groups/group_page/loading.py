"""The group that a request is about, and the groups and people that forms posted."""

from collections.abc import Iterable

from flask import abort
from flask_login import current_user

from webapp.blueprints.loaders import MOST_ID, load
from webapp.groups.models import Group
from webapp.groups.naming import groups_for, knows, tree
from webapp.people.visible import only_visible
from webapp.users.viewer import Viewer

MOST_PEOPLE = 200


def load_group(group_id: int) -> Group:
    """One that stands and that the viewer knows, else 404."""
    group = load(Group, group_id)
    if group.retired_at is not None or not knows(current_user, group.office_id):
        abort(404)
    return group


def read_number(text: str | None) -> int | None:
    """The id that a form posted, None for '' and for what is none."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else 0
    return number if 0 < number <= MOST_ID else None


def people_posted(texts: Iterable[str], viewer: Viewer) -> list[int]:
    """The ids that a form posted, each once, of whom the viewer sees; several may stand in one text."""
    ids = [number for text in texts for part in text.split(",") if (number := read_number(part.strip()))]
    if len(ids) > MOST_PEOPLE:
        abort(422, f"Choose at most {MOST_PEOPLE} people at a time.")
    return only_visible(viewer, list(dict.fromkeys(ids)))


def places(viewer: Viewer, *, but_below: int | None = None) -> list[tuple[str, str]]:
    """The groups that a form offers as (id, "Travel › Italy"), apart from one and those below it."""
    known = tree()
    left_out = {node.id for node in known.subtree(but_below)} if but_below else set()
    return [(str(node.id), known.shown(node.id)) for node in groups_for(viewer) if node.id not in left_out]
