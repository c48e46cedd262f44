"""Putting people into a segment, and taking them out."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.segments import ADD, REMOVE, ChangeSegments
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen
from webapp.segments.naming import Listed, all_segments, segments_for


@dataclass(frozen=True)
class _SegmentStep(ActionStep):
    segment: int
    asks = (Ask("segment", "Segment"),)
    mode = ADD

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        known = segments_for(where.viewer)
        return [Option(str(one.id), one.shown) for one in known if where.knows(one.office_id)]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(int(chosen(cls, "segment", answers, where, "Choose a segment.")))

    @property
    def _segment(self) -> Listed | None:
        return next((one for one in all_segments() if one.id == self.segment), None)

    @property
    def _bit(self) -> Bit:
        one = self._segment
        return Bit("segment", one.shown, one.hue) if one else Bit("text", "a deleted segment")

    def why_gone(self) -> str:
        return "" if self._segment else "A segment that it names was deleted."

    @property
    def action(self) -> Action:
        ids = [self.segment]
        return ChangeSegments(self.mode, ids, [self._segment.shown], ids)


@dataclass(frozen=True)
class AddToSegment(_SegmentStep):
    name = "add-segment"
    label = "Add to a segment"

    @property
    def words(self) -> tuple[str, Bit]:
        return "Add to the segment", self._bit


@dataclass(frozen=True)
class RemoveFromSegment(_SegmentStep):
    name = "remove-segment"
    label = "Remove from a segment"
    mode = REMOVE

    @property
    def words(self) -> tuple[str, Bit]:
        return "Remove from the segment", self._bit
