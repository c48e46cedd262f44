"""The segments of the sidebar: how many people are in each, and how many of them are expired."""

from typing import NamedTuple

from markupsafe import Markup

from webapp.criteria.conditions import asking_for
from webapp.drawing import drawn
from webapp.listing.address import Address
from webapp.listing.counts import Totals
from webapp.segments.naming import segments_for
from webapp.segments.reminders import just_expired
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


class SegmentEntry(NamedTuple):
    """A segment's list, and that of the expired: `expired` is None where nothing reminds."""

    words: str
    hue: str
    href: str
    is_current: bool
    people: int
    expired: int | None
    expired_href: str
    is_expired_current: bool


def drawn_segments(address: Address, totals: Totals, viewer: Viewer, *, now: int) -> Markup:
    """The block of segments; empty for who could not do anything with it."""
    expired = totals.expired + just_expired(viewer, now=now)
    entries = tuple(
        _entry(address, segment, totals.segments[segment.id], expired[segment.id])
        for segment in segments_for(viewer)
    )
    return drawn("people/_side_segments.html", "segments", entries, viewer.can(Permission.EDIT_SEGMENTS))


def _entry(address: Address, segment, people: int, expired: int) -> SegmentEntry:
    q, late = asking_for("segment", segment.path), asking_for("expired", segment.path)
    return SegmentEntry(
        segment.shown,
        segment.hue,
        address.searching(q).url(),
        q == address.q,
        people,
        None if segment.reminder_days is None else expired,
        Address(late).url(),
        late == address.q,
    )
