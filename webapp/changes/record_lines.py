"""What happened to tags, companies and the like, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.records import RECORD_KINDS, STANDS
from webapp.changes.models import KeptRecord
from webapp.changes.records import RemainingValue, Turned
from webapp.db import db


@dataclass(frozen=True)
class RecordLine:
    """One value of a tag, company or the like in words; `name` is '' for its being there at all.

    `why` says why an undo leaves it as it is, which is then `new`.
    """

    title: str
    name: str
    old: str
    new: str
    why: str = ""


def record_lines_of(change_set: ChangeSet) -> list[RecordLine]:
    """What changed of tags, companies and the like."""
    rows = select(RecordChange).where(RecordChange.change_set_id == change_set.id)
    return records_in_words(db.session.scalars(rows.order_by(RecordChange.id)))


def records_kept_by(undo_set: ChangeSet) -> list[RecordLine]:
    """What an undo left as it is of tags, companies and the like."""
    rows = select(KeptRecord).where(KeptRecord.change_set_id == undo_set.id)
    return kept_records_in_words(db.session.scalars(rows.order_by(KeptRecord.id)))


def records_in_words(turned: Iterable[RecordChange | Turned]) -> list[RecordLine]:
    """Changed values as one reads them."""
    return [_record_line(row, row.old, row.new) for row in turned]


def kept_records_in_words(kept: Iterable[KeptRecord | RemainingValue]) -> list[RecordLine]:
    """Kept values as one reads them."""
    return [_record_line(row, None, row.present, row.why) for row in kept]


def _record_line(row, old: object, new: object, why: str = "") -> RecordLine:
    how = RECORD_KINDS.get(row.kind)
    if how is None:
        return RecordLine(row.kind.capitalize(), row.key, str(old or ""), str(new or ""), why)
    if row.key == STANDS:
        return RecordLine(
            how.title(row.record_id), "", "there" if old else "", "there" if new else "deleted", why
        )
    old, new = ("" if value is None else how.words(row.key, value) for value in (old, new))
    return RecordLine(how.title(row.record_id), how.name(row.key), old, new, why)
