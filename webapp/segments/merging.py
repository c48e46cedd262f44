"""Whoever is kept of people who are merged is in all their segments, by the clock that ends soonest."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from webapp.activity.moving import Merge, moves
from webapp.db import db
from webapp.segments.membership import Membership, change_memberships, memberships_of
from webapp.segments.models import PersonSegment, Segment


def register() -> None:
    """Let places in segments go along."""
    moves("segments", _give, hold=_hold)


def _give(merge: Merge) -> None:
    """In since the first of them joined, and snoozed only as long as all of them are."""
    everybody = [merge.kept_id, *merge.merged_ids]
    of_segment: dict[int, list[Membership]] = defaultdict(list)
    for (_, segment_id), membership in memberships_of(everybody, _segments_of(everybody)).items():
        of_segment[segment_id].append(membership)
    wanted = {(merge.kept_id, segment_id): _strictest(own) for segment_id, own in of_segment.items()}
    change_memberships(wanted, **merge.doing)


def _strictest(memberships: list[Membership]) -> Membership:
    return Membership(min(m.since for m in memberships), min(m.snoozed_until for m in memberships))


def _hold(person_ids: Collection[int]) -> None:
    segments = select(Segment.id).where(Segment.id.in_(_segments_of(person_ids)))
    db.session.execute(segments.order_by(Segment.id).with_for_update(read=True))


def _segments_of(person_ids: Collection[int]) -> list[int]:
    inside = select(PersonSegment.segment_id).where(PersonSegment.person_id.in_(person_ids))
    return list(db.session.scalars(inside.distinct()))
