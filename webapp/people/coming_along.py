"""What of a person goes along when they are merged: notes, touches, conversions, alerts, the timeline, and
the last contact that follows from them."""

from collections.abc import Iterable

from sqlalchemy import exists, func, select, update

from webapp.activity.models import ChangeSet, Event
from webapp.activity.moving import Merge, moves, rows_move
from webapp.activity.putting_back import note_put_back
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.activity.tracking import Changed, note_changes
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.people.models import Conversion, Note, Person, Touch
from webapp.people.touches import recompute_last_contact
from webapp.segments.clocks import reset_clocks

WRITTEN = "Notes and touches since the merge"


def register() -> None:
    """Let notes, touches and what else is a person's own go along, and last contact follow."""
    moves("what comes since", _mark_the_moment)
    moves("last contact", _unite_last_contacts)
    reversible("last contact", Reversible(_last_contacts, _put_contacts_back, lambda _key: "Last contact"))
    rows_move("touches", Touch, one="touch", many="Touches", after=_follow_touches)
    rows_move("notes", Note, one="note", many="Notes")
    rows_move("conversions", Conversion, one="conversion", many="Conversions")
    rows_move("timeline", Event, one="event", many="Events of the timeline")
    rows_move("alerts", Alert, one="alert", many="Alerts")
    reversible(
        "since the merge",
        Reversible(_written_since, _nothing_put_back, lambda _key: WRITTEN, _how_many),
    )


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
    note_put_back(change_set, "last contact", todo, now=now, counts=False)


def _follow_touches(person_ids: set[int], now: int) -> None:
    """Who has touches was last contacted by them, whatever became of these meanwhile."""
    touched = exists().where(Touch.person_id == Person.id)
    ids = list(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), touched)))
    recompute_last_contact(ids, now=now)
