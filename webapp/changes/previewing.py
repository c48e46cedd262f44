"""What an undo would do, for the question before it."""

from typing import NamedTuple

from webapp.activity.models import ChangeSet
from webapp.changes.comparing import Reach, Remaining, compare, people_after
from webapp.changes.undoing import people_in

EXACT_UP_TO = 1_000


class Preview(NamedTuple):
    """`people` of the change set, `back` of them as they were before, values that would stay, people that the
    viewer may not see. `exact` is false when there are too many to look at: only `people` is known then."""

    people: int
    back: int
    kept: list[Remaining]
    unseen: int
    exact: bool


def preview(change_set: ChangeSet, *, reach: Reach) -> Preview:
    """What undoing would put back and what it would keep; changes nothing."""
    people = people_in(change_set)
    if people > EXACT_UP_TO:
        return Preview(people, 0, [], 0, exact=False)
    person_ids = people_after(change_set, 0, EXACT_UP_TO)
    todo, remaining = compare(change_set, person_ids, reach, lock=False)
    back = {person_id for pairs in todo.values() for person_id, _ in pairs}
    kept = [value for value in remaining if value.kind]
    return Preview(people, len(back), kept, len(remaining) - len(kept), exact=True)
