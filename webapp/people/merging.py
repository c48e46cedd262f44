"""What of a person goes along when they are merged, and how who is merged is hidden and comes back."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, exists, func, select, update

from webapp.activity.models import ChangeSet, Event
from webapp.activity.moving import Merge, moves, rows_move
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes, track
from webapp.alerts.models import Alert
from webapp.db import db, insert_rows
from webapp.people.erasing import erase
from webapp.people.models import (
    ALIVE,
    MERGED,
    Conversion,
    Note,
    Person,
    PersonMerged,
    Touch,
)
from webapp.people.touches import recompute_last_contact
from webapp.people.turning import turn
from webapp.segments.clocks import reset_clocks

KEEP_SECONDS = 30 * 24 * 3600
FINAL_AT_ONCE = 200


def register() -> None:
    """Let notes, touches and what else is a person's own go along, and last contact follow."""
    moves("what comes since", _mark_the_moment)
    moves("last contact", _unite_last_contacts)
    reversible(
        "last contact",
        Reversible(
            _last_contacts, _nothing_refused, _put_contacts_back, lambda _key: "Last contact", _no_words
        ),
    )
    rows_move("touches", Touch, one="touch", many="Touches", after=_follow_touches)
    rows_move("notes", Note, one="note", many="Notes")
    rows_move("conversions", Conversion, one="conversion", many="Conversions")
    rows_move("timeline", Event, one="event", many="Events of the timeline")
    rows_move("alerts", Alert, one="alert", many="Alerts")
    reversible(
        "since the merge",
        Reversible(_written_since, _nothing_refused, _nothing_put_back, lambda _key: WRITTEN, _how_many),
    )


def merged_into(into_id: int) -> dict[str, int]:
    """The value of a change of the kind 'person' for who was merged."""
    return {"merged into": into_id}


def hide_merged(wanted: dict[int, int], *, by, now: int, change_set: ChangeSet) -> None:
    """Hide living people as merged: {person_id: into whom}."""
    if not wanted:
        return
    turn(list(wanted), hidden=MERGED, was=0, now=now)
    rows = [
        {"person_id": i, "into_id": into, "at": now, "by_id": by.id, "change_set_id": change_set.id}
        for i, into in wanted.items()
    ]
    insert_rows(PersonMerged, rows)
    changes = [Changed(i, "person", "", ALIVE, merged_into(into)) for i, into in wanted.items()]
    note_changes(change_set, changes, now=now)
    parts = dict.fromkeys(wanted.values(), len(wanted))
    track("merged", ((i, {"people": n}) for i, n in parts.items()), by=by, now=now, change_set=change_set)


def bring_merged_back(person_ids: Sequence[int], *, by, now: int, change_set: ChangeSet) -> None:
    """Let people who were merged be their own again."""
    into = merged_among(person_ids)
    if not into:
        return
    turn(list(into), hidden=0, was=MERGED, now=now)
    db.session.execute(delete(PersonMerged).where(PersonMerged.person_id.in_(into)))
    changes = [Changed(i, "person", "", merged_into(kept), ALIVE) for i, kept in into.items()]
    note_changes(change_set, changes, now=now)
    apart = {*into, *into.values()}
    track("taken apart", ((i, {}) for i in sorted(apart)), by=by, now=now, change_set=change_set)


def whose_now(person_id: int) -> int | None:
    """Whom somebody who was merged is part of now, at the end of a chain of merges; None for the others."""
    found = None
    while row := db.session.scalar(select(PersonMerged.into_id).where(PersonMerged.person_id == person_id)):
        found = person_id = row
    return found


def merged_among(person_ids: Iterable[int]) -> dict[int, int]:
    """{person_id: into whom} of those of these people who are merged."""
    return {row.person_id: row.into_id for row in _merged(list(person_ids))}


def everybody_in(person_ids: Sequence[int]) -> set[int]:
    """These people with all who were merged into them, and into those."""
    found = following = set(person_ids)
    while following:
        into = select(PersonMerged.person_id).where(PersonMerged.into_id.in_(following))
        following = set(db.session.scalars(into)) - found
        found = found | following
    return found


