"""Settings › Statuses."""

from flask import Blueprint, render_template, request
from flask_login import current_user
from wtforms import BooleanField

from webapp import auth, clock, htmx
from webapp.blueprints.loaders import allowed_to, load, load_standing
from webapp.blueprints.settings.leaving import delete
from webapp.db import counters, db
from webapp.db.ordering import put_in_order
from webapp.inputs import Form, hue, kept_by, one_line, order_wanted
from webapp.people.following import people_of
from webapp.pipelines.administering import change_status, new_status
from webapp.pipelines.ending import delete_status
from webapp.pipelines.models import Status
from webapp.pipelines.naming import BadStanding
from webapp.pipelines.statuses import statuses
from webapp.toasts import say
from webapp.users.permission import Permission

bp = Blueprint("statuses", __name__, url_prefix="/statuses")


class StatusForm(Form):
    name = one_line("Name", missing="Give the status a name.")
    hue = hue()
    pauses_reminders = BooleanField("Reminders pause")

    @property
    def given(self) -> dict:
        """What the verbs take."""
        return {name: self[name].data for name in ("name", "hue", "pauses_reminders")}


@bp.get("")
@allowed_to(Permission.SETTINGS)
def index():
    return _list(StatusForm())


@bp.post("")
@allowed_to(Permission.SETTINGS)
def create():
    form = StatusForm()
    if not kept_by(form, BadStanding, lambda: new_status(**form.given, now=clock.now())):
        return _list(form), 422
    auth.note("status added", form.name.data)
    db.session.commit()
    return htmx.go_to("/settings/statuses")


@bp.post("/order")
@allowed_to(Permission.SETTINGS)
def order():
    rows = statuses()
    put_in_order(rows, order_wanted([row.id for row in rows]))
    db.session.commit()
    return _list(StatusForm()) if htmx.wants_part() else htmx.go_to("/settings/statuses")


@bp.get("/<int:status_id>")
@allowed_to(Permission.SETTINGS)
def edit(status_id: int):
    status = load_standing(Status, status_id)
    return render_template("settings/statuses/edit.html", status=status, form=StatusForm(obj=status))


@bp.post("/<int:status_id>")
@allowed_to(Permission.SETTINGS)
def update(status_id: int):
    status, form = load_standing(Status, status_id), StatusForm()
    before = status.name

    def change() -> None:
        change_status(status, **form.given, by=current_user, now=clock.now())

    if not kept_by(form, BadStanding, change):
        return render_template("settings/statuses/edit.html", status=status, form=form), 422
    auth.note("status changed", f"{before} → {status.name}")
    db.session.commit()
    say("The status is saved.")
    return htmx.go_to("/settings/statuses")


@bp.get("/<int:status_id>/deletion")
@allowed_to(Permission.SETTINGS)
def ask(status_id: int):
    status = load_standing(Status, status_id)
    return htmx.render(
        "settings/statuses/delete.html",
        "settings/statuses/_delete.html",
        status=status,
        others=[other for other in statuses() if other.id != status.id],
        people=people_of("status", status.id),
    )


@bp.post("/<int:status_id>/deletion")
@allowed_to(Permission.SETTINGS)
def destroy(status_id: int):
    status, into = load_standing(Status, status_id), load(Status, request.form.get("into", 0, type=int))
    noted = f"{status.name} → {into.name}"
    return delete("status", status, into, delete_status, page="/settings/statuses", noted=noted)


def _list(form: StatusForm) -> str:
    return render_template(
        "settings/statuses/index.html", form=form, statuses=statuses(), people=counters.read("status")
    )
