"""Forms that were left open: over a new sign-in, or until one's session ended. What was typed is never lost.

Posts from another site get a plain 403 instead: showing them with a fresh token would be one click from
doing what that site wants.
"""

from urllib.parse import urlsplit

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup
from werkzeug.exceptions import Forbidden

from webapp import auth, errors, htmx

SECRET_WORDS = ("password", "present", "token")
NOT_TYPED = ("csrf_token", "request_key", "setup")
SIGNED_IN_ANEW = errors.Words("You signed in anew meanwhile.", "What you typed is here: send it once more.")
FROM_BEFORE = errors.Words(
    "You signed in anew meanwhile.",
    "So this form was from before. Nothing was done yet, and nothing is lost: send it again.",
)
SIGNED_OUT = errors.Words(
    "You are signed out.",
    Markup(
        'What you typed is still here: <a href="/sign-in" target="_blank" rel="noopener">'
        "sign in on a new page</a>, come back, and send it once more."
    ),
)
MUST_SET_UP = errors.Words(
    "First, a second factor.",
    Markup(
        'Your company asks everybody for one. What you typed is still here: <a href="/account/second-factor" '
        'target="_blank" rel="noopener">set it up on a new page</a>, come back, and send it once more.'
    ),
)


def prepare(app: Flask) -> None:
    """Answer a post whose token does not fit, and whoever has to sign in first."""
    app.register_error_handler(CSRFError, _answer_stale)
    auth.login_manager.unauthorized_handler(_ask_to_sign_in)


def _answer_stale(_error: CSRFError):
    if not _from_here():
        return errors.show(Forbidden("This came from another site, so nothing was done."))
    if request.endpoint in ("sign_in.create", "sign_in_code.create"):
        return htmx.go_to(_this_page())
    if htmx.wants_part():
        part = render_template("errors/_error.html", words=SIGNED_IN_ANEW)
        return htmx.trigger((part, 409), "fresh-token", generate_csrf())
    return form_again(FROM_BEFORE if auth.viewer() else SIGNED_OUT), 409


def _ask_to_sign_in():
    if request.method in auth.READING:
        if htmx.wants_part():
            return htmx.load_page("/sign-in", 401)
        return htmx.go_to(auth.path_with_next("/sign-in", _this_page()))
    if request.endpoint == "sign_in.destroy":
        return htmx.go_to("/sign-in")
    if htmx.wants_part():
        return render_template("errors/_error.html", words=SIGNED_OUT), 401
    return form_again(SIGNED_OUT), 401


def form_again(words: errors.Words, template: str = "errors/stale_form.html", **more) -> str:
    """A page with what was typed, in a form with a fresh token and one button."""
    given = list(request.form.items(multi=True))
    return render_template(
        template,
        **more,
        words=words,
        action=_this_page(),
        sent=[(name, value) for name, value in given if _may_be_shown(name)],
        typed=[(_words(name), value) for name, value in given if _was_typed(name)],
        files=[file.filename for file in request.files.values() if file.filename],
    )


def _this_page() -> str:
    return auth.own_path(request.full_path.rstrip("?"))


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
