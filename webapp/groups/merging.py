"""Whoever is kept of people who are merged is in all their groups, for the reason why each of them was.

Whom somebody took out of a group by hand a rule does not bring back through a merge; who was put in by hand
comes in all the same.
"""

from collections.abc import Collection

from sqlalchemy import select, union

from webapp.activity.moving import Merge, moves
from webapp.db import db
from webapp.groups.holding import hold_groups
from webapp.groups.membership import Cause, change_exclusions, change_memberships
from webapp.groups.models import Group, KeptOut, PersonGroup
from webapp.groups.pairs import Pair
from webapp.groups.states import Exclusion, Membership, exclusions_of, memberships_of

MERGED = Cause("merge")


def register() -> None:
    """Let places in groups go along."""
    moves("groups", _give, hold=_hold)


def _give(merge: Merge) -> None:
    everybody = [merge.kept_id, *merge.merged_ids]
    group_ids = _groups_of(everybody)
    inside, kept_out = memberships_of(everybody, group_ids), exclusions_of(everybody, group_ids)
    joining, staying_out = {}, {}
    for group_id in group_ids:
        own = (merge.kept_id, group_id)
        places = [inside[i, group_id] for i in merge.merged_ids if (i, group_id) in inside]
        reasons = [kept_out[i, group_id] for i in merge.merged_ids if (i, group_id) in kept_out]
        if place := _place(inside.get(own), kept_out.get(own), places):
            joining[own] = place
        elif own not in inside and own not in kept_out and reasons:
            staying_out[own] = _firmest(reasons)
    _write(merge, joining, {own: None for own in joining if own in kept_out}, staying_out)


def _place(own: Membership | None, kept_out: Exclusion | None, places: list[Membership]) -> Membership | None:
    """The place that the kept one gets, None for none, or the one that they have."""
    by_hand = [place for place in places if place.pinned]
    if own:
        return None if own.pinned or not by_hand else Membership(**own.__dict__ | {"pinned": True})
    return next(iter(by_hand or ([] if kept_out else places)), None)


def _firmest(reasons: list[Exclusion]) -> Exclusion:
    return next((reason for reason in reasons if reason.why == "removed"), reasons[0])


def _write(
    merge: Merge,
    joining: dict[Pair, Membership],
    no_longer_out: dict[Pair, None],
    staying_out: dict[Pair, Exclusion],
) -> None:
    doing = {"now": merge.now, "change_set": merge.change_set}
    change_memberships(joining, cause=MERGED, by=merge.by, **doing)
    change_exclusions({**no_longer_out, **staying_out}, counts=False, **doing)


def _hold(person_ids: Collection[int]) -> None:
    hold_groups(_groups_of(person_ids))


def _groups_of(person_ids: Collection[int]) -> list[int]:
    """Those that any of them is in or kept out of, and that were not deleted."""
    theirs = union(*(select(m.group_id).where(m.person_id.in_(person_ids)) for m in (PersonGroup, KeptOut)))
    standing = select(Group.id).where(Group.id.in_(theirs), Group.retired_at.is_(None))
    return list(db.session.scalars(standing.order_by(Group.id)))
