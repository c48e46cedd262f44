"""Sessions are rows, so that signing out, a new password or deactivation ends them at once."""

import hashlib
import secrets

from sqlalchemy import ForeignKey, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model, aside, db, try_aside

IDLE_SECONDS = 12 * 3600
LONG_IDLE_SECONDS = 30 * 24 * 3600
ABSOLUTE_SECONDS = 90 * 24 * 3600
SEEN_EVERY_SECONDS = 300
PROOF_SECONDS = 600
"""For how long after the password was given it is not asked again, before what a thief would do first."""
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


class Session(Model):
    """One signed-in browser. `stays` is the tick at sign-in: idle for 30 days instead of 12 hours.

    `proven_at` is when its user last gave their password in it, `viewing_id` as whom they see Muster.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    token_hash: Mapped[str] = mapped_column(Key(), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    stays: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[int] = mapped_column(UTC)
    seen_at: Mapped[int] = mapped_column(UTC)
    proven_at: Mapped[int] = mapped_column(UTC)
    viewing_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    viewing_until: Mapped[int] = mapped_column(UTC, default=0)
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")

    @property
    def browser(self) -> str:
        """'Firefox on Linux', as far as the browser told."""
        return browser_named(self.agent)


def start_session(user_id: int, *, stays: bool, address: str, agent: str, now: int) -> str:
    """Begin a session; returns the token that only the browser keeps (the row holds its hash)."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Session(
            token_hash=token_hash(token),
            user_id=user_id,
            stays=stays,
            created_at=now,
            seen_at=now,
            proven_at=now,
            address=address[:64],
            agent=agent[:200],
        )
    )
    db.session.flush()
    return token


def is_over(*, stays: bool, created_at: int, seen_at: int, now: int) -> bool:
    """Whether a session lapsed, by disuse or by age."""
    idle = LONG_IDLE_SECONDS if stays else IDLE_SECONDS
    return now - seen_at > idle or now - created_at > ABSOLUTE_SECONDS


def sessions_of(user_id: int) -> list[Session]:
    """A user's sessions, the last seen first."""
    return list(
        db.session.scalars(select(Session).where(Session.user_id == user_id).order_by(Session.seen_at.desc()))
    )


def session_of(user_id: int, session_id: int) -> Session | None:
    """One of a user's sessions."""
    this = Session.user_id == user_id, Session.id == session_id
    return db.session.scalar(select(Session).where(*this))


def is_proven(session_id: int, now: int) -> bool:
    """Whether the password was given in this session a moment ago; asked aside."""
    lately = Session.id == session_id, Session.proven_at > now - PROOF_SECONDS
    with aside() as connection:
        return connection.scalar(select(Session.id).where(*lately)) is not None


def note_proof(session_id: int, now: int) -> None:
    """The password was given in this session. Aside: whatever becomes of the request, it was."""
    try_aside(update(Session).where(Session.id == session_id).values(proven_at=now))


def end_session(session_id: int) -> None:
    """Sign out one browser."""
    db.session.execute(delete(Session).where(Session.id == session_id))


def end_sessions(user_id: int, *, but: int = 0) -> None:
    """Sign out everywhere, except the session `but`."""
    db.session.execute(delete(Session).where(Session.user_id == user_id, Session.id != but))


def forget_lapsed(now: int) -> None:
    """Delete sessions that nobody can use any more."""
    db.session.execute(
        delete(Session).where(
            (Session.created_at < now - ABSOLUTE_SECONDS)
            | (Session.seen_at < now - LONG_IDLE_SECONDS)
            | (~Session.stays & (Session.seen_at < now - IDLE_SECONDS))
        )
    )


def browser_named(agent: str) -> str:
    """'Firefox on Linux' for what a browser says of itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return f"{browser} on {system}" if system else browser


def token_hash(token: str) -> str:
    """What the row holds of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()
