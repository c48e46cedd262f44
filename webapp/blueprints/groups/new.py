"""A new group: on top, below another one or beside it, with people if one likes."""

from flask import Blueprint, request
from flask_login import current_user
from wtforms import SelectField

from webapp import auth, clock, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.groups.group_page.loading import load_group, people_posted, places, read_number
from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups
from webapp.groups.naming import BadGroup, knows, tree
from webapp.inputs import Form, kept_by, one_line, options
from webapp.naming import LONGEST
from webapp.once import led_to, repeated
from webapp.people.models import Person
from webapp.toasts import say
from webapp.users.office import open_offices
from webapp.users.permission import Permission

bp = Blueprint("new_group", __name__, url_prefix="/groups/new")


class GroupForm(Form):
    """`after_id` is the sibling right before it, which only counts while it stands below the same group."""

    name = one_line("Name", missing="Give the group a name.", most=LONGEST)
    parent_id = SelectField("Stands", default="")
    office_id = SelectField("Used by", default="")

    def __init__(self, **given):
        super().__init__(**given)
        offices = [office for office in open_offices() if knows(current_user, office.id)]
        own = [(str(office.id), f"The office {office.name}") for office in offices]
        self.parent_id.choices = options([("", "On top"), *_below(places(current_user))])
        self.office_id.choices = options([("", "The whole company"), *own])
        self.after_id = read_number(request.values.get("after"))

    @property
    def wanted(self) -> Wanted:
        """What the verb takes."""
        parent_id, office_id = read_number(self.parent_id.data), read_number(self.office_id.data)
        siblings = [node.id for node in tree().children(parent_id)]
        index = siblings.index(self.after_id) + 1 if self.after_id in siblings else None
        return Wanted(self.name.data, parent_id, office_id, index)


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def new():
    """`below` and `after` are groups, `people` the ids of those who are to be in it."""
    form = GroupForm(data={"parent_id": _parent(), "office_id": ""})
    return _ask(form, people_posted(request.args.getlist("people"), current_user))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create():
    if there := repeated("/groups"):
        return htmx.go_to(there)
    form, now = GroupForm(), clock.now()
    people = people_posted(request.form.getlist("people"), current_user)
    change_set = open_change_set(
        "create", f"Added the group {form.name.data}", by=current_user, now=now, about="group"
    )
    doing, added = {"by": current_user, "now": now, "change_set": change_set}, []
    if not kept_by(form, BadGroup, lambda: added.append(add_group(form.wanted, **doing))):
        db.session.rollback()
        return _ask(form, people), 422
    if current_user.can(Permission.EDIT_PEOPLE):
        add_to_groups(people, [added[0].id], **doing)
    auth.note("group added", added[0].name)
    path = led_to(f"/groups/{added[0].id}")
    db.session.commit()
    say(f"The group “{added[0].name}” is added.", change_set=change_set)
    return htmx.go_to(path)


def _parent() -> str:
    """Below the one that was asked for, or below the same as the one that it comes after."""
    if below := read_number(request.args.get("below")):
        return str(load_group(below).id)
    after = read_number(request.args.get("after"))
    return str(load_group(after).parent_id or "") if after else ""


def _below(groups: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(group_id, f"Below {shown}") for group_id, shown in groups]


def _ask(form: GroupForm, person_ids: list[int]):
    chosen = db.session.query(Person.id, Person.name).filter(Person.id.in_(person_ids)).all()
    return htmx.render(
        "groups/new.html", "groups/_new.html", form=form, chosen=chosen, tree=GroupTree(current_user)
    )
