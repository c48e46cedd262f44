"""One table of limits (sign-in, reset, export), written aside so that a rollback does not undo the count."""

from sqlalchemy import delete, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.aside import aside, try_aside
from webapp.db.engine import Model, db
from webapp.db.types import UTC
from webapp.db.upsert import insert_into


class Throttle(Model):
    """How often something was tried in a window of time."""

    __tablename__ = "throttle"

    name: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(UTC, primary_key=True, autoincrement=False)
    tries: Mapped[int] = mapped_column(default=0)


def tries(name: str, *, per_seconds: int, now: int) -> int:
    """Count one more try of `name` in the present window; returns how many that makes.

    When the database is too busy to count, the try counts as the first: a limit is no lock.
    """
    window = now - now % per_seconds
    with aside() as connection:
        statement = insert_into(Throttle, connection.dialect.name).values(
            name=name[:200], window=window, tries=1
        )
        statement = statement.on_conflict_do_update(
            index_elements=["name", "window"], set_={"tries": Throttle.tries + 1}
        ).returning(Throttle.tries)
        try:
            return connection.scalar(statement)
        except OperationalError:
            return 1


def give_back(name: str, *, per_seconds: int, now: int) -> None:
    """Uncount one try of `name` in the present window."""
    window = now - now % per_seconds
    here = (Throttle.name == name[:200], Throttle.window == window, Throttle.tries > 0)
    try_aside(update(Throttle).where(*here).values(tries=Throttle.tries - 1))


def forget_old(now: int) -> None:
    """Delete windows that began more than a day ago."""
    db.session.execute(delete(Throttle).where(Throttle.window < now - 86_400))
