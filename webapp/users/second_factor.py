"""The second factor: besides the password, a code of one's authenticator, or a recovery code once."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ForeignKey, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import UTC, Key, Model, aside, claim, db
from webapp.users import half_sign_in, recovery_codes
from webapp.users.one_time_code import mark_of, secret_of, steps_of
from webapp.users.own_company import OwnCompany
from webapp.users.session import end_sessions
from webapp.users.user import User


class SecondFactor(Model):
    """`last_step` is the half minute of the last code that was used: none works twice."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[str] = mapped_column(Key())
    key_mark: Mapped[str] = mapped_column(Key())
    since: Mapped[int] = mapped_column(UTC)
    last_step: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Standing:
    """How it stands with a user's second factor: on `since` then, with as many recovery codes left."""

    since: int
    codes_left: int


def set_up(user_id: int, seed: str, typed: str, *, key: str, now: int, but_session: int) -> list[str] | None:
    """Let sign-ins ask for codes of this seed, if the code that was typed is one of them.

    Another second factor of the user ends with it, and so does every session but one. Gives the new recovery
    codes; None for a wrong code.
    """
    steps = steps_of(typed, secret_of(seed, key=key), now=now)
    if not steps:
        return None
    db.session.execute(update(User).where(User.id == user_id).values(id=user_id))  # one after the other
    _forget(user_id)
    db.session.add(
        SecondFactor(user_id=user_id, seed=seed, key_mark=mark_of(key), since=now, last_step=max(steps))
    )
    db.session.flush()
    end_sessions(user_id, but=but_session)
    return recovery_codes.make_codes(user_id)


def switch_off(user_id: int, *, but_session: int = 0) -> bool:
    """Ask for the password alone again and end every session but one; False if there was no second factor."""
    had = _forget(user_id)
    if had:
        end_sessions(user_id, but=but_session)
    return had


class Way(StrEnum):
    """With what somebody showed that they are who they say."""

    CODE = "code"
    RECOVERY = "recovery code"


def way_of(user_id: int, typed: str, *, key: str, now: int) -> Way | None:
    """Use up what was typed: a code of the user's authenticator, or else a recovery code; None for neither.

    What was used before is neither. The caller commits, or gives both back by rolling back.
    """
    if _use_code(user_id, typed, key=key, now=now):
        return Way.CODE
    return Way.RECOVERY if recovery_codes.use_code(user_id, typed) else None


def has_second_factor(user_id: int) -> bool:
    """Whether signing in takes a code; asked aside, since nobody may hold the write lock meanwhile."""
    with aside() as connection:
        found = select(SecondFactor.user_id).where(SecondFactor.user_id == user_id)
        return connection.scalar(found) is not None


def standing_of(user_id: int) -> Standing | None:
    """How it stands with a user's second factor, None for none."""
    since = db.session.scalar(select(SecondFactor.since).where(SecondFactor.user_id == user_id))
    return None if since is None else Standing(since, recovery_codes.codes_left(user_id))


def users_without() -> list[User]:
    """Active users who have none, by name."""
    have = select(SecondFactor.user_id)
    without = User.deactivated_at.is_(None), User.id.not_in(have)
    return list(db.session.scalars(select(User).where(*without).order_by(User.name_key)))


def set_up_under_another(key: str) -> int:
    """How many second factors were set up under another key than this, so that their codes do not work."""
    other = SecondFactor.key_mark != mark_of(key)
    return db.session.scalar(select(func.count()).select_from(SecondFactor).where(other))


def is_required() -> bool:
    """Whether everybody must have one."""
    return db.session.scalar(select(OwnCompany.requires_second_factor))


def require(required: bool) -> bool:
    """Say whether everybody must have one; False if that was so already."""
    changed = OwnCompany.requires_second_factor != required
    return claim(OwnCompany, OwnCompany.id == 1, changed, requires_second_factor=required)


def _use_code(user_id: int, typed: str, *, key: str, now: int) -> bool:
    with aside() as connection:
        seed = connection.scalar(select(SecondFactor.seed).where(SecondFactor.user_id == user_id))
    steps = steps_of(typed, secret_of(seed, key=key), now=now) if seed else []
    same = SecondFactor.user_id == user_id, SecondFactor.seed == seed
    return any(claim(SecondFactor, *same, SecondFactor.last_step < step, last_step=step) for step in steps)


def _forget(user_id: int) -> bool:
    half_sign_in.forget_of(user_id)
    recovery_codes.forget_codes(user_id)
    own = delete(SecondFactor).where(SecondFactor.user_id == user_id)
    return db.session.execute(own).rowcount > 0
