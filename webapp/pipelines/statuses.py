"""The list of statuses."""

from sqlalchemy import Row, bindparam, select

from webapp.db import Prepared, db, key
from webapp.pipelines.models import Status

FIRST_STATUSES = (
    ("New", "gray", "new", False),
    ("Contacted", "blue", "", False),
    ("Qualified", "violet", "", False),
    ("Converted", "green", "converted", False),
    ("Unqualified", "amber", "", True),
    ("Dead", "red", "", True),
)


def add_first_statuses(now: int) -> None:
    """The six statuses that every Muster begins with."""
    for position, (name, hue, role, pauses) in enumerate(FIRST_STATUSES):
        db.session.add(
            Status(
                name=name,
                name_key=key(name),
                hue=hue,
                role=role,
                position=position,
                pauses_reminders=pauses,
                created_at=now,
            )
        )
    db.session.flush()


_STANDING = select(Status).where(Status.retired_at.is_(None)).order_by(Status.position, Status.id)


def statuses() -> list[Status]:
    """Every status in its order, without those that were deleted."""
    return list(db.session.scalars(_STANDING))


_CHOICES = Prepared(
    select(Status.id, Status.name, Status.hue)
    .where(Status.retired_at.is_(None))
    .order_by(Status.position, Status.id)
)


def status_choices() -> tuple[Row, ...]:
    """(id, name, hue) of every status that one can choose, in their order."""
    return tuple(_CHOICES.rows())


_OF_ROLE = Prepared(select(Status.id).where(Status.role == bindparam("role")))


def status_id_with_role(role: str) -> int:
    """The id of the status that Muster sets by itself: 'new' or 'converted'."""
    ((status_id,),) = _OF_ROLE.rows(role=role)
    return status_id


def status_named(name: str) -> Status | None:
    """The status of that name, whatever its case and accents."""
    return db.session.scalar(select(Status).where(Status.name_key == key(name)))


def add_status(name: str, *, now: int, hue: str = "gray") -> Status:
    """Add a status at the end of the list. The caller makes sure that the name is not taken."""
    last = max((s.position for s in statuses()), default=-1)
    status = Status(name=name, name_key=key(name), hue=hue, position=last + 1, created_at=now)
    db.session.add(status)
    db.session.flush()
    return status
