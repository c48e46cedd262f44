"""What people/_timeline.html reads of what happened with somebody."""

from functools import cached_property

from webapp.groups.naming import knows
from webapp.people.record import Record
from webapp.people.timeline import Show, changes_in, mentioned_in, pinned_notes, timeline
from webapp.people.timeline_sources import Cursor, Entry
from webapp.people.wording import Wording
from webapp.relations.of_person import names_of
from webapp.users.colleagues import user_names
from webapp.users.own_company import Labels
from webapp.users.viewer import Viewer


class TimelinePanel:
    """A page of a person's timeline, and what its entries are worded with, each looked up where one asks."""

    def __init__(self, record: Record, viewer: Viewer, labels: Labels, show: Show, before: Cursor | None):
        self.record, self.viewer, self.labels = record, viewer, labels
        self.show, self.before = show, before

    @cached_property
    def _stream(self) -> tuple[list[Entry], Cursor | None]:
        return timeline(self.record.id, show=self.show, before=self.before)

    @property
    def entries(self) -> list[Entry]:
        """The entries of the page."""
        return self._stream[0]

    @property
    def earlier(self) -> Cursor | None:
        """Where the next page begins."""
        return self._stream[1]

    @cached_property
    def pinned(self) -> list[Entry]:
        """The notes above the first page."""
        return pinned_notes(self.record.id) if self.before is None else []

    @cached_property
    def wording(self) -> Wording:
        """Words for what was changed."""
        return Wording(changes_in(self.entries), self.record.sections, self.labels)

    @cached_property
    def mentioned(self) -> dict[int, str]:
        """What those are called now whom the notes mention."""
        user_ids = mentioned_in([*self.entries, *self.pinned])
        return user_names(user_ids) if user_ids else {}

    @cached_property
    def related_names(self) -> dict[int, str]:
        """Of whom it is told that they were related to the person, those whom the viewer may see."""
        others = {entry.data["other"] for entry in self.entries if "other" in entry.data}
        return names_of(others, self.viewer) if others else {}

    def known(self, names: list[str], data: dict) -> list[str]:
        """Those names of groups or segments in an event that are not those of an office one does not know."""
        offices = data.get("offices", {})
        return [name for name in names if knows(self.viewer, offices.get(name))]

    @property
    def last_contact(self) -> Entry | None:
        """The touch that set the last contact, if it is among the entries."""
        at = self.record.last_contact_at
        touches = (entry for entry in self.entries if entry.source == "touch" and not entry.automatic)
        return next((touch for touch in touches if touch.at == at), None)
