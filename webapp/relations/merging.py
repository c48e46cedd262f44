"""Whoever is kept of people who are merged is related to all to whom they were.

Who is merged keeps their own, hidden as they are, one between the merged themselves too: so taking them apart
only takes from the kept one what came by the merge.
"""

from sqlalchemy import or_, select

from webapp.activity.moving import Merge, moves
from webapp.activity.tracking import Changed, note_changes
from webapp.db import db
from webapp.relations.models import PersonRelation
from webapp.relations.relating import Link, Side, put, sides_of


def register() -> None:
    """Let relations go along."""
    moves("relations", _give)


def _give(merge: Merge) -> None:
    theirs = _relations_of(merge)
    have = sides_of(theirs) if theirs else {}
    new = {link: side for link, side in theirs.items() if link not in have}
    put(new, by=merge.by, now=merge.now)
    changes = [Changed(link.person_id, "relation", link.key, None, side) for link, side in new.items()]
    note_changes(merge.change_set, changes, now=merge.now, counts=False)


def _relations_of(merge: Merge) -> dict[Link, Side]:
    """What the kept one would be related by, but for relations to any of those who are merged."""
    everybody = {merge.kept_id, *merge.merged_ids}
    rows = db.session.execute(
        select(PersonRelation.first_id, PersonRelation.second_id, PersonRelation.kind_id).where(
            or_(PersonRelation.first_id.in_(merge.merged_ids), PersonRelation.second_id.in_(merge.merged_ids))
        )
    )
    links = [
        Link(first, second, kind_id) if first in everybody else Link(second, first, kind_id)
        for first, second, kind_id in rows
        if not {first, second} <= everybody
    ]
    return {Link(merge.kept_id, *link[1:]): side for link, side in sides_of(links).items()} if links else {}
