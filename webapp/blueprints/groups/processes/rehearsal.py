"""The dry run: what a process would do to everybody in the group, or to somebody. It changes nothing."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import clock, htmx
from webapp.blueprints.groups.group_page.process_cards import ProcessCard
from webapp.blueprints.groups.group_page.process_loading import load_process
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.groups.models import Group
from webapp.inputs import number_in
from webapp.people.visible import only_visible
from webapp.processes.figures import Figures
from webapp.processes.models import Process
from webapp.processes.rehearsing import Rehearsal, members_of, people_called, rehearse

bp = Blueprint(
    "group_process_rehearsal",
    __name__,
    url_prefix="/groups/<int:group_id>/processes/<int:process_id>/rehearsal",
)


@bp.get("")
@allowed_to()
def show(group_id: int, process_id: int):
    """Whom to try it on; the result is asked for by the page."""
    return _show(*load_process(group_id, process_id))


@bp.post("")
@allowed_to()
def create(group_id: int, process_id: int):
    group, process = load_process(group_id, process_id)
    person_id = number_in("person")
    people = only_visible(current_user, [person_id]) if person_id else members_of(group.id, current_user)
    rehearsal = rehearse(process, people, current_user, now=clock.now())
    db.session.rollback()
    if htmx.wants_part():
        card = ProcessCard(process, Figures())
        return render_template("groups/processes/_rehearsal.html", card=card, rehearsal=rehearsal)
    return _show(group, process, rehearsal)


def _show(group: Group, process: Process, rehearsal: Rehearsal | None = None) -> str:
    typed = request.args.get("q", "")
    return render_template(
        "groups/processes/rehearsal.html",
        group=group,
        card=ProcessCard(process, Figures()),
        rehearsal=rehearsal,
        person_id=number_in("person"),
        typed=typed,
        found=people_called(typed, current_user),
    )
