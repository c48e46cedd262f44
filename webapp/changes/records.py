"""Taking back what a change set did to records that are no people: tags, companies and the like.

What is to be there again comes before the people of the change set, so that they can get it back; what is to
go goes after them, when nobody has it any more. Among records the last change is the first to be taken back.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import insert, select

from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.records import RECORD_KINDS, STANDS, Values
from webapp.activity.tracking import note_record
from webapp.changes.comparing import EDITED_SINCE, FOR_GOOD, WAS_DELETED, Reach, Record
from webapp.changes.models import KeptRecord
from webapp.db import db
from webapp.users.permission import Permission

GONE = "It is no longer there."


class RemainingValue(NamedTuple):
    """A value of a record that stays as it is."""

    kind: str
    record_id: int
    key: str
    present: object
    why: str


class Turned(NamedTuple):
    """A value of a record that is put back, as RecordChange has it."""

    kind: str
    record_id: int
    key: str
    old: object
    new: object


class ChangedRecord(NamedTuple):
    """What a change set made of one record: {key: (value before all, value after all)}."""

    kind: str
    record_id: int
    values: dict[str, tuple[object, object]]

    @property
    def goes(self) -> bool:
        """Whether taking it back deletes the record."""
        return STANDS in self.values and self.values[STANDS][0] is None

    def turned(self, key: str) -> Turned:
        """One of its values as it is put back."""
        old, new = self.values[key]
        return Turned(self.kind, self.record_id, key, new, old)

    def kept(self, key: str, present: object, why: str) -> RemainingValue:
        """One of its values that stays."""
        return RemainingValue(self.kind, self.record_id, key, present, why)


def records_of(change_set: ChangeSet) -> list[ChangedRecord]:
    """The records that a change set changed, the last one first."""
    rows = db.session.scalars(
        select(RecordChange).where(RecordChange.change_set_id == change_set.id).order_by(RecordChange.id)
    )
    found: dict[tuple[str, int], ChangedRecord] = {}
    for row in rows:
        record = found.pop((row.kind, row.record_id), ChangedRecord(row.kind, row.record_id, {}))
        old, _ = record.values.get(row.key, (row.old, None))
        record.values[row.key] = (old, row.new)
        found[row.kind, row.record_id] = record
    return list(reversed(found.values()))


def compare_record(record: ChangedRecord, *, lock: bool) -> tuple[Values, list[RemainingValue]]:
    """The old values that nobody changed since, and what stays because somebody did."""
    if record.kind not in RECORD_KINDS:
        return {}, [record.kept(key, new, FOR_GOOD) for key, (_, new) in record.values.items()]
    present = RECORD_KINDS[record.kind].present(record.record_id, lock=lock)
    wanted, remaining = {}, []
    for key, (old, new) in record.values.items():
        if key not in present:
            remaining.append(record.kept(key, None, GONE))
        elif present[key] == new != old:
            wanted[key] = old
        elif old not in (new, present[key]):
            remaining.append(record.kept(key, present[key], EDITED_SINCE))
    return wanted, remaining


def without_refused(
    record: ChangedRecord, wanted: Values, *, returning: Collection[Record] = ()
) -> tuple[Values, list[RemainingValue]]:
    """Those old values that can be put back, and why the others cannot; `returning` as in compare()."""
    refused = _refused(record, wanted, returning) if wanted else {}
    kept = [record.kept(key, record.values[key][1], why) for key, why in refused.items()]
    return {key: old for key, old in wanted.items() if key not in refused}, kept


def _refused(record: ChangedRecord, wanted: Values, returning: Collection[Record]) -> Mapping[str, str]:
    how = RECORD_KINDS[record.kind]
    leaning = how.leans_on(record.record_id, wanted)
    gone = {key: of for key, of in leaning.items() if of not in returning and not _stands(*of)}
    refused = {key: WAS_DELETED.format(kind) for key, (kind, _) in gone.items()}
    return dict(how.refused(record.record_id, wanted)) | refused


def _stands(kind: str, record_id: int) -> bool:
    return record_id in RECORD_KINDS[kind].standing([record_id])


def put_records_back(undone: ChangeSet, undo_set: ChangeSet, *, going: bool, by, now: int) -> None:
    """Put back the records that are to go (`going`) or all others; what stays is noted as kept."""
    for record in records_of(undone):
        if record.goes is not going:
            continue
        wanted, remaining = compare_record(record, lock=True)
        wanted, refused = without_refused(record, wanted)
        if wanted:
            how = RECORD_KINDS[record.kind]
            how.put_back(record.record_id, wanted, by=by, now=now, change_set=undo_set)
            turned = {key: (record.values[key][1], old) for key, old in wanted.items()}
            note_record(undo_set, record.kind, record.record_id, turned)
        if kept := remaining + refused:
            rows = [{"change_set_id": undo_set.id, **value._asdict()} for value in kept]
            db.session.execute(insert(KeptRecord), rows)


def settle_records(undone: ChangeSet, undo_set: ChangeSet, *, now: int) -> None:
    """Let what stands of the records come to terms with their people, who are back by now."""
    for record in records_of(undone):
        if record.kind in RECORD_KINDS and _stands(record.kind, record.record_id):
            RECORD_KINDS[record.kind].settle(record.record_id, now=now, change_set=undo_set)


def hold_records(undone: ChangeSet) -> None:
    """Lock the records of a change set, which are locked before people wherever anybody changes them."""
    for record in sorted(records_of(undone)):
        if record.kind in RECORD_KINDS:
            RECORD_KINDS[record.kind].present(record.record_id, lock=True)


def permissions_for(change_set: ChangeSet) -> tuple[Permission, ...]:
    """What one needs to take a change set back that one may look at."""
    how = RECORD_KINDS.get(change_set.about)
    if how is None:
        return (Permission.EDIT_PEOPLE,)
    return (how.permission,) if how.permission else ()


def seen_by_nobody_else() -> list[str]:
    """The kinds of records (ChangeSet.about) of which everybody sees only their own deeds."""
    return [kind for kind, how in RECORD_KINDS.items() if how.permission is None]


def reach_of(change_set: ChangeSet, reach: Reach) -> Reach:
    """Whom its undo changes: a deed on a record was done to everybody, whoever sees them."""
    return set if change_set.about else reach
