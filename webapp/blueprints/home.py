"""`/`: to the page that one works from."""

from flask import Blueprint, redirect

bp = Blueprint("home", __name__)


@bp.get("/")
def show():
    return redirect("/people")
