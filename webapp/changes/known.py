"""What undoing tells of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.activity.models import ChangeSet
from webapp.changes.models import Kept, KeptRecord


def register() -> None:
    """Tell of what an undo kept."""
    tells("Kept when something was taken back", _kept, Kept)
    may_name(Kept.present, Kept.why, KeptRecord.present, KeptRecord.why)


def _kept(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Kept.person_id.label("record"),
            ChangeSet.at.label("at"),
            ChangeSet.title.label("deed"),
            Kept.kind.label("what"),
            Kept.present.label("value"),
            Kept.why.label("why"),
        )
        .join(ChangeSet, ChangeSet.id == Kept.change_set_id)
        .where(Kept.person_id.in_(person_ids))
        .order_by(Kept.id)
    )
