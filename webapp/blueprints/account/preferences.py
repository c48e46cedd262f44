"""What a user sets for themselves."""

from flask import Blueprint, flash, render_template, request
from flask_login import current_user
from wtforms import RadioField

from webapp import auth
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to, wants_part
from webapp.inputs import Form, one_line, options
from webapp.users.second_factor import standing_of
from webapp.users.session import sessions_of
from webapp.users.user import User
from webapp.users.viewer import DENSITIES

bp = Blueprint("preferences", __name__)

THEMES = {"light": "Light", "dark": "Dark", "auto": "Auto"}


class PreferencesForm(Form):
    name = one_line("Your name", missing="Tell the others your name.")
    theme = RadioField("Theme", choices=options(THEMES.items()), default="auto")
    density = RadioField("Rows", choices=options(DENSITIES.items()), default="normal")


@bp.get("")
@allowed_to()
def edit():
    return _page(PreferencesForm(data={"name": current_user.name, **current_user.preferences}))


@bp.post("")
@allowed_to()
def update():
    form = PreferencesForm()
    if not form.validate():
        return _page(form), 422
    user = db.session.get_one(User, current_user.id)
    user.rename(form.name.data)
    user.prefer(theme=form.theme.data, density=form.density.data)
    db.session.commit()
    flash("Your preferences are saved.")
    return go_to("/account")


@bp.post("/theme")
@allowed_to()
def update_theme():
    theme = request.form.get("theme", "")
    if theme in THEMES:
        db.session.get_one(User, current_user.id).prefer(theme=theme)
        db.session.commit()
    return ("", 204) if wants_part() else go_to(auth.own_path(request.form.get("back")))


def _page(form: PreferencesForm) -> str:
    return render_template(
        "account/edit.html",
        form=form,
        sessions=sessions_of(current_user.id),
        second_factor=standing_of(current_user.id),
    )
