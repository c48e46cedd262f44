"""People to be chosen for a group, while one types their name."""

from flask import Blueprint, render_template, request
from sqlalchemy import select

from webapp import context
from webapp.blueprints.loaders import allowed_to
from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import quoted
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.people.models import Person
from webapp.users.permission import Permission

bp = Blueprint("group_people", __name__, url_prefix="/groups/people")

MOST = 20


@bp.get("")
@allowed_to(Permission.EDIT_PEOPLE)
def index():
    """At most twenty whom the search box would find."""
    return render_template("groups/_people.html", people=_found(request.args.get("q", "")[:100].strip()))


def _found(text: str) -> list:
    try:
        opened = text and open_list(Address(quoted(text)), context.the_asker())
    except CriteriaError:
        return []
    ids = opened.page(None, None).ids[:MOST] if opened else []
    columns = Person.id, Person.name, Person.email_norm, Person.company_key
    rows = {row.id: row for row in db.session.execute(select(*columns).where(Person.id.in_(ids)))}
    return [rows[person_id] for person_id in ids]
