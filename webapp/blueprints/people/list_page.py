"""What the templates of the list read: rows, heads, sidebar, and where every link leads."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from sqlalchemy import select

from webapp import auth, clock, context
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import Part, sentence
from webapp.criteria.terms import written
from webapp.criteria.text import print_text
from webapp.criteria.tree import EVERYBODY, All, Node, canonical
from webapp.db import db
from webapp.drawing import drawn
from webapp.fields.languages import language_name
from webapp.fields.places import country_name, state_name
from webapp.formatting import day, number
from webapp.listing.address import Address
from webapp.listing.columns import Column, chosen_columns
from webapp.listing.counts import Totals
from webapp.listing.opening import OpenList
from webapp.listing.paging import Page
from webapp.listing.rows import rows_of
from webapp.pipelines.models import Status
from webapp.tags.models import Tag
from webapp.users.permission import Permission

TAGS_IN_SIDEBAR = 24
CELLS = "people/_cells.html"
DENSITIES = ("dense", "normal", "roomy")
FITS = 8
"""With more columns the table scrolls in itself."""
EMPTY = {"moment": (0,), "day": (0,)}
"""What stands for nothing; None and '' wherever not said."""
REPEATING = frozenset({"status", "owner", "tags"})
_STATUSES = (
    select(Status.id, Status.name, Status.hue)
    .where(Status.retired_at.is_(None))
    .order_by(Status.position, Status.id)
)
_TAGS = select(Tag.name, Tag.hue).order_by(Tag.name_key).limit(TAGS_IN_SIDEBAR + 1)
_WIDTHS = {
    "name": "w-l",
    "status": "w-p",
    "kind": "w-s",
    "tags": "w-m",
    "owner": "w-s",
    "moment": "w-s r",
    "day": "w-s",
    "number": "w-s r",
    "yes": "w-s",
}


@dataclass(frozen=True)
class Head:
    """A column's head: where sorting by it leads, and how it is sorted now."""

    label: str
    classes: str
    href: str | None = None
    sorted: str | None = None


class Entry(NamedTuple):
    """A list of the sidebar."""

    words: str
    href: str
    is_current: bool
    people: int
    hue: str


class DrawnRow(NamedTuple):
    """A person as the template takes them; a cell is the shape of its column, how it begins, and its value.

    A cell of the shape 'drawn' is complete: its value is one that repeats, or nothing.
    """

    id: int
    cells: list[tuple[str, Markup, object]]


@dataclass(frozen=True)
class Chip:
    """One condition of the search: what it says, and where the list without it is."""

    said: str
    part: str
    remove: str


def the_asker() -> Asker:
    """Who asks on this page, with the company's zone and country."""
    company = context.the_company()
    return Asker(auth.viewer(), clock.now(), company.time_zone, company.country)


class ListPage:
    """The People page for one viewer; `fresh` is the id of somebody who was just added.

    Without `opened` and `page` the search could not be understood, and `error` says why.
    """

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
    def columns(self) -> list[Column]:
        return chosen_columns(self.viewer, self.labels)

    @cached_property
    def rows(self) -> list[DrawnRow]:
        if not self.page or not self.page.ids:
            return []
        draw = [_drawing(column) for column in self.columns]
        return [
            DrawnRow(row.id, [draw_cell(cell) for draw_cell, cell in zip(draw, row.cells, strict=True)])
            for row in rows_of(self.page.ids, self.columns)
        ]

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.columns]

    def _head(self, column: Column) -> Head:
        classes = f"{column.place} {_WIDTHS.get(column.shape, '')}".strip()
        if not column.sort:
            return Head(column.label, classes)
        href = self.address.sorted_by(column.sort).url()
        if column.sort != self.address.sort:
            return Head(column.label, classes, href)
        return Head(column.label, classes, href, "descending" if self.address.descending else "ascending")

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
        tree = self.opened.tree if self.opened else EVERYBODY
        conditions = tree.children if isinstance(tree, All) else (tree,)
        return [self._chip(n, conditions) for n in range(len(conditions))]

    def _chip(self, n: int, conditions: tuple[Node, ...]) -> Chip:
        others = All(conditions[:n] + conditions[n + 1 :])
        said = [part.text.strip() for part in sentence(conditions[n], self.labels)]
        words = " ".join(said[:-1]).removeprefix(self.labels.person.many).strip()
        return Chip(words, said[-1], self.address.searching(print_text(canonical(others))).url())

    @property
    def log_call(self) -> Markup | None:
        """What the row's link to log a call says; None for whoever may not."""
        return drawn(CELLS, "log_call") if self.may_add else None

    @property
    def is_wide(self) -> bool:
        return len(self.columns) > FITS

    @property
    def columns_url(self) -> str:
        """Where columns are chosen, which leads back here."""
        return f"/people/columns?{urlencode({'back': self.address.url()})}"

    @property
    def density(self) -> str:
        chosen = self.viewer.preferences.get("density")
        return chosen if chosen in DENSITIES else "normal"

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
    def may_add(self) -> bool:
        return self.viewer.can(Permission.EDIT_PEOPLE)

    @property
    def may_export(self) -> bool:
        return self.viewer.can(Permission.EXPORT)

    @property
    def sidebar(self) -> Markup:
        """The lists beside the table."""
        tags = db.session.connection().execute(_TAGS).all()
        return drawn(
            "people/_sidebar.html",
            "sidebar",
            self.labels.person.many,
            tuple(self._kinds()),
            tuple(self._statuses()),
            tuple(self._entry(name, f"tag:{written(name)}", hue=hue) for name, hue in tags[:TAGS_IN_SIDEBAR]),
            len(tags) > TAGS_IN_SIDEBAR,
        )

    def _kinds(self) -> Iterator[Entry]:
        yield self._entry("Everyone", "", self.totals.seen)
        for kind, people in self.totals.kinds.items():
            yield self._entry(self.labels.kind(kind).many, f"kind:{kind}", people)

    def _statuses(self) -> Iterator[Entry]:
        for status_id, name, hue in db.session.connection().execute(_STATUSES):
            yield self._entry(name, f"status:{written(name)}", self.totals.statuses[status_id], hue)

    def _entry(self, words: str, q: str, people: int = 0, hue: str = "") -> Entry:
        return Entry(words, self.address.searching(q).url(), q == self.address.q, people, hue)


_SHOWN = {
    "kind": str.capitalize,
    "country": country_name,
    "state": state_name,
    "language": language_name,
    "day": day,
    "number": number,
    "several": ", ".join,
    "yes": lambda value: "Yes" if value else "No",
}


def _drawing(column: Column):
    """What makes the cells of a column out of values."""
    shape, opening, nothing = column.shape, drawn(CELLS, "opening", column), drawn(CELLS, "nothing", column)
    show = _SHOWN.get(shape, lambda value: value)

    def cell(value) -> tuple[str, Markup, object]:
        if value in EMPTY.get(shape, (None, "")):
            return "drawn", opening, nothing
        if shape in REPEATING:
            return "drawn", opening, drawn(CELLS, shape, column, value)
        return shape, opening, show(value)

    return cell
