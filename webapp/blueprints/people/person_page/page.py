"""What the templates of one person read."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Row

from webapp import auth, clock, context
from webapp.blueprints.people.person_page.entries import drawn_entry
from webapp.blueprints.people.person_page.files_panel import FilesPanel
from webapp.blueprints.people.person_page.groups_panel import groups_panel
from webapp.blueprints.people.person_page.loading import address_below, list_query
from webapp.blueprints.people.person_page.related_panel import related_panel
from webapp.blueprints.people.person_page.segments_panel import SegmentsPanel
from webapp.blueprints.people.person_page.tags_panel import tags_panel
from webapp.blueprints.people.person_page.values import drawn_values
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import sentence
from webapp.fields.catalogue import FieldView, SectionView
from webapp.fields_form import FieldsForm
from webapp.formatting import local
from webapp.groups.naming import knows
from webapp.listing.address import address_in
from webapp.listing.neighbours import Neighbour, Neighbours, neighbours_of
from webapp.listing.opening import OpenList, open_list
from webapp.people import touches
from webapp.people.converting import kinds_after
from webapp.people.merging import Part, parts_of
from webapp.people.models import KINDS
from webapp.people.record import Record
from webapp.people.timeline import (
    Cursor,
    Entry,
    Show,
    changes_in,
    mentioned_in,
    pinned_notes,
    timeline,
)
from webapp.people.wording import Wording
from webapp.pipelines.stages import StageView, pipelines
from webapp.pipelines.statuses import status_choices
from webapp.relations.of_person import names_of
from webapp.users.colleagues import user_names
from webapp.users.permission import Permission


class Conflict(NamedTuple):
    """Somebody else's value of one key and one's own, in words, with what sets one's own nevertheless."""

    label: str
    theirs: str
    ours: str
    path: str
    value: object
    seen: object


