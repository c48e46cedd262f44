"""The processes of a group, and adding one."""

from flask import Blueprint, render_template, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.loading import load_group
from webapp.blueprints.groups.group_page.process_cards import ProcessCards
from webapp.blueprints.groups.group_page.process_form import ProcessForm
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.db import db
from webapp.db.ordering import put_in_order
from webapp.groups.models import Group
from webapp.inputs import order_wanted
from webapp.once import led_to, repeated
from webapp.processes.arranging import BadProcess, add_process
from webapp.processes.standing import processes_of
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_processes", __name__, url_prefix="/groups/<int:group_id>/processes")


@bp.get("")
@allowed_to()
def index(group_id: int):
    group = load_group(group_id)
    cards = ProcessCards(group, current_user)
    return htmx.render("groups/processes/index.html", "groups/_processes.html", group=group, processes=cards)


@bp.post("/order")
@allowed_to(Permission.EDIT_GROUPS)
def order(group_id: int):
    """The order of those of one `moment`, in which they run."""
    group = load_group(group_id)
    own = [one for one in processes_of([group.id]) if one.moment == request.form.get("moment")]
    put_in_order(own, order_wanted([process.id for process in own]))
    db.session.commit()
    if not htmx.wants_part():
        return htmx.go_to(f"/groups/{group.id}/processes")
    return render_template("groups/_processes.html", processes=ProcessCards(group, current_user))


@bp.get("/new")
@allowed_to(Permission.EDIT_GROUPS)
def new(group_id: int):
    return _show(_form(load_group(group_id), request.args))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def create(group_id: int):
    """Save it, or do what another button of the form says and show it again."""
    form = _form(load_group(group_id), request.form)
    if request.form.get("do") != "save":
        form.turn()
        return _show(form), 422 if form.error else 200
    if there := repeated(f"/groups/{group_id}/processes"):
        return htmx.go_to(there)
    if not form.settle_editor():
        return _show(form), 422
    try:
        process, change_set = add_process(
            form.group, form.moment, form.name, form.steps, by=current_user, now=clock.now()
        )
    except BadProcess as refusal:
        db.session.rollback()
        form.error, form.about = str(refusal), refusal.about
        return _show(form), 422
    auth.note("process added", f"{process.name} of {form.group.name}")
    there = led_to(f"/groups/{group_id}/processes")
    db.session.commit()
    say(
        f"The process “{process.name}” begins for whoever {_moment(form)} from now on.", change_set=change_set
    )
    return htmx.go_to(there)


@bp.get("/states")
@allowed_to(Permission.EDIT_GROUPS)
def choose_states(group_id: int):
    """The input of a state, for the country that was chosen."""
    form = _form(load_group(group_id), request.args)
    states = load_or_404(form.field_step.states_of_chosen())
    return render_template("people/_states.html", form=states)


def _form(group: Group, posted: MultiDict) -> ProcessForm:
    return ProcessForm(group, auth.viewer(), posted)


def _moment(form: ProcessForm) -> str:
    return "joins" if form.moment == "join" else "leaves"


def _show(form: ProcessForm) -> str:
    return htmx.render(
        "groups/processes/edit.html", "groups/processes/_form.html", form=form, group=form.group
    )
