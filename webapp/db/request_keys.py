"""One effect per form, however often it is sent: double click, back button, retried request."""

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.engine import Model, db
from webapp.db.prepared import PreparedWrite
from webapp.db.types import UTC
from webapp.db.upsert import insert_into

KEEP_SECONDS = 2 * 24 * 3600


class RequestKey(Model):
    """A form's random key with where its first sending led; kept for two days."""

    __tablename__ = "request_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(UTC, index=True)
    led_to: Mapped[str] = mapped_column(default="")


def first_use(key: str, user_id: int, now: int) -> bool:
    """Whether this key is new for this user; it is taken within the caller's transaction.

    On PostgreSQL a second sending waits here until the first has committed.
    """
    return _TAKING.run(key=key[:64], user_id=user_id, at=now, led_to="") > 0


_TAKING = PreparedWrite(lambda dialect: insert_into(RequestKey, dialect).on_conflict_do_nothing())


def note_result(key: str, user_id: int, path: str) -> None:
    """Remember where the first sending led, for the second to be sent there too."""
    _NOTING.run(of_key=key[:64], of_user=user_id, path=path)


_NOTING = PreparedWrite(
    lambda _dialect: (
        update(RequestKey)
        .where(RequestKey.key == bindparam("of_key"), RequestKey.user_id == bindparam("of_user"))
        .values(led_to=bindparam("path"))
    )
)


def result_of(key: str, user_id: int) -> str:
    """Where the first sending of this key led; '' when that is not known."""
    return (
        db.session.scalar(
            select(RequestKey.led_to).where(RequestKey.key == key[:64], RequestKey.user_id == user_id)
        )
        or ""
    )


def forget_old(now: int) -> None:
    """Delete keys older than two days."""
    db.session.execute(delete(RequestKey).where(RequestKey.at < now - KEEP_SECONDS))
