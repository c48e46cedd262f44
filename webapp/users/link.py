"""Links in mails that let somebody set a password: random, short-lived, used once."""

import hashlib
import secrets

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model, claim, db

LIFE_SECONDS = {"invitation": 7 * 24 * 3600, "reset": 3600}


class UserLink(Model):
    """`purpose` is 'invitation' or 'reset'; the row keeps only the token's hash."""

    __tablename__ = "user_link"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    token_hash: Mapped[str] = mapped_column(Key(), unique=True)
    purpose: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[int] = mapped_column(UTC)
    expires_at: Mapped[int] = mapped_column(UTC)
    used_at: Mapped[int | None] = mapped_column(UTC)


def make_link(user_id: int, purpose: str, *, now: int) -> str:
    """A new token for this purpose; earlier ones of the same purpose die."""
    db.session.execute(delete(UserLink).where(UserLink.user_id == user_id, UserLink.purpose == purpose))
    token = secrets.token_urlsafe(32)
    db.session.add(
        UserLink(
            token_hash=_hash(token),
            purpose=purpose,
            user_id=user_id,
            created_at=now,
            expires_at=now + LIFE_SECONDS[purpose],
        )
    )
    db.session.flush()
    return token


def find_link(token: str, purpose: str, *, now: int) -> UserLink | None:
    """The link of a token while it may still be used."""
    return db.session.scalar(
        select(UserLink).where(
            UserLink.token_hash == _hash(token),
            UserLink.purpose == purpose,
            UserLink.used_at.is_(None),
            UserLink.expires_at > now,
        )
    )


def use_link(link: UserLink, *, now: int) -> bool:
    """Use the link up; False when somebody was faster."""
    return claim(UserLink, UserLink.id == link.id, UserLink.used_at.is_(None), used_at=now)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
