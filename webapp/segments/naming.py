"""The list of segments, and finding them by name.

The company's segments and those of one's own office are known to everybody there; who sees everybody knows
all. Where two have the same name, an office's is called "Berlin/Past clients".
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.bad_input import BadInput
from webapp.db import fetch, key, remembered
from webapp.naming import name_of
from webapp.pipelines.stages import escaped, split_path
from webapp.segments.models import Segment
from webapp.users.office import Office
from webapp.users.viewer import Viewer


class BadSegment(BadInput):
    """What is wrong with a segment."""


class Listed(NamedTuple):
    """A segment as lists show it. `shown` is its name, with its office where another bears the same."""

    id: int
    name: str
    name_key: str
    shown: str
    hue: str
    office_id: int | None
    office: str
    reminder_days: int | None
    counts_automatic: bool

    @property
    def path(self) -> str:
        """`shown` as one writes it, a slash within a name after a backslash."""
        name = escaped(self.name)
        return name if self.shown == self.name else f"{escaped(self.office)}/{name}"


_LISTED = (
    select(
        Segment.id,
        Segment.name,
        Segment.name_key,
        Segment.hue,
        Segment.office_id,
        Office.name,
        Segment.reminder_days,
        Segment.counts_automatic,
    )
    .outerjoin(Office, Office.id == Segment.office_id)
    .where(Segment.retired_at.is_(None))
    .order_by(Segment.position, Segment.id)
)


_REMINDING = (
    select(Segment.id).where(Segment.reminder_days.is_not(None), Segment.retired_at.is_(None)).limit(1)
)


@remembered
def all_segments() -> list[Listed]:
    """Every segment in its order."""
    rows = fetch(_LISTED).all()
    bearers = Counter(row[2] for row in rows)
    return [_listed(*row, clashes=bearers[row[2]] > 1) for row in rows]


@remembered
def anything_reminds() -> bool:
    """Whether any segment has a period."""
    return fetch(_REMINDING).first() is not None


def segments_for(viewer: Viewer) -> list[Listed]:
    """Those that the viewer may name, in their order."""
    return [segment for segment in all_segments() if knows(viewer, segment.office_id)]


def knows(viewer: Viewer, office_id: int | None) -> bool:
    """Whether the viewer may name segments of that office; None is the company."""
    return office_id in (None, viewer.office_id) or viewer.scope == "all"


def called(text: str, among: Sequence[Listed], viewer: Viewer) -> list[Listed]:
    """Those that a written name or "office/name" may mean; more than one if it could be either.

    A bare name is the company's segment before the viewer's office's before any other.
    """
    office, name = _parts(text)
    wanted = [s for s in among if s.name_key == key(name)]
    if office:
        wanted = [s for s in wanted if key(s.office) == key(office)]
        if found := wanted or [s for s in among if s.name_key == key(text)]:
            return found
    for office_id in (None, viewer.office_id):
        if own := [s for s in wanted if s.office_id == office_id]:
            return own
    return wanted


def checked_name(name: str) -> str:
    """The name as it is kept; raises BadSegment."""
    return name_of("segment", name, BadSegment)


def _listed(segment_id, name, name_key, hue, office_id, office, days, automatic, *, clashes: bool) -> Listed:
    shown = f"{office}/{name}" if clashes and office_id else name
    return Listed(segment_id, name, name_key, shown, hue, office_id, office or "", days, automatic)


def _parts(text: str) -> tuple[str, str]:
    office, *rest = split_path(text)
    return (office, "/".join(rest)) if rest else ("", office)
