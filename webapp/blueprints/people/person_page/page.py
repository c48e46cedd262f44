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
from webapp.blueprints.people.person_page.timeline_panel import TimelinePanel
from webapp.blueprints.people.person_page.values import drawn_values
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import sentence
from webapp.fields.catalogue import FieldView, SectionView
from webapp.fields_form import FieldsForm
from webapp.formatting import local
from webapp.listing.address import address_in
from webapp.listing.neighbours import Neighbour, Neighbours, neighbours_of
from webapp.listing.opening import OpenList, open_list
from webapp.people import touches
from webapp.people.converting import kinds_after
from webapp.people.merging import Part, parts_of
from webapp.people.models import KINDS
from webapp.people.record import Record
from webapp.people.timeline import Show
from webapp.people.timeline_sources import Cursor, Entry
from webapp.pipelines.stages import StageView, pipelines
from webapp.pipelines.statuses import status_choices
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
    def timeline(self) -> TimelinePanel:
        """What people/_timeline.html reads."""
        return TimelinePanel(self.record, self.viewer, self.labels, self.show, self.before)

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


def draw(page: PersonPage, status: int = 200):
    """The whole page of the person."""
    return render_template("people/show.html", person=page), status
