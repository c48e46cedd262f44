"""Putting people into a group by hand, and taking them out."""

from flask import Blueprint, request
from flask_login import current_user

from webapp import clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.groups.group_page.loading import load_group, people_posted
from webapp.blueprints.groups.group_page.tree import GroupTree
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.formatting import number
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import Group
from webapp.groups.naming import tree
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_members", __name__, url_prefix="/groups/<int:group_id>/members")

NOBODY = "Choose at least one of them."


@bp.get("/new")
@allowed_to(Permission.EDIT_PEOPLE)
def new(group_id: int):
    return _ask(load_group(group_id))


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(group_id: int):
    group = load_group(group_id)
    people = people_posted(request.form.getlist("people"), current_user)
    if not people:
        return _ask(group, NOBODY), 422
    if tree().is_archived(group.id):
        return _ask(group, "This group is archived. Bring it back first."), 422
    return _do(add_to_groups, group, people, "Put {} into the group {}", "{} in “{}” now.")


@bp.post("/removal")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(group_id: int):
    group = load_group(group_id)
    people = people_posted(request.form.getlist("people"), current_user)
    return _do(remove_from_groups, group, people, "Took {} out of the group {}", "{} taken out of “{}”.")


def _do(verb, group: Group, people: list[int], title: str, sentence: str):
    now, one = clock.now(), context.the_company().labels.person
    title = title.format(one.of(2), group.name)
    change_set = open_change_set("group", title, by=current_user, now=now)
    verb(people, [group.id], by=current_user, now=now, change_set=change_set)
    if not change_set.people:
        db.session.rollback()
        say("Nothing was to be changed.")
        return htmx.go_to(f"/groups/{group.id}")
    count = change_set.people
    db.session.commit()
    is_or_are = "is" if count == 1 else "are"
    say(sentence.format(f"{number(count)} {one.of(count)} {is_or_are}", group.name), change_set=change_set)
    return htmx.go_to(f"/groups/{group.id}")


def _ask(group: Group, error: str = ""):
    return htmx.render(
        "groups/members.html", "groups/_members.html", group=group, error=error, tree=GroupTree(current_user)
    )
