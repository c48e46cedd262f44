"""What the panel of somebody's segments and reminders reads."""

from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from webapp.drawing import drawn_around
from webapp.formatting import moment, number, over, when
from webapp.segments.reminders import Place, Rest, places_of, rest_of


@dataclass(frozen=True)
class SegmentsPanel:
    """`given_name` is how buttons call the person."""

    person_id: int
    given_name: str
    may_edit: bool
    now: int

    @property
    def here(self) -> str:
        """The person's address."""
        return f"/people/{self.person_id}"

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

    def drawn(self, place: Place, token: str, zone: str) -> Markup:
        """What stands of a membership; `token` is that of its forms."""
        state, snoozed = self.state(place), place.is_snoozed(self.now)
        since, period = place.days_since(self.now), place.reminder_days or 0
        run = min(since, period)
        return drawn_around(
            "people/places.html",
            "place",
            bool(state),
            place.days_over(self.now) is not None,
            bool(place.due_at),
            self.may_edit and not self.rests,
            snoozed,
            place.counts_automatic,
            here=self.here,
            token=token,
            id=place.segment_id,
            name=place.name,
            hue=place.hue,
            state=state,
            due=moment(place.due_at, zone) if place.due_at else "",
            menu_id=self._menu_id(place),
            run=run,
            shown_run=0 if self.rests else run,
            since=number(since),
            period=period,
            days=_days(period),
            until=when(place.snoozed_until, zone, self.now) if snoozed else "",
        )

    def _menu_id(self, place: Place) -> str:
        # Each drawing has ids of its own: htmx would copy a style to a menu of the same id against the CSP.
        return f"snooze-{place.segment_id}-{place.due_at}-{place.snoozed_until}-{self.now}"


def _days(number: int) -> str:
    return f"{number:,} {'day' if number == 1 else 'days'}"
