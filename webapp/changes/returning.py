"""Who comes back from the trash brings back what undo took away while nobody else had it.

What an import added goes when it is taken back, although people who came by it have it still, in the trash.
"""

from collections.abc import Sequence

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, react_with
from webapp.activity.records import MADE, RECORD_KINDS, STANDS
from webapp.activity.tracking import note_record
from webapp.people.models import ALIVE


def register() -> None:
    """Let tags, segments and groups return with their people."""
    react_with(_return)


def _return(changes: Sequence[Changed], *, now: int, change_set: ChangeSet | None) -> None:
    back = [c.person_id for c in changes if c.kind == "person" and c.new == ALIVE and c.old is not None]
    if back:
        for kind, how in RECORD_KINDS.items():
            for record_id in sorted(how.had_by(back)):
                _bring_back(kind, record_id, now, change_set)


def _bring_back(kind: str, record_id: int, now: int, change_set: ChangeSet | None) -> bool:
    """Whether it is there now; what it stands on comes first."""
    how, wanted = RECORD_KINDS[kind], {STANDS: True}
    present = how.present(record_id, lock=True)
    if not present or present[STANDS]:
        return bool(present)
    leaning = how.leans_on(record_id, wanted).values()
    if not all(_bring_back(*of, now, change_set) for of in leaning) or how.refused(record_id, wanted):
        return False
    how.put_back(record_id, wanted, by=None, now=now, change_set=change_set)
    if change_set is not None:
        note_record(change_set, kind, record_id, MADE)
    return True
