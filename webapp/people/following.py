"""People follow what they point at: a status, stage or company that goes, a company of another name.

Thousands of them take longer than a request may, so the work is noted (Following) and done in chunks: a few
at once, many by the jobs process, which goes on where it was cut off.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, tell
from webapp.companies.models import Company
from webapp.db import UTC, BigKey, Model, db
from webapp.people.editing import change_people, rename_company_of
from webapp.people.models import Conversion, Person
from webapp.pipelines.models import Stage
from webapp.users.viewer import Viewer

AT_ONCE = 500
IN_REQUEST = 1_000
"""More people than this are left to the jobs process."""
COLUMNS = {
    "status": Person.status_id,
    "stage": Person.stage_id,
    "pipeline": Person.stage_id,
    "company": Person.company_id,
    "company name": Person.company_id,
    "company details": Person.company_id,
}


class Following(Model):
    """People of `of_id` (a status, stage, pipeline or company) on their way to the status, stage or company
    `to_id`, or (company name) to the company's new name; or (company details) rules ask of them what they
    ask of their company.

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
    """How many people follow this; for what moves its people, those who live."""
    if follower := _FOLLOWERS.get(kind):
        return follower.people(of_id)
    return db.session.scalar(
        select(func.count()).select_from(Person).where(_whom(kind, of_id), Person.hidden == 0)
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
    """Let the people of what goes follow it; True when they have, False when a job goes on."""
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


def is_awaited(kind: str, to_id: int) -> bool:
    """Whether people are still on their way to this."""
    coming = select(Following.id).where(Following.kind == kind, Following.to_id == to_id).limit(1)
    return db.session.scalar(coming) is not None


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
    if kind in ("company name", "company details"):
        return Follower(_rename if kind == "company name" else _tell, people_of)
    return Follower(_move, people_of, _let_go)


def _whom(kind: str, of_id: int) -> ColumnElement[bool]:
    if kind == "pipeline":
        return Person.stage_id.in_(select(Stage.id).where(Stage.pipeline_id == of_id))
    return COLUMNS[kind] == of_id


def _move(following: Following, by: Viewer, now: int) -> bool:
    ids = _next(_whom(following.kind, following.of_id), Person.hidden == 0)
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        wanted = {person_id: {COLUMNS[following.kind].key: following.to_id} for person_id in ids}
        change_people(wanted, by=by, now=now, change_set=change_set)
    return bool(ids)


def _rename(following: Following, _by: Viewer, now: int) -> bool:
    ids = _next(Person.company_id == following.of_id, Person.id > following.last_person_id)
    if ids:
        rename_company_of(ids, db.session.get_one(Company, following.of_id).name)
        _say_so(following, ids, now)
    return bool(ids)


def _tell(following: Following, _by: Viewer, now: int) -> bool:
    ids = _next(Person.company_id == following.of_id, Person.id > following.last_person_id)
    if ids:
        _say_so(following, ids, now)
    return bool(ids)


def _say_so(following: Following, ids: list[int], now: int) -> None:
    """Something about the company of these people is another."""
    tell([Changed(i, "company", "", None, True) for i in ids], now=now, change_set=None)
    following.last_person_id = ids[-1]


def _next(*conditions) -> list[int]:
    return list(db.session.scalars(select(Person.id).where(*conditions).order_by(Person.id).limit(AT_ONCE)))


def _let_go(following: Following) -> None:
    """Nobody living is there any more: move who is in the trash, and let others that wait lead to where these
    went."""
    kind, of_id, to_id = following.kind, following.of_id, following.to_id
    column = COLUMNS[kind]
    moved = {column: to_id}
    if column is Person.stage_id and to_id is None:
        moved |= {Person.stage_value: 0, Person.stage_expected: 0}
    db.session.execute(update(Person).where(_whom(kind, of_id)).values(moved))
    if kind == "status":
        before = update(Conversion).where(Conversion.status_before_id == of_id)
        db.session.execute(before.values(status_before_id=to_id))
    _lead_on(kind, of_id, to_id)


def _lead_on(kind: str, of_id: int, to_id: int | None) -> None:
    """Whoever is still on the way to what goes now goes where its people went."""
    alike = [other for other, column in COLUMNS.items() if column is COLUMNS[kind]]
    stages = select(Stage.id).where(Stage.pipeline_id == of_id)
    led_here = Following.to_id.in_(stages) if kind == "pipeline" else Following.to_id == of_id
    waiting_for_it = update(Following).where(Following.kind.in_(alike), led_here)
    db.session.execute(waiting_for_it.values(to_id=to_id))
