"""One process of a group: changing it, pausing and resuming it, deleting it."""

from flask import Blueprint, request
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from webapp import auth, clock, htmx
from webapp.blueprints.groups.group_page.process_form import ProcessForm
from webapp.blueprints.groups.group_page.process_loading import load_process
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.processes.arranging import (
    BadProcess,
    change_process,
    delete_process,
    pause_process,
    resume_process,
)
from webapp.processes.figures import figures_of
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("group_process", __name__, url_prefix="/groups/<int:group_id>/processes/<int:process_id>")


@bp.get("")
@allowed_to(Permission.EDIT_GROUPS)
def edit(group_id: int, process_id: int):
    return _show(_form(group_id, process_id, MultiDict()))


@bp.post("")
@allowed_to(Permission.EDIT_GROUPS)
def update(group_id: int, process_id: int):
    """Save it, or do what another button of the form says and show it again."""
    form = _form(group_id, process_id, request.form)
    if request.form.get("do") != "save":
        form.turn()
        return _show(form), 422 if form.error else 200
    if not form.settle_editor():
        return _show(form), 422
    try:
        change_set = change_process(form.process, form.name, form.steps, by=current_user, now=clock.now())
    except BadProcess as refusal:
        db.session.rollback()
        form.error, form.about = str(refusal), refusal.about
        return _show(form), 422
    auth.note("process changed", f"{form.process.name} of {form.group.name}")
    db.session.commit()
    say(f"The process “{form.process.name}” is saved.", change_set=change_set)
    return htmx.go_to(f"/groups/{group_id}/processes")


@bp.post("/pause")
@allowed_to(Permission.EDIT_GROUPS)
def pause(group_id: int, process_id: int):
    _, process = load_process(group_id, process_id)
    change_set = pause_process(process, by=current_user, now=clock.now())
    db.session.commit()
    say(f"“{process.name}” begins for nobody until you resume it.", change_set=change_set)
    return htmx.go_to(f"/groups/{group_id}/processes")


@bp.post("/resumption")
@allowed_to(Permission.EDIT_GROUPS)
def resume(group_id: int, process_id: int):
    _, process = load_process(group_id, process_id)
    change_set = resume_process(process, by=current_user, now=clock.now())
    db.session.commit()
    say(f"“{process.name}” begins again. Who came meanwhile is left out.", change_set=change_set)
    return htmx.go_to(f"/groups/{group_id}/processes")


@bp.get("/deletion")
@allowed_to(Permission.EDIT_GROUPS)
def ask(group_id: int, process_id: int):
    group, process = load_process(group_id, process_id)
    waiting = figures_of([process.id])[process.id].waiting
    return htmx.render(
        "groups/processes/deletion.html",
        "groups/processes/_deletion.html",
        group=group,
        process=process,
        waiting=waiting,
    )


@bp.post("/deletion")
@allowed_to(Permission.EDIT_GROUPS)
def destroy(group_id: int, process_id: int):
    group, process = load_process(group_id, process_id)
    change_set = delete_process(process, by=current_user, now=clock.now())
    auth.note("process deleted", f"{process.name} of {group.name}")
    db.session.commit()
    say(f"The process “{process.name}” is deleted.", change_set=change_set)
    return htmx.go_to(f"/groups/{group_id}/processes")


def _form(group_id: int, process_id: int, posted: MultiDict) -> ProcessForm:
    group, process = load_process(group_id, process_id)
    return ProcessForm(group, auth.viewer(), posted, process)


def _show(form: ProcessForm) -> str:
    return htmx.render(
        "groups/processes/edit.html", "groups/processes/_form.html", form=form, group=form.group
    )
