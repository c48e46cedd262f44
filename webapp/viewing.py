"""What holds while an administrator sees Muster as another user: a banner, and nothing can be changed."""

from flask import Flask, abort, request, session

from webapp import auth, clock
from webapp.activity.audit import audit_aside
from webapp.users import viewing_as

LEAVING = frozenset({"viewing.destroy", "sign_in.destroy"})


def prepare(app: Flask) -> None:
    """Refuse whatever is no reading, and offer `viewing_as`, who is seen through, to templates."""
    app.before_request(_only_look)
    app.context_processor(_banner)


def _only_look() -> None:
    if request.endpoint == "static" or request.blueprint == "health":
        return
    if auth.SESSION_TOKEN not in session:
        return
    opened = auth.opened()
    if opened.viewing_is_over:
        _end_by_itself()
    elif opened.behind and request.method not in auth.READING and request.endpoint not in LEAVING:
        about = f"{request.method} {request.path} while viewing as {opened.viewer.email}"
        audit_aside("denied", about, by_id=opened.behind.id, address=auth.address(), now=clock.now())
        abort(403, f"You see Muster as {opened.viewer.name} does, and only look. Stop that first.")


def _end_by_itself() -> None:
    """A page of the other user may still be open: what it sends is not what one means to do oneself."""
    if request.method not in auth.READING:
        abort(403, "You no longer see Muster as somebody else, and nothing was done. Load the page again.")
    viewer = auth.viewer()
    viewing_as.end_aside(viewer.session_id)
    audit_aside("viewing as ended", "by itself", by_id=viewer.id, address=auth.address(), now=clock.now())


def _banner() -> dict:
    opened = auth.opened_already()
    return {"seen_through": opened.viewer if opened and opened.behind else None}
