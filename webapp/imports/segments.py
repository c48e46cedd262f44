"""The segments that rows name, found once for the whole file."""

from collections.abc import Iterable

from webapp.db import key
from webapp.imports.drafts import Draft
from webapp.imports.plan import Plan
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.naming import BadSegment, Listed, called, checked_name, segments_for
from webapp.users.permission import Permission


class SegmentNames:
    """Ids by what rows write, a name or "office/name"; only who may edit segments adds what is missing."""

    def __init__(self, plan: Plan, viewer):
        self._viewer = viewer
        self._known: list[Listed] = segments_for(viewer)
        self._ids: dict[str, int] = {}
        self._of_file = [s.id for s in self._known if s.id == plan.segment_id]
        self._adds = plan.unknown == "create" and viewer.can(Permission.EDIT_SEGMENTS)

    def check(self, name: str) -> None:
        """Raises BadSegment for a name that nobody may use."""
        found = called(name, self._known, self._viewer)
        if len(found) > 1:
            paths = " or ".join(segment.path for segment in found)
            raise BadSegment(f"several offices have a segment “{name[:60]}”; write {paths}.")
        if not found and not self._adds:
            raise BadSegment(f"there is no segment “{name[:60]}”.")
        if not found:
            checked_name(name)

    def settle(self, drafts: Iterable[Draft], *, now: int) -> None:
        """Add what rows name and nobody has added yet."""
        for name in {name for draft in drafts for name in draft.segments}:
            if self._found(name) is None:
                self._ids[key(name)] = add_segment(Wanted(checked_name(name)), now=now).id

    def of(self, draft: Draft) -> list[int | str]:
        """The segments of a row and of the whole file: ids, or folded names of those not added yet."""
        if not draft.segments:
            return self._of_file
        named = [self._found(name) or key(name) for name in draft.segments]
        return list(dict.fromkeys([*named, *self._of_file]))

    def _found(self, name: str) -> int | None:
        if key(name) not in self._ids and (found := called(name, self._known, self._viewer)):
            self._ids[key(name)] = found[0].id
        return self._ids.get(key(name))
