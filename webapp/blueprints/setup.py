"""The first run: nothing but /setup until there is a company, and no /setup afterwards."""

from flask import Blueprint, abort, current_app, render_template, request
from sqlalchemy.exc import IntegrityError
from wtforms import ValidationError

from webapp import auth, clock
from webapp.context import the_company
from webapp.db import db
from webapp.htmx import go_to
from webapp.inputs import Form, address, country, new_password, one_line, time_zone
from webapp.operations.first_run import AlreadySetUp, is_setup_token, set_up

bp = Blueprint("setup", __name__)

OPEN_BEFORE = frozenset({"setup", "health"})


class SetupForm(Form):
    token = one_line("Setup token", missing="Copy the token from the console.")
    company = one_line("Name of your company", missing="Give the company a name.")
    country = country()
    time_zone = time_zone()
    office = one_line("First office", missing="Give the office a name, such as its city.")
    name = one_line("Your name", missing="Tell Muster your name.")
    email = address()
    password = new_password()

    def validate_token(self, field) -> None:
        """Only who sees the console may go on."""
        if not is_setup_token(field.data, current_app.secret_key):
            raise ValidationError("This is not the token that stands in the console.")


@bp.before_app_request
def only_setup_until_there_is_a_company():
    if request.endpoint == "static" or request.blueprint in OPEN_BEFORE:
        return None
    return None if the_company() else go_to("/setup")


@bp.get("/setup")
def new():
    _only_once()
    form = SetupForm(token=request.args.get("token"), country="US", time_zone="UTC", office="Head office")
    return render_template("setup.html", form=form)


@bp.post("/setup")
def create():
    _only_once()
    form, now = SetupForm(), clock.now()
    if not form.validate():
        return render_template("setup.html", form=form), 422
    given = {name: value for name, value in form.data.items() if name != "token"}
    try:
        user = set_up(**given, now=now)
        auth.sign_in(user.id, user.email, stays=False, now=now)
        db.session.commit()
    except (AlreadySetUp, IntegrityError):
        db.session.rollback()
        abort(404)
    return go_to("/welcome")


def _only_once() -> None:
    if the_company():
        abort(404)
