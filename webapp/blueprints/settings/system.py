"""Settings › System: how Muster is set, and what `muster doctor` would say."""

from flask import Blueprint, current_app, render_template

from webapp import clock
from webapp.blueprints.loaders import allowed_to
from webapp.operations.doctor import examine
from webapp.users.permission import Permission

bp = Blueprint("system", __name__, url_prefix="/system")


@bp.get("")
@allowed_to(Permission.SETTINGS)
def show():
    return render_template("settings/system.html", values=_values())


@bp.get("/findings")
@allowed_to(Permission.SETTINGS)
def findings():
    found = list(examine(current_app.config["SETTINGS"], now=clock.now()))
    return render_template("settings/system.html", values=_values(), findings=found)


def _values():
    return current_app.config["SETTINGS"].values_by_env.values()
