"""One effect per form: each form carries a random key, and only its first sending acts.

A writing view begins with `if (there := repeated()): return go_to(there)` and ends with `led_to(path)`
before its commit; the template puts `{{ once_field() }}` into the form.
"""

import secrets

from flask import Flask, g, request
from markupsafe import Markup, escape

from webapp import auth, clock
from webapp.db import db
from webapp.db.request_keys import first_use, note_result, result_of

FIELD = "request_key"


def prepare(app: Flask) -> None:
    """Offer `once_field()` to templates."""
    app.jinja_env.globals["once_field"] = once_field


def once_field() -> Markup:
    """The hidden input with a fresh key; a form that is shown again because it was refused keeps its own."""
    kept = request.form.get(FIELD, "") if request.method == "POST" and "once_done" not in g else ""
    value = kept or secrets.token_urlsafe(12)
    return Markup(f'<input type="hidden" name="{FIELD}" value="{escape(value)}">')


def repeated(otherwise: str = "/people") -> str | None:
    """Where this form's first sending led (`otherwise` if nowhere), None when this is the first.

    A form without a key is always a first sending.
    """
    key = request.form.get(FIELD, "")
    if not key or first_use(key, auth.viewer().id, clock.now()):
        g.once_key = key
        return None
    db.session.rollback()
    return result_of(key, auth.viewer().id) or otherwise


def led_to(path: str) -> str:
    """Note where this sending leads, for the repeated ones; returns the path."""
    g.once_done = True
    if g.once_key:
        note_result(g.once_key, auth.viewer().id, path)
    return path
