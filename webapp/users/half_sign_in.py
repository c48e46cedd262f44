"""Between the password and the code: who was right with the one is no more than that until the other.

There is no session yet. The browser keeps a random token whose row lives for ten minutes and opens only the
page that asks for the code, once.
"""

import secrets
from typing import NamedTuple

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, Key, Model, aside, db
from webapp.users.session import token_hash
from webapp.users.user import User

LIFE_SECONDS = 600


class HalfSignIn(Model):
    """`stays` is the tick at sign-in, for the session that is to be."""

    __tablename__ = "half_sign_in"

    token_hash: Mapped[str] = mapped_column(Key(), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    stays: Mapped[bool]
    expires_at: Mapped[int] = mapped_column(UTC)


class Half(NamedTuple):
    """Who was right with their password, and whether they want to stay signed in."""

    token: str
    user_id: int
    email: str
    stays: bool


def begin(user_id: int, *, stays: bool, now: int) -> str:
    """The token of a new one, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    row = HalfSignIn(
        token_hash=token_hash(token), user_id=user_id, stays=stays, expires_at=now + LIFE_SECONDS
    )
    db.session.add(row)
    db.session.flush()
    return token


def find(token: str, *, now: int) -> Half | None:
    """Whose token this is while it may still be used, read aside."""
    half = (
        select(User.id, User.email, HalfSignIn.stays)
        .join(HalfSignIn, HalfSignIn.user_id == User.id)
        .where(
            HalfSignIn.token_hash == token_hash(token),
            HalfSignIn.expires_at > now,
            User.deactivated_at.is_(None),
        )
    )
    with aside() as connection:
        row = connection.execute(half).first()
    return Half(token, *row) if row else None


def use(half: Half, *, now: int) -> bool:
    """Use it up; False when somebody was faster or it ended meanwhile."""
    usable = HalfSignIn.token_hash == token_hash(half.token), HalfSignIn.expires_at > now
    return db.session.execute(delete(HalfSignIn).where(*usable)).rowcount > 0


def forget_of(user_id: int) -> None:
    """End those of a user."""
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.user_id == user_id))


def forget_lapsed(now: int) -> None:
    """Delete those that nobody can use any more."""
    db.session.execute(delete(HalfSignIn).where(HalfSignIn.expires_at <= now))
