"""What the templates of the list read, and where every link leads."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from flask import request
from markupsafe import Markup
from sqlalchemy import Row

from webapp import auth, clock, context
from webapp.blueprints.bulk.loading import CHOOSING
from webapp.blueprints.people.list_page.cells import Cells, DrawnRow
from webapp.blueprints.people.list_page.chips import Chip, chips_of
from webapp.blueprints.people.list_page.heads import Head, head_of
from webapp.blueprints.people.list_page.sidebar import drawn_first_lists, drawn_more_lists
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import Part, sentence
from webapp.criteria.text import print_text
from webapp.criteria.tree import EVERYBODY, All, Leaf, Node
from webapp.listing.address import Address
from webapp.listing.columns import Column, chosen_columns
from webapp.listing.counts import Totals
from webapp.listing.due import DUE
from webapp.listing.opening import OpenList
from webapp.listing.paging import Page
from webapp.pipelines.stages import Pipelines, pipelines
from webapp.saved_segments.keeping import names_for, saved_seen_by
from webapp.segments.models import SavedSegment
from webapp.segments.naming import anything_reminds
from webapp.users.permission import Permission

FITS = 8
"""With more columns the table scrolls in itself."""


class ListPage:
    """The People page for one viewer; `fresh` is the id of somebody who was just added.

    Without `opened` and `page` the search could not be understood, and `error` says why.
    """

    is_board = False

    def __init__(
        self,
        address: Address,
        totals: Totals,
        *,
        opened: OpenList | None = None,
        page: Page | None = None,
        error: CriteriaError | None = None,
        fresh: int = 0,
    ):
        self.address = address
        self.totals = totals
        self.opened = opened
        self.page = page
        self.error = error
        self.fresh = fresh
        self.viewer = auth.viewer()
        self.now = clock.now()
        company = context.the_company()
        self.labels, self.zone = company.labels, company.time_zone

    @cached_property
    def pipelines(self) -> Pipelines:
        return pipelines()

    @cached_property
    def columns(self) -> list[Column]:
        return chosen_columns(self.viewer, self.labels)

    @cached_property
    def rows(self) -> list[DrawnRow]:
        if not self.page or not self.page.ids:
            return []
        cells = Cells(
            self.viewer,
            self.zone,
            self.now,
            self.came_from,
            may_choose=self.may_choose,
            may_edit=self.may_edit,
            stages=self.pipelines.stages if self._shows_stages else {},
            first_segment=self._first_segment,
        )
        return cells.rows(self.page.ids, self.columns)

    @property
    def _shows_stages(self) -> bool:
        return any(column.shape == "stage" for column in self.columns)

    @property
    def _first_segment(self) -> int | None:
        """The segment by whose reminders the list is sorted."""
        return self.opened.segment_id if self.address.sort == DUE else None

    @property
    def heads(self) -> list[Head]:
        reminds = any(column.sort == DUE for column in self.columns) and anything_reminds()
        return [head_of(column, self.address, reminds=reminds) for column in self.columns]

    @cached_property
    def came_from(self) -> str:
        """What a link to a person says about this list."""
        return f"?{urlencode({'from': self.address.query})}" if self.address.query else ""

    @cached_property
    def sentence(self) -> list[Part]:
        """The list in words."""
        if self.opened is None:
            return [Part(self.labels.person.many)]
        return sentence(self.opened.tree, self.labels)

    @property
    def title(self) -> str:
        return "".join(part.text for part in self.sentence)

    @cached_property
    def chips(self) -> list[Chip]:
        """The conditions that all must hold, each of which can be taken away."""
        return chips_of(self.opened.tree if self.opened else EVERYBODY, self.address, self.labels)

    @property
    def one_more(self) -> str:
        """Where a condition is added."""
        return self.address.url("/people/filter", at=len(self.chips))

    @property
    def builder(self) -> str:
        """Where all conditions are edited."""
        return self.address.url("/people/filter")

    @cached_property
    def canonical(self) -> str:
        """The search as it is written canonically; '' where it cannot be understood."""
        return print_text(self.opened.tree) if self.opened else ""

    @property
    def saving(self) -> str | None:
        """Where the search is saved under a name; None for everybody."""
        return f"/people/saved/new?{urlencode({'q': self.canonical})}" if self.canonical else None

    @cached_property
    def saved(self) -> Sequence[Row]:
        """The saved segments that the viewer sees."""
        return names_for(self.viewer)

    @property
    def overdue(self) -> SavedSegment | None:
        """The saved segment whose overdue the list is narrowed to."""
        return saved_seen_by(self.viewer, self.address.overdue) if self.address.overdue else None

    @property
    def not_only_overdue(self) -> str:
        """The list with those who are not."""
        return replace(self.address, overdue=0).url()

    @property
    def cleared(self) -> str:
        """The list of everybody."""
        return self.address.searching("").url()

    @property
    def in_city(self) -> str | None:
        """The list of those in the city of that name, where only plain words were searched for."""
        words = _words_alone(self.opened.tree) if self.opened else ""
        asked = Leaf("field", (("is", words),), "city")
        return self.address.searching(print_text(asked)).url() if words else None

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > FITS

    @property
    def columns_url(self) -> str:
        """Where columns are chosen, which leads back here."""
        return f"/people/columns?{urlencode({'back': self.address.url()})}"

    @property
    def previous(self) -> str | None:
        return self.address.url(before=self.page.before) if self.page.before else None

    @property
    def next(self) -> str | None:
        return self.address.url(after=self.page.after) if self.page.after else None

    @cached_property
    def number(self) -> int | None:
        """How many people the list has; None if it is counted after the rows."""
        return self.opened.number(self.page) if self.opened else None

    @property
    def may_edit(self) -> bool:
        return self.viewer.can(Permission.EDIT_PEOPLE)

    @property
    def may_export(self) -> bool:
        return self.viewer.can(Permission.EXPORT)

    @cached_property
    def may_choose(self) -> bool:
        """Whether rows have boxes to tick: the viewer may do something with them."""
        return any(map(self.viewer.can, CHOOSING))

    @property
    def here(self) -> str:
        """The address of this very page."""
        return self.address.url(after=request.args.get("after"), before=request.args.get("before"))

    @property
    def first_lists(self) -> Markup:
        """The lists beside the table, above the saved segments."""
        return drawn_first_lists(
            self.address, self.totals, self.labels, self.viewer, self.pipelines, now=self.now
        )

    @property
    def more_lists(self) -> Markup:
        """Those below them."""
        return drawn_more_lists(self.address, self.totals, self.viewer)


def _words_alone(tree: Node) -> str:
    """What is searched for, if that is nothing but words; else ''."""
    parts = tree.children if isinstance(tree, All) else (tree,)
    only = all(isinstance(part, Leaf) and part.condition == "word" for part in parts)
    return " ".join(part.values[0][1] for part in parts) if only else ""
