"""When a request waits in vain for the database: it says so, and what was typed can be sent once more."""

from flask import Flask, request
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug.exceptions import ServiceUnavailable

from webapp import auth, context, errors, htmx
from webapp.db import db
from webapp.db.waits import waited_in_vain
from webapp.stale_forms import form_again

AGAIN_AFTER_SECONDS = 5


def prepare(app: Flask) -> None:
    """Answer whatever waited in vain for the database's lock or a connection."""
    app.register_error_handler(DBAPIError, _answer)
    app.register_error_handler(TimeoutError, _answer)


def _answer(error: Exception):
    if not waited_in_vain(error):
        raise error
    db.session.rollback()
    context.ask_nothing()
    busy = ServiceUnavailable(retry_after=AGAIN_AFTER_SECONDS)
    if htmx.wants_part() or request.method in auth.READING:
        return errors.show(busy)
    return form_again(errors.words_of(busy)), 503, {"Retry-After": str(AGAIN_AFTER_SECONDS)}
