"""When a request waits in vain for the database, or finds the disk full: it says so, and what was typed can
be sent once more."""

from flask import Flask, request
from sqlalchemy.exc import DBAPIError, TimeoutError
from werkzeug.exceptions import ServiceUnavailable

from webapp import auth, context, errors, htmx
from webapp.db import db
from webapp.db.room import no_room
from webapp.db.waits import waited_in_vain
from webapp.stale_forms import form_again

AGAIN_AFTER_SECONDS = 5
FULL = errors.Words(
    "The disk of the server is full.",
    "Nothing was changed, and what you typed is still here; tell whoever runs Muster.",
)
NOT_UPLOADED = "The disk of the server is full, so nothing was uploaded. Tell whoever runs Muster."
FULL_WITHOUT_FORM = errors.Words(FULL.title, "Nothing was changed. Tell whoever runs Muster.")


def prepare(app: Flask) -> None:
    """Answer whatever waited in vain for the database's lock or a connection, or found the disk full."""
    for error in (DBAPIError, TimeoutError, OSError):
        app.register_error_handler(error, _answer)


def _answer(error: Exception):
    # What a file came with cannot be read once more when the file did not fit.
    has_form = request.method not in auth.READING and not isinstance(error, OSError)
    if no_room(error):
        words, again = FULL if has_form or htmx.wants_part() else FULL_WITHOUT_FORM, None
    elif waited_in_vain(error):
        words, again = errors.WORDS[503], AGAIN_AFTER_SECONDS
    else:
        raise error
    db.session.rollback()
    context.ask_nothing()
    if htmx.wants_part() or not has_form:
        return errors.show(ServiceUnavailable(retry_after=again), words)
    return form_again(words), 503, {"Retry-After": str(again)} if again else {}
