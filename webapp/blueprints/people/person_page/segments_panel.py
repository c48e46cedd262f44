"""What the panel of somebody's segments and reminders reads."""

from dataclasses import dataclass
from functools import cached_property

from webapp.formatting import over
from webapp.segments.reminders import Place, Rest, places_of, rest_of


@dataclass(frozen=True)
class SegmentsPanel:
    """`given_name` is how buttons call the person."""

    person_id: int
    given_name: str
    may_edit: bool
    now: int

    @cached_property
    def places(self) -> list[Place]:
        """The segments that they are in, the most overdue first."""
        return places_of(self.person_id)

    @cached_property
    def rest(self) -> Rest:
        """Whether and why nothing reminds of them."""
        return rest_of(self.person_id)

    @property
    def rests(self) -> bool:
        return self.rest.paused or bool(self.rest.because)

    @property
    def most_overdue(self) -> str:
        """'9 d over' for the most overdue, '' while nobody is."""
        first = self.places[0] if self.places else None
        late = first is not None and first.days_over(self.now) is not None
        return over(first.due_at, self.now) if late else ""

    def state(self, place: Place) -> str:
        """How a reminder stands, in words; '' for a segment that has none."""
        if place.reminder_days is None:
            return ""
        if self.rests:
            return "paused"
        days = place.days_over(self.now)
        if days is not None:
            return f"expired {_days(days)} ago" if days else "expired today"
        return f"due in {_days(place.days_left(self.now))}"

    def days_run(self, place: Place) -> int:
        """How many days of its period have run, at most all."""
        return min(place.days_since(self.now), place.reminder_days)


def _days(number: int) -> str:
    return f"{number:,} {'day' if number == 1 else 'days'}"
