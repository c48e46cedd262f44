"""What the templates of a board read."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from webapp.blueprints.people.list_page.page import ListPage
from webapp.criteria.sentence import Part
from webapp.criteria.tree import EVERYBODY
from webapp.listing.board import Sum, counted_sums, kept_sums, page_behind, pages_of
from webapp.listing.columns import built_in_columns
from webapp.listing.paging import Page
from webapp.listing.rows import Coloured, Due, Owner, rows_of
from webapp.pipelines.stages import PipelineView, StageView
from webapp.users.permission import Permission

_SHOWN = ("name", "company", "owner", "segments", "reminder", "value", "expected")


class Card(NamedTuple):
    """A person on a board. `value` is in hundredths and `expected` a day ordinal, 0 for unknown."""

    id: int
    name: str
    company: str | None
    owner: Owner | None
    segments: Sequence[Coloured] | None
    due: Due | None
    value: int
    expected: int


class Lane(NamedTuple):
    """A stage with a page of cards; `more` leads to the next page, `sum` is None while it is counted."""

    stage: StageView
    cards: list[Card]
    more: str | None
    sum: Sum | None


class BoardPage(ListPage):
    """The People page as the board of a pipeline; it has none where there is no pipeline yet."""

    is_board = True

    @cached_property
    def pipeline(self) -> PipelineView | None:
        """The one of the address, else the first."""
        return self.pipelines.pipeline(self.address.board) or next(iter(self.pipelines), None)

    @cached_property
    def lanes(self) -> list[Lane]:
        pages = pages_of(self.opened, self.pipeline)
        cards = self._cards([person_id for page in pages.values() for person_id in page.ids])
        return [self._lane(stage, pages[stage.id], cards) for stage in self.pipeline.stages]

    def lane(self, stage: StageView, after: str) -> Lane:
        """A stage with its people behind a cursor; raises BadCursor."""
        page = page_behind(self.opened, stage.id, after)
        return self._lane(stage, page, self._cards(page.ids))

    @cached_property
    def sums(self) -> Mapping[int, Sum]:
        """The sum of each stage, counted where no counter has it."""
        return self._kept or counted_sums(self.opened, self.pipeline)

    def card(self, person_id: int) -> Card | None:
        return self._cards([person_id]).get(person_id)

    @cached_property
    def sentence(self) -> list[Part]:
        """The list in words, behind the name of the pipeline; '' for everybody in it."""
        return [] if self.opened is None or self.opened.tree == EVERYBODY else super().sentence

    @property
    def title(self) -> str:
        said = "".join(part.text for part in self.sentence)
        name = self.pipeline.name if self.pipeline else "Board"
        return f"{name}: {said}" if said else name

    @property
    def counts_url(self) -> str:
        return self.address.url("/people/board/sums")

    @property
    def may_set(self) -> bool:
        return self.viewer.can(Permission.SETTINGS)

    @cached_property
    def _kept(self) -> Mapping[int, Sum] | None:
        return kept_sums(self.opened, self.pipeline)

    def _lane(self, stage: StageView, page: Page, cards: Mapping[int, Card]) -> Lane:
        more = page.after and self.address.url("/people/board/cards", stage=stage.id, after=page.after)
        found = [cards[person_id] for person_id in page.ids if person_id in cards]
        return Lane(stage, found, more, self._kept and self._kept[stage.id])

    def _cards(self, ids: Sequence[int]) -> dict[int, Card]:
        known = built_in_columns(self.labels)
        rows = rows_of(ids, [known[key] for key in _SHOWN], self.viewer) if ids else []
        return {row.id: Card(row.id, *row.cells) for row in rows}
