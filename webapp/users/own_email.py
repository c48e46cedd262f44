"""Taking another address for oneself: only who reads the mail that goes there can do so."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from webapp.db import db
from webapp.users.administering import EmailTaken, change_email
from webapp.users.link import OpenLink, use_link
from webapp.users.user import User, normal_email


class LinkUsedUp(Exception):
    """Somebody was faster, or it ran out."""


def require_free(email: str) -> None:
    """Raise EmailTaken if a user has this address."""
    if db.session.scalar(select(User.id).where(User.email_norm == normal_email(email))):
        raise EmailTaken


def take_email(link: OpenLink, *, now: int) -> User:
    """Give the link's user the address that it was mailed to; raises LinkUsedUp or EmailTaken, after which
    one rolls back."""
    if not use_link(link, now=now):
        raise LinkUsedUp
    user = db.session.get_one(User, link.user_id)
    try:
        change_email(user, link.new_email)
        db.session.flush()
    except IntegrityError:
        raise EmailTaken from None
    return user
