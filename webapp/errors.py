"""Answers to what went wrong: a calm page, or a part of one, that says what to do."""

from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from webapp import htmx


def prepare(app: Flask) -> None:
    """Render every HTTP error with its own sentence."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(CSRFError, _show)


def _show(error: HTTPException):
    page = "errors/_error.html" if htmx.wants_part() else "errors/error.html"
    return render_template(page, error=error), error.code or 500
