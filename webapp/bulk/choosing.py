"""Fixing who an action is for: the ticked, or everybody whom a list holds at this moment."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import Select, delete, func, insert, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from webapp.bulk.models import BulkChoice, BulkRun, ChosenPerson
from webapp.db import batches, db, insert_rows
from webapp.listing.opening import OpenList
from webapp.listing.seeking import Among
from webapp.people.models import Person
from webapp.people.visible import LIVING, only_visible, seen_by
from webapp.users.viewer import Viewer

KEEP_SECONDS = 24 * 3600
LOOKED_UP_AT_ONCE = 500
FORGOTTEN_AT_ONCE = 20_000


def choose(person_ids: Collection[int], *, by: Viewer, now: int, list_query: str, back: str) -> BulkChoice:
    """Fix the ticked people; those whom `by` does not see are as if they did not exist."""
    asked = sorted(set(person_ids))
    seen = [i for some in batches(asked, LOOKED_UP_AT_ONCE) for i in only_visible(by, some)]
    choice = _new(by, now, list_query, back)
    insert_rows(ChosenPerson, [{"choice_id": choice.id, "person_id": person_id} for person_id in seen])
    choice.asked, choice.people = len(asked), len(seen)
    db.session.flush()
    return choice


def choose_all(opened: OpenList, *, by: Viewer, now: int, back: str, most: int | None = None) -> BulkChoice:
    """Fix everybody whom the list holds now; at most `most` + 1 of them, which is one too many."""
    choice = _new(by, now, opened.address.query, back)
    matching = opened.everybody().with_only_columns(literal(choice.id), Person.id)
    if most is not None:
        matching = matching.limit(most + 1)
    db.session.execute(insert(ChosenPerson).from_select(["choice_id", "person_id"], matching))
    chosen = select(func.count()).where(ChosenPerson.choice_id == choice.id)
    choice.asked = choice.people = db.session.scalar(chosen)
    db.session.flush()
    return choice


def choice_for(viewer: Viewer, choice_id: int, *, now: int) -> BulkChoice | None:
    """One's own choice of the last day."""
    choice = db.session.get(BulkChoice, choice_id)
    if choice is None or choice.by_id != viewer.id or now - choice.at > KEEP_SECONDS:
        return None
    return choice


class ChosenList(OpenList):
    """The chosen who are still there, in the order of a list, whether or not it still holds them."""

    def number_kept(self) -> None:
        """No counter knows how many they are."""


def among_chosen(opened: OpenList, choice: BulkChoice) -> ChosenList:
    """The chosen in the order of the list."""
    among = Person.id.in_(chosen(choice, opened.viewer))
    few = Among(among, opened.totals.everybody, few=among, passing=choice.people)
    return ChosenList(**{**vars(opened), "among": few})


def people_there(choice: BulkChoice, viewer: Viewer) -> int:
    """How many of them are still there to be changed."""
    return db.session.scalar(chosen(choice, viewer).with_only_columns(func.count()))


def ids_of(choice: BulkChoice, viewer: Viewer, *, after: int = 0, limit: int | None = None) -> list[int]:
    """The next of those who are still there, by id."""
    statement = chosen(choice, viewer).where(ChosenPerson.person_id > after)
    return list(db.session.scalars(statement.order_by(ChosenPerson.person_id).limit(limit)))


def chosen(choice: BulkChoice, viewer: Viewer) -> Select[tuple[int]]:
    """A SELECT of the ids of those who are still there."""
    return (
        select(Person.id)
        .join(ChosenPerson, ChosenPerson.person_id == Person.id)
        .where(ChosenPerson.choice_id == choice.id, LIVING, seen_by(viewer))
    )


def shares(choice: BulkChoice, viewer: Viewer, column: InstrumentedAttribute) -> Counter:
    """How many of them have each value of a column of person, or of PersonTag or PersonSegment."""
    statement = chosen(choice, viewer)
    if column.class_ is not Person:
        statement = statement.join(column.class_, column.class_.person_id == Person.id)
    rows = db.session.execute(statement.with_only_columns(column, func.count()).group_by(column))
    return Counter(dict(rows.all()))


def forget_old(*, now: int) -> bool:
    """Delete some of what was chosen a day ago and is not at work; False when there was nothing left."""
    at_work = select(BulkRun.choice_id).where(BulkRun.finished_at.is_(None))
    old = select(BulkChoice.id).where(BulkChoice.at < now - KEEP_SECONDS, BulkChoice.id.not_in(at_work))
    choice_id = db.session.scalar(old.order_by(BulkChoice.at).limit(1))
    if choice_id is None:
        return False
    some = select(ChosenPerson.person_id).where(ChosenPerson.choice_id == choice_id).limit(FORGOTTEN_AT_ONCE)
    gone = db.session.execute(
        delete(ChosenPerson).where(ChosenPerson.choice_id == choice_id, ChosenPerson.person_id.in_(some))
    )
    if gone.rowcount < FORGOTTEN_AT_ONCE:
        db.session.execute(delete(BulkRun).where(BulkRun.choice_id == choice_id))
        db.session.execute(delete(BulkChoice).where(BulkChoice.id == choice_id))
    return True


def _new(by: Viewer, now: int, list_query: str, back: str) -> BulkChoice:
    choice = BulkChoice(by_id=by.id, at=now, asked=0, people=0, list_query=list_query, back=back)
    db.session.add(choice)
    db.session.flush()
    return choice
