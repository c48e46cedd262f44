"""Signing requests in: Flask-Login over session rows, CSRF, and what every answer's headers say."""

from urllib.parse import quote, unquote, urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, current_user, login_user, logout_user
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

from webapp import clock, known_browsers
from webapp.activity.audit import audit
from webapp.db import end_request, start_request
from webapp.users import half_sign_in
from webapp.users.opening import Opening, opening
from webapp.users.second_factor import has_second_factor
from webapp.users.session import LONG_IDLE_SECONDS, browser_named, end_session, start_session
from webapp.users.viewer import Viewer

CSP = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
SESSION_TOKEN = "_user_id"
"""What Flask-Login calls the session's token in the cookie."""
HALF_TOKEN = "half"
"""What the cookie calls the token of who gave their password and not yet their code."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()
login_manager = LoginManager()
login_manager.session_protection = None


class _Cookies(SecureCookieSessionInterface):
    """Flask's cookies; what signs them is made once instead of twice a request."""

    def __init__(self, app: Flask):
        self._signs = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask):
        return self._signs


class _Signed:
    """What Flask-Login keeps in the cookie: the session's token, never the user's id."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, token: str):
        self.token = token

    def get_id(self) -> str:
        return self.token


def prepare(app: Flask) -> None:
    """Sign every request in by its session row and set the headers that protect the answer."""
    app.session_interface = _Cookies(app)
    app.before_request(_set_transaction_mode)
    csrf.init_app(app)
    app.context_processor(lambda: {"csrf_token": csrf_token})
    app.jinja_env.globals["csrf_token"] = csrf_token
    login_manager.init_app(app)
    app.teardown_request(lambda _error: end_request())
    app.after_request(_protect)


def let_in(user_id: int, email: str, *, stays: bool, now: int, to: str = "/") -> str:
    """Sign a user in whose password or link was good, unless their second factor is still to be asked for.

    Returns where to go: `to`, or the page that asks. The caller commits; the cookie that the answer sets is
    good for nothing before.
    """
    if not has_second_factor(user_id):
        sign_in(user_id, email, stays=stays, now=now)
        return to
    _leave()
    session[HALF_TOKEN] = half_sign_in.begin(user_id, stays=stays, now=now)
    return path_with_next("/sign-in/code", to)


def sign_in(user_id: int, email: str, *, stays: bool, now: int, how: str = "") -> None:
    """Begin a new session for a user who has shown all that is asked for, and end this browser's old one.

    The caller commits, as for `let_in`.
    """
    _leave()
    agent = request.user_agent.string
    token = start_session(user_id, stays=stays, address=address(), agent=agent, now=now)
    about = f"{browser_named(agent)}, {how}" if how else browser_named(agent)
    audit("signed in", about, by_id=user_id, address=address(), now=now)
    session.permanent = stays
    login_user(_Signed(token))
    known_browsers.remember(email)


def half_signed_in(now: int) -> half_sign_in.Half | None:
    """Who gave their password in this browser a moment ago and still owes the code."""
    return half_sign_in.find(session.get(HALF_TOKEN, ""), now=now)


def _leave() -> None:
    if before := viewer():
        end_session(before.session_id)
    session.clear()


def sign_out() -> None:
    """Forget the cookie; the caller ends the session's row."""
    logout_user()
    session.clear()


def viewer() -> Viewer | None:
    """Who is signed in, None for nobody."""
    user = current_user._get_current_object()
    return user if user.is_authenticated else None


def who_acts() -> Viewer:
    """Who is really there: who sees Muster as another user does nothing in that one's name."""
    return opened().behind or viewer()


def address() -> str:
    """The address that the request came from, for the audit log and throttles."""
    return request.remote_addr or ""


def note(what: str, about: str = "") -> None:
    """Write to the audit log what the signed-in user does, in the transaction that does it."""
    audit(what, about, by_id=who_acts().id, address=address(), now=clock.now())


def opened() -> Opening:
    """Whose Muster this is and whom this request's cookie stands for, asked once a request."""
    if "opened" not in g:
        g.opened = opening(session.get(SESSION_TOKEN, ""), clock.now())
    return g.opened


def opened_already() -> Opening | None:
    """The same if anything in this request asked for it: what answers without the database does not."""
    return g.get("opened")


def csrf_token() -> str:
    """The request's token for forms; Flask-WTF reads its settings anew for each of a page's dozen."""
    return g.get("csrf_token") or generate_csrf()


@login_manager.user_loader
def _load(_token: str) -> Viewer | None:
    return opened().viewer


def own_path(path: str | None, otherwise: str = "/") -> str:
    """`path` if it surely leads to a page of this Muster, else `otherwise`.

    `//e.com`, `/\\e.com`, `https:e.com` and anything with a control character are refused.
    """
    if not path or not path.startswith("/") or path.startswith("//"):
        return otherwise
    if "\\" in path or any(ord(c) < 33 or ord(c) == 127 for c in path):
        return otherwise
    parts = urlsplit(path)
    first = unquote(parts.path)
    if parts.scheme or parts.netloc or first.startswith("//") or "\\" in first[:2]:
        return otherwise
    if any(ord(c) < 32 for c in first):
        return otherwise
    return path


def path_with_next(path: str, following: str) -> str:
    """The path, with where to go afterwards; that is not said for the start."""
    return path if following == "/" else f"{path}?next={quote(following, safe='/')}"


def _set_transaction_mode() -> None:
    start_request(writes=request.method not in READING)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", CSP)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if "Cache-Control" not in response.headers and not g.get("cacheable"):
        response.headers["Cache-Control"] = "no-store"
    return response


def cookie_settings(tls: bool) -> dict:
    """Flask's configuration of the session cookie; `__Host-` needs TLS."""
    return {
        "SESSION_COOKIE_NAME": "__Host-muster" if tls else "muster",
        "SESSION_COOKIE_SECURE": tls,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": LONG_IDLE_SECONDS,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": tls,
    }
