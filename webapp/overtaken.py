"""When what a request writes about was deleted for good in the same moment: it says so and writes nothing."""

from flask import Flask
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import Conflict

from webapp import context, errors
from webapp.db import db

POINTS_NOWHERE = "23503"
"""PostgreSQL's foreign_key_violation. On SQLite one writes at a time, so there it is a fault of ours."""


def prepare(app: Flask) -> None:
    """Answer whatever would point at a row that somebody deleted meanwhile."""
    app.register_error_handler(IntegrityError, _answer)


def _answer(error: IntegrityError):
    if getattr(error.orig, "sqlstate", None) != POINTS_NOWHERE:
        raise error
    db.session.rollback()
    context.ask_nothing()
    return errors.show(Conflict("It was deleted meanwhile. Load the page again to see what is there."))
