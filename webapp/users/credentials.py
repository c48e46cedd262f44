"""A user's password and what ends with the old one."""

from sqlalchemy import update

from webapp.db import db
from webapp.users import half_sign_in
from webapp.users.link import forget_links
from webapp.users.session import end_sessions
from webapp.users.user import User


def set_password(user_id: int, password_hash: str, *, but_session: int = 0) -> None:
    """Give the user a new password.

    Every session but this one ends, and every half sign-in and every link that was mailed.

    The caller hashed it before it asked the database anything (passwords.hash_password).
    """
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    forget_links(user_id)
    half_sign_in.forget_of(user_id)
    end_sessions(user_id, but=but_session)
