"""`/people/columns`: which columns a user's list has, in which order, and how dense it is."""

from flask import Blueprint, request

from webapp import auth, context, htmx
from webapp.auth import own_path
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.listing.columns import FIRST_CHOICE, NAME, Column, all_columns, chosen_columns
from webapp.users.user import User
from webapp.users.viewer import DENSITIES

bp = Blueprint("columns", __name__, url_prefix="/people/columns")


class Choice:
    """The columns as a form shows them: those chosen in their order, then the rest."""

    densities = tuple(DENSITIES.items())

    def __init__(self, keys: list[str], density: str, back: str, moved: str = ""):
        known = all_columns(context.the_company().labels)
        chosen = dict.fromkeys([NAME, *(key for key in keys if key in known)])
        self.chosen: list[Column] = [known[key] for key in chosen]
        self.rest = [column for column in known.values() if column.key not in chosen]
        self.density = density if density in DENSITIES else "normal"
        self.back = own_path(back, "/people")
        self.moved = moved


@bp.get("")
@allowed_to()
def edit():
    viewer = auth.viewer()
    keys = [column.key for column in chosen_columns(viewer, context.the_company().labels)]
    return _show(Choice(keys, viewer.density, request.args.get("back", "")))


@bp.post("")
@allowed_to()
def update():
    choice = _asked()
    if choice.moved:
        return _show(choice)
    user = db.session.get_one(User, auth.viewer().id)
    user.prefer(columns=[column.key for column in choice.chosen], density=choice.density)
    db.session.commit()
    return htmx.go_to(choice.back)


def _asked() -> Choice:
    keys = request.form.getlist("column")
    for button, step in (("up", -1), ("down", 1)):
        if button in request.form:
            return _choice(_moved(keys, request.form[button], step), f"{button}-{request.form[button]}")
    return _choice(list(FIRST_CHOICE) if "reset" in request.form else keys, "")


def _choice(keys: list[str], moved: str) -> Choice:
    return Choice(keys, request.form.get("density", ""), request.form.get("back", ""), moved)


def _moved(keys: list[str], key: str, step: int) -> list[str]:
    """The keys with one of them a place further."""
    if key in keys and 0 <= keys.index(key) + step < len(keys):
        place = keys.index(key)
        keys[place], keys[place + step] = keys[place + step], keys[place]
    return keys


def _show(choice: Choice) -> str:
    return htmx.render("people/columns.html", "people/_columns.html", choice=choice)
