"""Whether a merge can be taken apart: only the last one of somebody, or what came together would be torn."""

from sqlalchemy import select

from webapp.activity.models import Change, ChangeSet
from webapp.db import db
from webapp.people.models import Person, PersonMerged
from webapp.people.visible import within_reach

LATER = "{} was merged again since. Take the later merge apart first, then this one."
PART_OF_ANOTHER = "Whom they were merged into is part of somebody else by now. Take that merge apart first."
IN_TRASH = "Whom they were merged into is in the trash. Restore them first."
UNSEEN = "You do not see all of them, so you cannot take them apart. Ask somebody who does."
NOT_THERE = "Not all of them are there any more, so they cannot be put together this way. Merge them anew."


def why_not(change_set: ChangeSet, undone: ChangeSet, by) -> str:
    """Why a merge cannot be taken apart, or not be done again, '' when it can; as in WhyNot."""
    into = _into(change_set)
    everybody = {*into, *into.values()}
    if within_reach(by, sorted(everybody)) != everybody:
        return UNSEEN
    if undone.kind == "undo":
        return _why_not_again(everybody)
    return _why_not_apart(into)


def _into(change_set: ChangeSet) -> dict[int, int]:
    """{who was merged: into whom} by the change set."""
    rows = db.session.execute(
        select(Change.person_id, Change.new).where(
            Change.change_set_id == change_set.id, Change.kind == "person"
        )
    )
    return {person_id: new["merged into"] for person_id, new in rows}


def _why_not_apart(into: dict[int, int]) -> str:
    kept = db.session.get_one(Person, next(iter(into.values())), populate_existing=True)
    if db.session.get(PersonMerged, kept.id):
        return PART_OF_ANOTHER
    if kept.hidden:
        return IN_TRASH
    here = db.session.execute(
        select(PersonMerged.person_id, PersonMerged.change_set_id).where(PersonMerged.into_id == kept.id)
    )
    of_set = dict(map(tuple, here))
    own = {of_set.get(i) for i in into}
    latest = max((set_id or 0 for set_id in of_set.values()), default=0)
    return "" if own == {latest} else LATER.format(kept.name)


def _why_not_again(everybody: set[int]) -> str:
    living = select(Person.id).where(Person.id.in_(everybody), Person.hidden == 0)
    return "" if len(db.session.scalars(living).all()) == len(everybody) else NOT_THERE
