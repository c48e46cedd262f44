"""`/groups/7/rule`: putting together who joins a group by themselves; nothing is kept before it is confirmed.

As in the people's filter the form is sent whenever something in it changes, and only reads.
"""

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import auth, clock, context, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.loaders import allowed_to
from webapp.blueprints.people.builder.effects import effects_of
from webapp.blueprints.people.builder.posted import BadForm, act, drafted
from webapp.blueprints.people.builder.screen import Screen
from webapp.criteria.building.draft import Draft
from webapp.criteria.building.reading import draft_of, tree_of
from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import from_json
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import EVERYBODY, Node
from webapp.db import db, start_request
from webapp.groups.models import Group
from webapp.listing.address import Address
from webapp.smart_groups.foreseeing import foresee
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.rules import STAY
from webapp.smart_groups.stating import BadRule, checked, remove_rule, set_rule
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_rule", __name__, url_prefix="/groups/<int:group_id>/rule")

OUT_OF_DATE = "Something in this form is not there any more. Open the rule again."
NAMED = 10


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def edit(group_id: int):
    group = load_group(group_id)
    kept = db.session.get(SmartGroup, group.id)
    try:
        text = request.args.get("q")
        if text is not None:
            tree = parse(text, context.the_asker())
        else:
            tree = from_json(kept.criteria) if kept else EVERYBODY
        draft = draft_of(tree)
    except CriteriaError as error:
        draft, tree = Draft(), None
        draft.root.error = str(error)
    focus = "" if draft.root.children else f"key-{draft.add_row(0).number}"
    return _show(group, draft, tree, focus=focus)


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def update(group_id: int):
    start_request(writes=False)
    group = load_group(group_id)
    deed, asker = request.form.get("do", ""), context.the_asker()
    asks, saves = deed.startswith("without:"), deed == "apply"
    try:
        draft = drafted(request.form, asker.country)
        focus = "" if saves or asks or not deed else act(draft, deed)
        tree = tree_of(draft, asker, complete=saves)
        effects = effects_of(draft, tree, deed, asker) if asks and tree is not None else {}
    except BadForm:
        abort(422, OUT_OF_DATE)
    try:
        if tree is not None and (saves or tree != EVERYBODY):
            checked(group.id, tree)
            if saves:
                return htmx.go_to(f"/groups/{group.id}/rule/confirmation?{_query(tree)}")
    except BadRule as error:
        draft.root.error = str(error)
    focus = deed.replace(":", "-") if asks else focus
    answer = _show(group, draft, tree, focus=focus, effects=effects)
    return (answer, 422) if draft.errors else answer


@bp.get("/confirmation")
@allowed_to(Permission.EDIT_GROUPS)
def new(group_id: int):
    group = load_group(group_id)
    return _confirm(group, _criteria(group, request.args.get("q", "")))


@bp.post("/confirmation")
@allowed_to(Permission.EDIT_GROUPS)
def create(group_id: int):
    group = load_group(group_id)
    criteria = _criteria(group, request.form.get("q", ""))
    applies = "apply" in request.form
    change_set = set_rule(group, criteria, apply_to_current=applies, by=current_user, now=clock.now())
    auth.note("rule of a group", group.name)
    db.session.commit()
    more = " The people of today join in the background." if change_set.ongoing else ""
    say(f"Whoever comes to match joins “{group.name}” from now on.{more}", change_set=change_set)
    return htmx.go_to(f"/groups/{group.id}")


@bp.get("/removal")
@allowed_to(Permission.EDIT_GROUPS)
def removal(group_id: int):
    return render_template("groups/rule/removal.html", group=load_group(group_id))


@bp.post("/removal")
@allowed_to(Permission.EDIT_GROUPS)
def destroy(group_id: int):
    group = load_group(group_id)
    if db.session.get(SmartGroup, group.id) is not None:
        change_set = remove_rule(group, by=current_user, now=clock.now())
        auth.note("rule of a group removed", group.name)
        db.session.commit()
        said = f"Nobody joins “{group.name}” by themselves any more. Its people stay in it."
        say(said, change_set=change_set)
    return htmx.go_to(f"/groups/{group.id}")


def _criteria(group: Group, text: str) -> Node:
    """The criteria that were put together; 422 with a sentence if they cannot be asked any more."""
    try:
        return checked(group.id, parse(text, context.the_asker()))
    except (CriteriaError, BadRule) as error:
        abort(422, str(error))


def _confirm(group: Group, criteria: Node):
    kept = db.session.get(SmartGroup, group.id)
    foreseen = foresee(
        group,
        criteria,
        current_user,
        exit=kept.exit if kept else STAY,
        now=clock.now(),
        some=NAMED,
    )
    screen = _screen(Draft(), criteria)
    return render_template(
        "groups/rule/confirmation.html", group=group, rule=screen, foreseen=foreseen, is_new=kept is None
    )


def _show(group: Group, draft: Draft, tree: Node | None, **more) -> str:
    read = {
        "builder": _screen(draft, tree, **more),
        "group": group,
        "has_rule": db.session.get(SmartGroup, group.id) is not None,
    }
    if htmx.wants_part() and request.method == "POST":
        return render_template("groups/rule/_form.html", **read)
    return htmx.render("groups/rule/edit.html", "groups/rule/_dialog.html", **read)


def _screen(draft: Draft, tree: Node | None, **more) -> Screen:
    return Screen(
        Address(""), context.the_asker(), context.the_company().labels, draft=draft, tree=tree, **more
    )


def _query(tree: Node) -> str:
    return urlencode({"q": print_text(tree)})