def make_final(*, now: int) -> int:
    """Erase up to 200 of those who were merged 30 days ago; what went along with them stays where it is.

    Their address leads to whom they became from then on too. Returns how many; the caller commits and comes
    again until there are none.
    """
    due = (
        select(Person.id)
        .join(PersonMerged, PersonMerged.person_id == Person.id)
        .where(PersonMerged.at < now - KEEP_SECONDS)
        .order_by(PersonMerged.at, Person.id)
        .limit(FINAL_AT_ONCE)
    )
    ids = list(db.session.scalars(due))
    for person_id, into_id in merged_among(ids).items():
        leading_here = update(PersonMerged).where(PersonMerged.into_id == person_id)
        db.session.execute(leading_here.values(into_id=into_id))
    erase(ids)
    return len(ids)


class Part(NamedTuple):
    """Somebody who was merged into a person, and by which change set."""

    id: int
    name: str
    at: int
    change_set_id: int


def parts_of(person_id: int, *, now: int) -> list[Part]:
    """Who can still be taken apart from somebody, the last merged first."""
    rows = db.session.execute(
        select(Person.id, Person.name, PersonMerged.at, PersonMerged.change_set_id)
        .join(PersonMerged, PersonMerged.person_id == Person.id)
        .where(PersonMerged.into_id == person_id, PersonMerged.at >= now - KEEP_SECONDS)
        .order_by(PersonMerged.at.desc(), PersonMerged.change_set_id.desc(), Person.name_key, Person.id)
    )
    return [Part(*row) for row in rows]


def _merged(person_ids: Sequence[int]):
    columns = select(PersonMerged.person_id, PersonMerged.into_id)
    return db.session.execute(columns.where(PersonMerged.person_id.in_(person_ids)))


WRITTEN = "Notes and touches since the merge"


def _mark_the_moment(merge: Merge) -> None:
    """Remember which notes and touches came before, since undo leaves later ones with whom they were put."""
    newest = [db.session.scalar(select(func.coalesce(func.max(model.id), 0))) for model in (Note, Touch)]
    mark = "-".join(map(str, newest))
    change = Changed(merge.kept_id, "since the merge", mark, None, 0)
    note_changes(merge.change_set, [change], now=merge.now, counts=False)


def _written_since(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    found = {}
    for person_id, mark in pairs:
        newest = zip((Note, Touch), map(int, mark.split("-")), strict=True)
        found[person_id, mark] = sum(_later(model, person_id, last) for model, last in newest)
    return found


def _later(model, person_id: int, last: int) -> int:
    since = model.person_id == person_id, model.id > last, model.deleted_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(model).where(*since))


def _nothing_put_back(_todo: Todo, **_doing) -> None:
    """Nothing was written since, so nothing stays."""


def _how_many(_key: str, value: object) -> str:
    return str(value) if value else ""


def _unite_last_contacts(merge: Merge) -> None:
    """The last of all of them; imported people had one without a touch."""
    everybody = [merge.kept_id, *merge.merged_ids]
    moments = _moments(everybody)
    last = [max(values) for values in zip(*moments.values(), strict=True)]
    _set_moments({merge.kept_id: last}, merge.now)
    change = Changed(merge.kept_id, "last contact", "", moments[merge.kept_id], last)
    note_changes(merge.change_set, [change], now=merge.now, counts=False)


def _moments(person_ids: Iterable[int]) -> dict[int, list[int]]:
    columns = select(Person.id, Person.last_contact_at, Person.last_touch_at)
    rows = db.session.execute(columns.where(Person.id.in_(list(person_ids))))
    return {person_id: [contact, touch] for person_id, contact, touch in rows}


def _set_moments(wanted: dict[int, list[int]], now: int) -> None:
    for person_id, (contact, touch) in wanted.items():
        values = {"last_contact_at": contact, "last_touch_at": touch}
        db.session.execute(update(Person).where(Person.id == person_id).values(**values))
    reset_clocks(wanted, now=now)


def _last_contacts(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    return {(person_id, ""): moments for person_id, moments in _moments(i for i, _ in pairs).items()}


def _put_contacts_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    _set_moments({person_id: old for (person_id, _), (_, old) in todo.items()}, now)
    changes = [Changed(i, "last contact", "", *values) for (i, _), values in todo.items()]
    note_changes(change_set, changes, now=now, counts=False)


def _follow_touches(person_ids: set[int], now: int) -> None:
    """Who has touches was last contacted by them, whatever became of these meanwhile."""
    touched = exists().where(Touch.person_id == Person.id)
    ids = list(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), touched)))
    recompute_last_contact(ids, now=now)


def _nothing_refused(_todo: Todo) -> dict[PersonKey, str]:
    return {}


def _no_words(_key: str, _value: object) -> str:
    return ""
