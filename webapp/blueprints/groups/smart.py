"""`/groups/smart/new`: a group of whoever a filter of the people's list finds, from now on."""

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request
from flask_login import current_user
from wtforms import Form, SelectField

from webapp import auth, clock, context, htmx
from webapp.activity.tracking import open_change_set
from webapp.blueprints.groups.group_page.loading import places, read_number
from webapp.blueprints.loaders import allowed_to
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import Node
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.naming import BadGroup
from webapp.inputs import one_line
from webapp.naming import LONGEST
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("smart_group", __name__, url_prefix="/groups/smart")


class SmartForm(Form):
    name = one_line("Name", missing="Give the group a name.", most=LONGEST)
    parent_id = SelectField("Stands below", validate_choice=False)


@bp.get("/new")
@allowed_to(Permission.EDIT_GROUPS)
def new():
    return _show(_form(), _criteria(request.args.get("q", "")))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create():
    criteria, form = _criteria(request.form.get("q", "")), _form()
    if not form.validate():
        return _show(form, criteria), 422
    wanted = Wanted(form.name.data, read_number(form.parent_id.data))
    doing = {"by": current_user, "now": clock.now()}
    change_set = open_change_set("create", f"Added the group {wanted.name}", about="group", **doing)
    try:
        group = add_group(wanted, change_set=change_set, **doing)
    except BadGroup as error:
        db.session.rollback()
        getattr(form, error.about, form.name).errors = [str(error)]
        return _show(form, criteria), 422
    auth.note("group added", group.name)
    db.session.commit()
    say(f"The group “{group.name}” is added. Say now who joins it.", change_set=change_set)
    return htmx.go_to(f"/groups/{group.id}/rule/confirmation?{urlencode({'q': print_text(criteria)})}")


def _form() -> SmartForm:
    form = SmartForm(request.form)
    form.parent_id.choices = [("", "On top"), *places(current_user)]
    return form


def _criteria(text: str) -> Node:
    try:
        return parse(text, context.the_asker())
    except CriteriaError as error:
        abort(422, str(error))


def _show(form: SmartForm, criteria: Node) -> str:
    said = as_text(criteria, context.the_company().labels)
    return render_template("groups/rule/new.html", form=form, q=print_text(criteria), said=said)