class PersonPage:
    """Everything that the templates of people/ read, each looked up where one draws it.

    `form` is the open form over some fields, `editing` says where it stands: 'city' or 'section-3'.
    """

    kinds = touches.KINDS
    outcomes = touches.OUTCOMES
    kind_choices = tuple(kinds.items())
    outcome_choices = tuple(outcomes)
    conflict: Conflict | None = None

    def __init__(
        self,
        record: Record,
        *,
        show: Show = "all",
        before: Cursor | None = None,
        form: FieldsForm | None = None,
        editing: str = "",
    ):
        self.record = record
        self.came_from = list_query()
        self.viewer = auth.viewer()
        self.now = clock.now()
        company = context.the_company()
        self.labels, self.zone = company.labels, company.time_zone
        self.show = show
        self.before = before
        self.form = form
        self.editing = editing

    def to(self, path: str = "", **query) -> str:
        """An address below the person's that remembers the list one came from."""
        return address_below(self.record.id, path, came_from=self.came_from, **query)

    @cached_property
    def here(self) -> dict[str, str]:
        """The texts that parts are drawn around: the person's address, and what those below it end with, as
        their query or behind it, to remember the list one came from."""
        came_from = urlencode({"from": self.came_from}) if self.came_from else ""
        return {
            "here": address_below(self.record.id),
            "back": f"?{came_from}" if came_from else "",
            "and_back": f"&{came_from}" if came_from else "",
        }

    def neighbour(self, neighbour: Neighbour) -> str:
        """The page of a neighbour in the same list."""
        return address_below(neighbour.id, came_from=self.came_from)

    @property
    def may_edit(self) -> bool:
        return self.viewer.can(Permission.EDIT_PEOPLE)

    @property
    def may_assign(self) -> bool:
        return self.viewer.can(Permission.ASSIGN)

    @property
    def kinds_ahead(self) -> tuple[str, ...]:
        """What the person can be converted to."""
        return kinds_after(self.record.kind)

    @property
    def can_go_back(self) -> bool:
        return self.record.kind != KINDS[0]

    @property
    def offers_conversion(self) -> bool:
        """Whether somebody set the status *Converted* by hand who is no customer yet."""
        return self.record.status_role == "converted" and self.record.kind != KINDS[-1]

    @cached_property
    def opened(self) -> OpenList | None:
        """The list one came from; None if its search means nothing any more."""
        try:
            return open_list(address_in(self.came_from), context.the_asker())
        except CriteriaError:
            return None

    @property
    def list_title(self) -> str:
        """The list in words."""
        if self.opened is None or not self.opened.address.q:
            return self.labels.person.many
        return "".join(part.text for part in sentence(self.opened.tree, self.labels))

    @cached_property
    def neighbours(self) -> Neighbours | None:
        return self.opened and neighbours_of(self.opened, self.record.id)

    @property
    def tags(self) -> dict:
        """What people/_tags.html reads."""
        return tags_panel(self.record.id, self.viewer)

    @property
    def groups(self) -> dict:
        """What people/_groups.html reads."""
        return groups_panel(self.record.id, self.viewer)

    @property
    def segments(self) -> SegmentsPanel:
        """What people/_segments.html reads."""
        return SegmentsPanel(self.record.id, self.record.given_name, self.may_edit, self.now)

    @cached_property
    def files(self) -> FilesPanel:
        """What people/_files.html reads, and the notes of the timeline."""
        return FilesPanel(self.record, self.viewer)

    @property
    def related(self) -> dict:
        """What people/_related.html reads."""
        return related_panel(self.record, self.viewer)

    @cached_property
    def related_names(self) -> dict[int, str]:
        """Of whom the timeline tells that they were related to the person, those whom the viewer may see."""
        others = {entry.data["other"] for entry in self.entries if "other" in entry.data}
        return names_of(others, self.viewer) if others else {}

    @property
    def parts(self) -> list[Part]:
        """What merging/_parts.html reads."""
        return parts_of(self.record.id, now=self.now) if self.record.has_parts else []

    @cached_property
    def stage(self) -> StageView | None:
        """Where the person stands in a pipeline."""
        stage_id = self.record.values["stage_id"]
        return pipelines().stages.get(stage_id) if stage_id else None

    @cached_property
    def statuses(self) -> tuple[Row, ...]:
        """(id, name, hue) of those that one can choose."""
        return status_choices()

    @property
    def this_minute(self) -> str:
        """The local time, for the input of one."""
        return f"{local(self.now, self.zone):%Y-%m-%dT%H:%M}"

    @cached_property
    def _stream(self) -> tuple[list[Entry], Cursor | None]:
        return timeline(self.record.id, show=self.show, before=self.before)

    @property
    def entries(self) -> list[Entry]:
        """A page of the timeline."""
        return self._stream[0]

    @property
    def earlier(self) -> Cursor | None:
        """Where the next page of the timeline begins."""
        return self._stream[1]

    @cached_property
    def pinned(self) -> list[Entry]:
        return pinned_notes(self.record.id) if self.before is None else []

    @cached_property
    def wording(self) -> Wording:
        return Wording(changes_in(self.entries), self.record.sections, self.labels)

    @cached_property
    def mentioned(self) -> dict[int, str]:
        """What those are called now whom the notes mention."""
        user_ids = mentioned_in([*self.entries, *self.pinned])
        return user_names(user_ids) if user_ids else {}

    def known(self, names: list[str], data: dict) -> list[str]:
        """Those names of groups or segments in an event that are not those of an office one does not know."""
        offices = data.get("offices", {})
        return [name for name in names if knows(self.viewer, offices.get(name))]

    def drawn(self, entry: Entry) -> Markup:
        """An entry of the timeline."""
        return drawn_entry(self, entry)

    def edits_one_of(self, section: SectionView) -> bool:
        """Whether the open form stands in place of one of the section's fields."""
        return any(field.slug == self.editing for field in section.fields)

    def values(self, fields: Iterable[FieldView]) -> dict[str, str]:
        """The texts that the rows of these fields are drawn around."""
        return self.here | drawn_values(self.record, fields, self.now, self._call_log)

    @property
    def _call_log(self) -> str:
        """Where a call is logged; '' for who may not."""
        return self.to("/touches/new", kind="call") if self.may_edit else ""

    @property
    def last_contact(self) -> Entry | None:
        """The touch that set the last contact, if it is among the entries shown."""
        return next(
            (
                entry
                for entry in self.entries
                if entry.source == "touch" and not entry.automatic and entry.at == self.record.last_contact_at
            ),
            None,
        )


def draw(page: PersonPage, status: int = 200):
    """The whole page of the person."""
    return render_template("people/show.html", person=page), status
