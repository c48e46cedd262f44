"""Who asks, when and where: what "me", "today" and a bare state code mean."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class Asker:
    """`now` in UTC seconds; days begin at midnight in `zone` ("Europe/Berlin"); `country` ("US") is where a
    state or phone number without its country is looked for."""

    viewer: Viewer
    now: int
    zone: str
    country: str
    counted: dict = field(default_factory=dict, repr=False, compare=False)
    """How many people each leaf may have, so that one request counts none twice."""
    fields: dict = field(default_factory=dict, repr=False, compare=False)
    """The custom fields that were asked for, so that one request looks none up twice."""

    @cached_property
    def today(self) -> date:
        """The day it is in the asker's zone."""
        return datetime.fromtimestamp(self.now, ZoneInfo(self.zone)).date()

    def midnight(self, ordinal: int) -> int:
        """When the day of this ordinal begins in the asker's zone, in UTC seconds."""
        day = date.fromordinal(ordinal)
        return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.zone)).timestamp())
