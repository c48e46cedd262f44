"""What undoing tells of people."""

from webapp.activity.knowing import may_name, rows_of, tells
from webapp.activity.models import ChangeSet
from webapp.changes.models import Kept, KeptRecord


def register() -> None:
    """Tell of what an undo kept."""
    tells("Kept when something was taken back", _KEPT, Kept)
    may_name(Kept.present, Kept.why, KeptRecord.present, KeptRecord.why)


_KEPT = rows_of(
    {
        "record": Kept.person_id,
        "at": ChangeSet.at,
        "deed": ChangeSet.title,
        "what": Kept.kind,
        "value": Kept.present,
        "why": Kept.why,
    },
    join=ChangeSet,
    order_by=(Kept.id,),
)
