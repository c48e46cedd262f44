"""Putting people into segments, taking them out, or letting them be in exactly these."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.bulk.actions.action import ADDED, REMOVED, Action, Bit, Effects
from webapp.bulk.actions.quoting import quoted, the_quoted
from webapp.db import db
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.segments.administering import Wanted, new_segment
from webapp.segments.foreseeing import Overdue, on_joining
from webapp.segments.membership import add_to_segments, remove_from_segments, replace_segments
from webapp.segments.models import PersonSegment
from webapp.segments.naming import all_segments

ADD, REMOVE, REPLACE = "add", "remove", "replace"
MOST_NAMED = 3


@dataclass(frozen=True)
class ChangeSegments(Action):
    """`mode` is ADD, REMOVE or REPLACE, `names` those of the segments. `among` are all that the one who acts
    may name: others neither show nor change. `new` is the name of one that is made when it runs, '' for none;
    it is among the `names`."""

    mode: str
    segment_ids: Sequence[int]
    names: Sequence[str]
    among: Sequence[int]
    new: str = ""
    name = "segments"
    change_kind = "segment"

    @property
    def title(self) -> str:
        if self.mode == REPLACE:
            return f"Set the segments to {quoted(self.names)}" if self.names else "Took out of all segments"
        return f"{self._done} {self._to_or_from} {self._segments}"

    @property
    def _done(self) -> str:
        return "Added" if self.mode == ADD else "Removed"

    @property
    def _to_or_from(self) -> str:
        return "to" if self.mode == ADD else "from"

    @property
    def _segments(self) -> str:
        return the_quoted("segment", self.names)

    def button(self, people: str) -> str:
        number = len(self.names)
        segments = f"{number} {'segment' if number == 1 else 'segments'}"
        if self.mode == REPLACE:
            return f"Put {people} into {segments} only" if number else f"Take {people} out of all"
        return f"Add {people} to {segments}" if self.mode == ADD else f"Remove {people} from {segments}"

    def will(self, one: bool) -> str:
        if self.mode == REPLACE:
            return f"{'gets' if one else 'get'} other segments"
        if self.mode == ADD:
            return f"{'joins' if one else 'join'} {self._segments}"
        return f"{'leaves' if one else 'leave'} {self._segments}"

    def said(self, people: str) -> str:
        if self.mode == REPLACE:
            return f"Changed the segments of {people}."
        return f"{self._done} {people} {self._to_or_from} {quoted(self.names)}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        living = db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), LIVING))
        within, wanted = self._within(person_ids), set(self.segment_ids)
        found = {}
        for person_id in living:
            joins, leaves = self._moves(within[person_id], wanted)
            if joins or leaves or self.new:
                found[person_id] = self._bits(within[person_id], joins, leaves)
        return found

    def consequences(self, person_ids: Sequence[int], *, by, now: int) -> list[str]:
        """Who is overdue as soon as they are in it."""
        if self.mode == REMOVE:
            return []
        chosen = [segment for segment in all_segments() if segment.id in set(self.segment_ids)]
        late = on_joining(person_ids, chosen, now=now)
        return [
            _overdue(segment, [one for one in late if one.segment_id == segment.id])
            for segment in chosen
            if any(one.segment_id == segment.id for one in late)
        ]

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        given = {"by": by, "now": now, "change_set": change_set}
        if self.mode == REPLACE:
            replace_segments(person_ids, self.segment_ids, among=self.among, **given)
        else:
            verb = add_to_segments if self.mode == ADD else remove_from_segments
            verb(person_ids, self.segment_ids, **given)

    def settled(self, *, by, now: int) -> Action:
        if not self.new:
            return self
        made, _ = new_segment(Wanted(self.new), by=by, now=now)
        ids, among = (*self.segment_ids, made.id), (*self.among, made.id)
        return replace(self, segment_ids=ids, among=among, new="")

    def _within(self, person_ids: Sequence[int]) -> dict[int, set[int]]:
        rows = db.session.execute(
            select(PersonSegment.person_id, PersonSegment.segment_id).where(
                PersonSegment.person_id.in_(person_ids), PersonSegment.segment_id.in_(self.among)
            )
        )
        found = defaultdict(set)
        for person_id, segment_id in rows:
            found[person_id].add(segment_id)
        return found

    def _moves(self, within: set[int], wanted: set[int]) -> tuple[set[int], set[int]]:
        """What somebody joins and leaves."""
        joins = wanted - within if self.mode != REMOVE else set()
        leaves = {ADD: set(), REMOVE: within & wanted, REPLACE: within - wanted}[self.mode]
        return joins, leaves

    def _bits(self, within: set[int], joins: set[int], leaves: set[int]) -> list[Bit]:
        fates = dict.fromkeys(within, "") | dict.fromkeys(leaves, REMOVED) | dict.fromkeys(joins, ADDED)
        shown = [segment for segment in all_segments() if segment.id in fates]
        shown.sort(key=lambda segment: fates[segment.id] == ADDED)
        bits = [Bit("segment", segment.shown, segment.hue, fates[segment.id]) for segment in shown]
        return [*bits, *([Bit("segment", self.new, fate=ADDED)] if self.new else [])]


def _overdue(segment, late: list[Overdue]) -> str:
    people = db.session.execute(
        select(Person.id, Person.first, Person.name).where(Person.id.in_([one.person_id for one in late]))
    )
    names = {person_id: first or name for person_id, first, name in people}
    some = [f"{names[one.person_id]} by {one.days} d" for one in late[:MOST_NAMED]]
    more = f" and {len(late) - MOST_NAMED} more" if len(late) > MOST_NAMED else ""
    are = "One of them is" if len(late) == 1 else f"{len(late)} of them are"
    return (
        f"{are} overdue at once in “{segment.shown}” ({segment.reminder_days} days): {', '.join(some)}{more}."
    )
