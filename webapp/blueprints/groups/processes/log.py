"""The log of a process: for whom it ran, what became of it, and what to do with what has stopped."""

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from webapp import clock, htmx
from webapp.blueprints.groups.group_page.process_cards import ProcessCard
from webapp.blueprints.groups.group_page.process_loading import load_process
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.inputs import number_in
from webapp.processes.figures import figures_of
from webapp.processes.log import log_page, skip, skip_stopped, try_again
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint(
    "group_process_log", __name__, url_prefix="/groups/<int:group_id>/processes/<int:process_id>/log"
)

STATES = {"": "All", "waiting": "Waiting", "stopped": "Stopped", "done": "Done", "skipped": "Skipped"}


@bp.get("")
@allowed_to()
def index(group_id: int, process_id: int):
    group, process = load_process(group_id, process_id)
    state = request.args.get("state", "")
    if state not in STATES:
        abort(404)
    lines, older = log_page(process.id, current_user, state=state, before=number_in("before"))
    return render_template(
        "groups/processes/log.html",
        group=group,
        card=ProcessCard(process, figures_of([process.id])[process.id]),
        lines=lines,
        older=older,
        state=state,
        tabs=[(of, words, f"{_here(group_id, process_id)}?state={of}") for of, words in STATES.items()],
        may_edit=current_user.can(Permission.EDIT_GROUPS),
    )


@bp.post("/again")
@allowed_to(Permission.EDIT_GROUPS)
def again(group_id: int, process_id: int):
    """Everything that has stopped, or the one run that is named."""
    _, process = load_process(group_id, process_id)
    number = try_again(process.id, _run_named())
    db.session.commit()
    say(f"Muster tries {number:,} of them again." if number else "Nothing of it can be tried again.")
    return htmx.go_to(_here(group_id, process_id))


@bp.post("/skipping")
@allowed_to(Permission.EDIT_GROUPS)
def leave_out(group_id: int, process_id: int):
    """Everything that has stopped, or the one run that is named."""
    _, process = load_process(group_id, process_id)
    named, now = _run_named(), clock.now()
    number = skip(process.id, named[0], now=now) if named else skip_stopped(process.id, now=now)
    db.session.commit()
    say("Skipped; what was done stays." if number else "There was nothing left to skip.")
    return htmx.go_to(_here(group_id, process_id))


def _run_named() -> list[int] | None:
    text = request.form.get("run", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        abort(404)
    return [int(text)]


def _here(group_id: int, process_id: int) -> str:
    return f"/groups/{group_id}/processes/{process_id}/log"
