"""What an undo would do, for the question before it."""

from typing import NamedTuple

from webapp.activity.models import ChangeSet
from webapp.activity.records import STANDS
from webapp.activity.reversing import AS_ONE, REVERSIBLE
from webapp.changes.comparing import Reach, Record, Remaining, compare, people_after
from webapp.changes.records import (
    RemainingValue,
    Turned,
    compare_record,
    reach_of,
    records_of,
    without_refused,
)
from webapp.changes.undoing import first_of, people_in

EXACT_UP_TO = 1_000


class Preview(NamedTuple):
    """`people` of the change set, `back` of them as they were before, values that would stay, people that the
    viewer may not see. `exact` is false when there are too many to look at: only `people` is known then.

    `records` are the values of tags, companies and the like that would come back, `kept_records` those that
    would stay.
    """

    people: int
    back: int
    kept: list[Remaining]
    unseen: int
    exact: bool
    records: list[Turned]
    kept_records: list[RemainingValue]

    @property
    def only_if_asked(self) -> int:
        """How many of the values would go back if somebody asked for that (Reversible.stays)."""
        return len([v for v in self.kept if v.kind in REVERSIBLE and v.why == REVERSIBLE[v.kind].stays])


def preview(change_set: ChangeSet, *, reach: Reach) -> Preview:
    """What undoing would put back and what it would keep; changes nothing."""
    people = people_in(change_set)
    records, kept_records = _records_back(change_set, people)
    if people > EXACT_UP_TO:
        return Preview(people, 0, [], 0, False, records, kept_records)
    person_ids = people_after(change_set, 0, EXACT_UP_TO)
    everybody = reach_of(change_set, reach)
    todo, remaining = compare(
        change_set,
        person_ids,
        everybody,
        lock=False,
        returning=_returning(records),
        all_of_it=first_of(change_set).kind in AS_ONE,
    )
    back = {person_id for pairs in todo.values() for person_id, _ in pairs}
    seen = reach([value.person_id for value in remaining])
    kept = [value for value in remaining if value.kind and value.person_id in seen]
    return Preview(people, len(back), kept, len(remaining) - len(kept), True, records, kept_records)


def _records_back(change_set: ChangeSet, people: int) -> tuple[list[Turned], list[RemainingValue]]:
    """What goes when its people no longer have it, may go as far as can be told now."""
    back: list[Turned] = []
    kept = []
    for record in records_of(change_set):
        wanted, remaining = compare_record(record, lock=False)
        if not (record.goes and people):
            wanted, refused = without_refused(record, wanted, returning=_returning(back))
            remaining += refused
        back += [record.turned(key) for key in wanted]
        kept += remaining
    return back, kept


def _returning(records: list[Turned]) -> set[Record]:
    return {(value.kind, value.record_id) for value in records if value.key == STANDS and value.new}
