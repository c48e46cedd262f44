"""A form that was left open over a new sign-in: its token is old, but what was typed must not be lost.

Posts from another site get a plain 403 instead: showing them with a fresh token would be one click from
doing what that site wants.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import Forbidden

from webapp import auth, errors, htmx

SECRET_WORDS = ("password", "present", "token")
STILL_THERE = errors.Words("You signed in anew meanwhile.", "What you typed is here: send it once more.")
NOT_TYPED = ("csrf_token", "request_key")


def prepare(app: Flask) -> None:
    """Answer a post whose token does not fit."""
    app.register_error_handler(CSRFError, _show_again)


def _show_again(_error: CSRFError):
    if not _from_here():
        return errors.show(Forbidden("This came from another site, so nothing was done."))
    if request.endpoint == "sign_in.create":
        return htmx.go_to(auth.own_path(request.full_path.rstrip("?")))
    if htmx.wants_part():
        part = render_template("errors/_error.html", words=STILL_THERE)
        return htmx.trigger((part, 409), "fresh-token", generate_csrf())
    return render_template(
        "errors/stale_form.html",
        viewer=auth.viewer(),
        action=auth.own_path(request.full_path.rstrip("?")),
        sent=[(name, value) for name, value in request.form.items(multi=True) if _may_be_shown(name)],
        typed=[(_words(name), value) for name, value in request.form.items(multi=True) if _was_typed(name)],
        files=[file.filename for file in request.files.values() if file.filename],
    ), 409


def _from_here() -> bool:
    """Whether the browser says that the post comes from a page of this Muster."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    here = {_origin(request.host_url), _origin(current_app.config["SETTINGS"]["MUSTER_BASE_URL"])}
    return _origin(request.headers.get("Origin") or request.headers.get("Referer") or "") in here


def _origin(url: str) -> tuple[str, str] | None:
    parts = urlsplit(url)
    return (parts.scheme, parts.netloc) if parts.netloc else None


def _may_be_shown(name: str) -> bool:
    return name != "csrf_token" and not any(word in name for word in SECRET_WORDS)


def _was_typed(name: str) -> bool:
    return name not in NOT_TYPED and _may_be_shown(name)


def _words(name: str) -> str:
    return name.replace("_", " ").removesuffix(" id").capitalize()
