"""Links in mails that let somebody set a password or a new address: random, short-lived, used once."""

import hashlib
import secrets
from typing import NamedTuple

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, BigKey, Key, Model, aside, claim, db
from webapp.users.user import User

LIFE_SECONDS = {"invitation": 7 * 24 * 3600, "reset": 3600, "new_email": 24 * 3600}


class UserLink(Model):
    """`purpose` is one of LIFE_SECONDS; the row keeps only the token's hash.

    `new_email` is the address to which a link of that purpose went.
    """

    __tablename__ = "user_link"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    token_hash: Mapped[str] = mapped_column(Key(), unique=True)
    purpose: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[int] = mapped_column(UTC)
    expires_at: Mapped[int] = mapped_column(UTC)
    used_at: Mapped[int | None] = mapped_column(UTC)
    new_email: Mapped[str] = mapped_column(default="")


class OpenLink(NamedTuple):
    """A link that may be used, and whose it is."""

    id: int
    user_id: int
    email: str
    name: str
    new_email: str


def make_link(user_id: int, purpose: str, *, now: int, new_email: str = "") -> str:
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
            new_email=new_email,
        )
    )
    db.session.flush()
    return token


def find_link(token: str, purpose: str, *, now: int) -> OpenLink | None:
    """What a token opens while it may still be used, read aside."""
    open_link = (
        select(UserLink.id, User.id.label("user_id"), User.email, User.name, UserLink.new_email)
        .join(User, User.id == UserLink.user_id)
        .where(
            UserLink.token_hash == _hash(token),
            UserLink.purpose == purpose,
            UserLink.used_at.is_(None),
            UserLink.expires_at > now,
            User.deactivated_at.is_(None),
        )
    )
    with aside() as connection:
        row = connection.execute(open_link).first()
    return OpenLink(*row) if row else None


def use_link(link: OpenLink, *, now: int) -> bool:
    """Use the link up; False when somebody was faster or it ran out meanwhile."""
    usable = UserLink.id == link.id, UserLink.used_at.is_(None), UserLink.expires_at > now
    return claim(UserLink, *usable, used_at=now)


def forget_links(user_id: int) -> None:
    """Let every link of the user die."""
    db.session.execute(delete(UserLink).where(UserLink.user_id == user_id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
