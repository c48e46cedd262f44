"""Making one person of several: one is kept, the others are hidden as part of them.

A merge is a change set of the kind 'merge', so undo takes it apart again as long as it can be taken back.
"""

from collections.abc import Collection

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.moving import Merge, hold_what_moves, take_along
from webapp.activity.reacting import together
from webapp.activity.reversing import goes_back_as_one
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.merging.parting import why_not
from webapp.people.editing import Values, change_people
from webapp.people.merging import hide_merged
from webapp.people.models import Person
from webapp.people.visible import LIVING

KIND = "merge"
MOST = 10
"""More records of one person are merged in several goes."""
TITLE = "Merged {} {}"
NOBODY_ELSE = "Choose at least two. Nobody can be merged with themselves."
TOO_MANY = f"Merge at most {MOST} at a time."
GONE = "One of them was merged meanwhile, or moved to the trash. Begin again with who is still there."


class CannotMerge(ValueError):
    """One sentence that says why, and what to do."""


def register() -> None:
    """Let a merge be taken apart as one."""
    goes_back_as_one(KIND, why_not)


def merge_people(
    kept_id: int, other_ids: Collection[int], values: Values, *, title: str, by, now: int
) -> ChangeSet:
    """Let the kept one have these values and all that the others have, and hide the others.

    The caller has checked what `by` may see. Raises CannotMerge.
    """
    merged_ids = check_who(kept_id, other_ids)
    everybody = [kept_id, *merged_ids]
    hold_what_moves(everybody)
    living = select(Person.id).where(Person.id.in_(everybody), LIVING).order_by(Person.id)
    if len(db.session.scalars(living.with_for_update()).all()) < len(everybody):
        raise CannotMerge(GONE)
    change_set = open_change_set(KIND, title, by=by, now=now)
    merge = Merge(kept_id, merged_ids, by, now, change_set)
    with together():
        take_along(merge)
        change_people({kept_id: values}, event=None, **merge.doing)
        hide_merged(dict.fromkeys(merged_ids, kept_id), **merge.doing)
    change_set.people = len(everybody)
    db.session.flush()
    return change_set


def check_who(kept_id: int, other_ids: Collection[int]) -> list[int]:
    """Those who go into the kept one; raises CannotMerge."""
    merged_ids = sorted(set(other_ids))
    if not merged_ids or kept_id in merged_ids:
        raise CannotMerge(NOBODY_ELSE)
    if len(merged_ids) >= MOST:
        raise CannotMerge(TOO_MANY)
    return merged_ids
