"""Answers to what went wrong: a calm page, or a toast on the page one is on, that says what to do."""

from typing import NamedTuple

from flask import Flask, g, render_template
from werkzeug.exceptions import HTTPException

from webapp import context, htmx


class Words(NamedTuple):
    """What an error says: a title, and a sentence on what to do."""

    title: str
    sentence: str


WORDS = {
    400: Words("That could not be read.", "Go back, check what was entered, and try again."),
    401: Words("Please sign in.", "Muster did not recognise you. Sign in and try again."),
    403: Words("That is not open to you.", "Ask an administrator if you need it for your work."),
    404: Words("There is nothing here.", "The page does not exist, was deleted, or is not yours to see."),
    405: Words("That does not work here.", "Go back and use the buttons of the page."),
    409: Words("Somebody was faster.", "It was changed meanwhile. Load the page again to see how."),
    413: Words("That is too large.", "Send less at once, or a smaller file."),
    422: Words("Something needs a look.", "Go back, check what was entered, and try again."),
    429: Words("That was too often.", "Wait a few minutes, then try again."),
    500: Words("That did not work.", "The server had a problem; nothing was changed. Try again in a moment."),
    503: Words("Muster is busy.", "Nothing was changed, and nothing is lost. Try again in a moment."),
}


def prepare(app: Flask) -> None:
    """Render every HTTP error with its own words."""
    app.register_error_handler(HTTPException, show)


def show(error: HTTPException, words: Words | None = None):
    """The answer to this error: these words or its own, as a page or, for a part, as a toast."""
    if error.response is not None:
        return error.response
    code = error.code or 500
    page = "errors/_error.html" if htmx.wants_part() else "errors/error.html"
    if code >= 500:
        context.ask_nothing()
    request_id = g.get("request_id") if code >= 500 else None
    text = render_template(page, words=words or words_of(error), code=code, request_id=request_id)
    return text, code, _headers(error)


def words_of(error: HTTPException) -> Words:
    """The error's own words: what abort() was told, else those of its status."""
    words = WORDS.get(error.code or 500) or WORDS[500 if (error.code or 500) >= 500 else 400]
    told = error.description if error.description != type(error).description else None
    return Words(words.title, told) if told else words


def _headers(error: HTTPException) -> list[tuple[str, str]]:
    """What the status needs, such as Allow and Retry-After; the body is ours."""
    return [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
