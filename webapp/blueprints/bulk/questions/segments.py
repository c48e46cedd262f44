"""Which segments people join or leave."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.segments import ADD, REMOVE, REPLACE, ChangeSegments
from webapp.bulk.choosing import shares
from webapp.segments.administering import name_is_taken
from webapp.segments.models import PersonSegment
from webapp.segments.naming import BadSegment, Listed, checked_name, segments_for
from webapp.users.permission import Permission

MODES = {ADD: "Add to", REMOVE: "Remove from", REPLACE: "Replace all with"}


class SegmentsQuestion(Question):
    name = "segments"
    modes = tuple(MODES.items())

    def heading(self, people: str) -> str:
        return f"Change segments of {people}"

    @property
    def mode(self) -> str:
        mode = self.answers.get("mode", ADD)
        return mode if mode in MODES else ADD

    @cached_property
    def segments(self) -> list[Listed]:
        """Those that the viewer may name."""
        return segments_for(self.viewer)

    @cached_property
    def have(self) -> Counter:
        """How many of them are in each segment, by id."""
        return shares(self.choice, self.viewer, PersonSegment.segment_id)

    @property
    def ticked(self) -> set[str]:
        return set(self.answers.getlist("segments"))

    @property
    def may_add(self) -> bool:
        return self.viewer.can(Permission.EDIT_SEGMENTS)

    def read(self) -> Action:
        chosen, new = [s for s in self.segments if str(s.id) in self.ticked], self._new()
        if not chosen and not new and not (self.mode == REPLACE and self.answers.get("none")):
            raise Unanswered("Tick the segments.")
        among = tuple(segment.id for segment in self.segments)
        ids, names = tuple(s.id for s in chosen), tuple(s.shown for s in chosen)
        return ChangeSegments(self.mode, ids, (*names, new) if new else names, among, new)

    def _new(self) -> str:
        """The name of one that is to be made for them."""
        typed = self.answers.get("new", "")
        if not typed.strip() or self.mode == REMOVE or not self.may_add:
            return ""
        try:
            name = checked_name(typed)
        except BadSegment as refusal:
            raise Unanswered(str(refusal)) from None
        if name_is_taken(name, None):
            raise Unanswered(f"There is a segment “{name}” already. Tick it.")
        return name
