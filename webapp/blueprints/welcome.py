"""What to begin with, after the first run."""

from flask import Blueprint, flash, render_template
from flask_login import current_user

from webapp import clock
from webapp.blueprints.loaders import allowed_to
from webapp.db import db
from webapp.htmx import go_to
from webapp.operations.demo.filling import fill
from webapp.users.permission import Permission

bp = Blueprint("welcome", __name__)

SAMPLE = 200


@bp.get("/welcome")
@allowed_to(Permission.SETTINGS)
def show():
    return render_template("welcome.html")


@bp.post("/welcome/sample")
@allowed_to(Permission.SETTINGS)
def add_sample():
    list(fill(SAMPLE, seed=1, by=current_user, now=clock.now()))
    db.session.commit()
    flash(f"{SAMPLE} invented people are in. Activity can take them out again.")
    return go_to("/people")
