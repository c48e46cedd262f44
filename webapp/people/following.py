"""People follow what they point at: a status or company that goes, a company that is called differently.

Thousands of them take longer than a request may, so the work is noted (Following) and done in chunks: a few
at once, many by the jobs process, which goes on where it was cut off.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.companies.models import Company
from webapp.db import UTC, BigKey, Model, db
from webapp.people.editing import change_people, rename_company_of
from webapp.people.models import Conversion, Person
from webapp.pipelines.models import Status
from webapp.users.viewer import Viewer

AT_ONCE = 500
IN_REQUEST = 1_000
"""More people than this are left to the jobs process."""
COLUMNS = {"status": Person.status_id, "company": Person.company_id, "company name": Person.company_id}
MODELS = {"status": Status, "company": Company}


class Following(Model):
    """People of the status or company `of_id` on their way to `to_id`, or (company name) to its new name.

    `last_person_id` is how far a renaming has come; whoever moves is no longer there to be moved again.
    """

    __tablename__ = "following"

    id: Mapped[int] = mapped_column(BigKey(), primary_key=True)
    kind: Mapped[str]
    of_id: Mapped[int]
    to_id: Mapped[int | None]
    change_set_id: Mapped[int | None]
    by_id: Mapped[int | None]
    at: Mapped[int] = mapped_column(UTC)
    last_person_id: Mapped[int] = mapped_column(default=0)


class Follower(NamedTuple):
    """How people follow something of another noun: `step(following, by, now)` does a chunk and says whether
    there was one, `people(of_id)` counts them, `end(following)` comes when all have."""

    step: Callable[[Following, Viewer, int], bool]
    people: Callable[[int], int]
    end: Callable[[Following], None] = lambda _following: None


_FOLLOWERS: dict[str, Follower] = {}


def followed_by(kind: str, follower: Follower) -> None:
    """Register how people follow things of this kind."""
    _FOLLOWERS[kind] = follower


def people_of(kind: str, of_id: int) -> int:
    """How many people follow this; for a status or company those who live and have it."""
    if follower := _FOLLOWERS.get(kind):
        return follower.people(of_id)
    return db.session.scalar(
        select(func.count()).select_from(Person).where(COLUMNS[kind] == of_id, Person.hidden == 0)
    )


def let_follow(
    kind: str,
    of_id: int,
    to_id: int | None = None,
    *,
    by: Viewer,
    now: int,
    change_set: ChangeSet | None = None,
) -> bool:
    """Let the people of a status or company follow it; True when they have, False when a job goes on."""
    following = Following(
        kind=kind,
        of_id=of_id,
        to_id=to_id,
        change_set_id=change_set.id if change_set else None,
        by_id=by.id,
        at=now,
    )
    db.session.add(following)
    if change_set:
        change_set.ongoing = True
    db.session.flush()
    if people_of(kind, of_id) > IN_REQUEST:
        return False
    for _ in follow(following, by=by, now=now):
        pass
    return True


def waiting(*, now: int) -> list[Following]:
    """What the jobs process has to go on with, the oldest first."""
    due = select(Following).where(~setbacks.resting("following", Following.id, now))
    return list(db.session.scalars(due.order_by(Following.id)))


def follow(following: Following, *, by: Viewer, now: int) -> Iterator[None]:
    """Carry on; yields after every chunk, where the caller may commit and stop."""
    follower = _FOLLOWERS.get(following.kind) or _follower_of(following.kind)
    while follower.step(following, by, now):
        db.session.flush()
        yield
    follower.end(following)
    if following.change_set_id:
        db.session.get_one(ChangeSet, following.change_set_id).ongoing = False
    setbacks.forget("following", following.id)
    db.session.delete(following)
    db.session.flush()


def _follower_of(kind: str) -> Follower:
    return Follower(_rename, people_of) if kind == "company name" else Follower(_move, people_of, _let_go)


def _move(following: Following, by: Viewer, now: int) -> bool:
    column = COLUMNS[following.kind]
    ids = _next(column == following.of_id, Person.hidden == 0)
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        wanted = {person_id: {column.key: following.to_id} for person_id in ids}
        change_people(wanted, by=by, now=now, change_set=change_set)
    return bool(ids)


def _rename(following: Following, _by: Viewer, _now: int) -> bool:
    ids = _next(Person.company_id == following.of_id, Person.id > following.last_person_id)
    if ids:
        rename_company_of(ids, db.session.get_one(Company, following.of_id).name)
        following.last_person_id = ids[-1]
    return bool(ids)


def _next(*conditions) -> list[int]:
    return list(db.session.scalars(select(Person.id).where(*conditions).order_by(Person.id).limit(AT_ONCE)))


def _let_go(following: Following) -> None:
    """Nobody living is there any more: move who is in the trash, then delete the status or company."""
    column = COLUMNS[following.kind]
    db.session.execute(update(Person).where(column == following.of_id).values({column: following.to_id}))
    if following.kind == "status":
        before = update(Conversion).where(Conversion.status_before_id == following.of_id)
        db.session.execute(before.values(status_before_id=following.to_id))
    db.session.delete(db.session.get_one(MODELS[following.kind], following.of_id))
