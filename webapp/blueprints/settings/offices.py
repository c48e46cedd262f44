"""Settings › Offices."""

from flask import Blueprint, flash, render_template
from sqlalchemy.exc import IntegrityError

from webapp import auth, clock
from webapp.blueprints.loaders import allowed_to, load
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, one_line
from webapp.people.handing_over import people_in_office
from webapp.users.administering import OfficeInUse, close_office, users_of
from webapp.users.office import Office, every_office, open_office
from webapp.users.permission import Permission

bp = Blueprint("offices", __name__, url_prefix="/offices")

TAKEN = "An office has this name already, perhaps a closed one."


class OfficeForm(Form):
    name = one_line("Name", missing="Give the office a name, such as its city.")


@bp.get("")
@allowed_to(Permission.MANAGE_USERS)
def index():
    return _list(OfficeForm())


@bp.post("")
@allowed_to(Permission.MANAGE_USERS)
def create():
    form = OfficeForm()
    if not form.validate():
        return _list(form), 422
    try:
        open_office(form.name.data, now=clock.now())
    except IntegrityError:
        db.session.rollback()
        form.refuse(TAKEN, "name")
        return _list(form), 422
    auth.note("office added", form.name.data)
    db.session.commit()
    return go_to("/settings/offices")


@bp.get("/<int:office_id>")
@allowed_to(Permission.MANAGE_USERS)
def edit(office_id: int):
    office = load(Office, office_id)
    return render_template("settings/offices/edit.html", office=office, form=OfficeForm(obj=office))


@bp.post("/<int:office_id>")
@allowed_to(Permission.MANAGE_USERS)
def update(office_id: int):
    office, form = load(Office, office_id), OfficeForm()
    before = office.name
    try:
        if form.validate():
            office.rename(form.name.data)
            db.session.flush()
    except IntegrityError:
        db.session.rollback()
        office = load(Office, office_id)
        form.refuse(TAKEN, "name")
    if form.errors:
        return render_template("settings/offices/edit.html", office=office, form=form), 422
    auth.note("office renamed", f"{before} → {office.name}")
    db.session.commit()
    return go_to("/settings/offices")


@bp.post("/<int:office_id>/closing")
@allowed_to(Permission.MANAGE_USERS)
def close(office_id: int):
    office = load(Office, office_id)
    try:
        close_office(office, people=people_in_office(office_id), now=clock.now())
    except OfficeInUse:
        flash({"text": f"{office.name} can be closed once nobody belongs to it.", "bad": True})
    else:
        auth.note("office closed", office.name)
        db.session.commit()
    return go_to("/settings/offices")


@bp.post("/<int:office_id>/reopening")
@allowed_to(Permission.MANAGE_USERS)
def reopen(office_id: int):
    office = load(Office, office_id)
    office.closed_at = None
    auth.note("office opened again", office.name)
    db.session.commit()
    return go_to("/settings/offices")


def _list(form: OfficeForm) -> str:
    offices = every_office()
    return render_template(
        "settings/offices/index.html",
        form=form,
        offices=offices,
        users={office.id: users_of(office.id) for office in offices},
        people={office.id: people_in_office(office.id) for office in offices},
    )
