"""Recovery codes: the way in without one's authenticator. Each works once; rows keep only their hashes."""

import hashlib
import secrets

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Key, Model, db, insert_rows

NUMBER = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look like another."""
LENGTH = 16
GROUP = 4


class RecoveryCode(Model):
    """A code that was not used yet."""

    __tablename__ = "recovery_code"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(Key(), primary_key=True)


def make_codes(user_id: int) -> list[str]:
    """Ten new codes, to be shown once; earlier ones work no more."""
    forget_codes(user_id)
    codes = [_new_code() for _ in range(NUMBER)]
    insert_rows(RecoveryCode, [{"user_id": user_id, "code_hash": _hash(code)} for code in codes])
    return codes


def use_code(user_id: int, typed: str) -> bool:
    """Use the code up; False if there is none such or somebody was faster."""
    this = RecoveryCode.user_id == user_id, RecoveryCode.code_hash == _hash(typed)
    return db.session.execute(delete(RecoveryCode).where(*this)).rowcount > 0


def codes_left(user_id: int) -> int:
    """How many may still be used."""
    own = RecoveryCode.user_id == user_id
    return db.session.scalar(select(func.count()).select_from(RecoveryCode).where(own))


def forget_codes(user_id: int) -> None:
    """Let none of the user's codes work any more."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return "-".join(letters[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _hash(code: str) -> str:
    """79 bits made at random need no slow hash; case, blanks and hyphens do not matter."""
    return hashlib.sha256("".join(filter(str.isalnum, code.casefold())).encode()).hexdigest()
