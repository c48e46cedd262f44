"""One viewer's list at an address: whom it holds, in which order, and how many they are."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, True_, and_, true

from webapp.criteria.asking import Asker
from webapp.criteria.estimating import estimate
from webapp.criteria.sql import drive, probe
from webapp.criteria.text import parse
from webapp.criteria.tree import EVERYBODY, All, Leaf, Node
from webapp.db import counters
from webapp.db.counters import PeopleCount
from webapp.listing.address import Address
from webapp.listing.counts import Totals, count, totals_for
from webapp.listing.cursor import read_cursor
from webapp.listing.paging import Among, Page, page_of
from webapp.listing.sorts import Sort, sort_named
from webapp.people.models import Person
from webapp.people.visible import counted_for, seen_by
from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class OpenList:
    """`address` is the one that was asked for, with a sort that exists; `tree` what its search means."""

    viewer: Viewer
    address: Address
    tree: Node
    sort: Sort
    among: Among
    totals: Totals

    def page(self, after: str | None, before: str | None) -> Page:
        """The page behind or before a cursor of the address, else the first; raises BadCursor."""
        return page_of(
            self.sort,
            self.among,
            after=read_cursor(after, self.sort) if after else None,
            before=read_cursor(before, self.sort) if before else None,
        )

    def number(self, page: Page) -> int | None:
        """How many people the list has, if this page or the counters tell."""
        return self.kept() if page.total is None else page.total

    def counted(self, cap: int | None = None) -> int:
        """How many people the list has, however long that takes; with a cap, at most one more than it."""
        kept = self.kept()
        return count(self.among, cap=cap) if kept is None else kept

    def kept(self) -> int | None:
        """The number of everybody, or of a single kind, status or tag, by the counters."""
        match self.tree:
            case All(()):
                return self.totals.seen
            case Leaf("kind", values):
                return sum(self.totals.kinds[kind] for _, kind in values)
            case Leaf("status", values):
                return sum(self.totals.statuses[status_id] for _, status_id in values)
            case Leaf("tag", (("is", tag_id),)):
                return counters.read("tag", counted_for(self.viewer), PeopleCount.value == tag_id)[tag_id]
        return None


def open_list(address: Address, asker: Asker) -> OpenList:
    """The list at an address as the asker sees it; an unknown sort becomes the one by name.

    Raises CriteriaError.
    """
    tree = parse(address.q, asker) if address.q else EVERYBODY
    viewer = asker.viewer
    sort = sort_named(address.sort, descending=address.descending, viewer=viewer)
    if sort is None:
        address = Address(address.q)
        sort = sort_named("name", descending=False, viewer=viewer)
    totals = totals_for(viewer)
    return OpenList(viewer, address, tree, sort, _whom(tree, asker, sort, totals), totals)


def _whom(tree: Node, asker: Asker, sort: Sort, totals: Totals) -> Among:
    """Start from whatever is smaller: those who are asked for, or those whom the viewer sees."""
    seen = seen_by(asker.viewer)
    asked = true() if tree == EVERYBODY else probe(tree, asker)
    both = _and(seen, asked)
    everybody = totals.seen if sort.of_own else totals.everybody
    passing = None if tree == EVERYBODY else estimate(tree, asker)
    if passing is not None and passing <= totals.seen:
        return Among(both, everybody, few=and_(seen, Person.id.in_(drive(tree, asker))), passing=passing)
    if asker.viewer.scope == "all" or sort.of_own:
        return Among(both, everybody)
    return Among(both, everybody, few=both, passing=totals.seen)


def _and(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Plainly true if all are: whoever walks along an index then asks nothing of anybody."""
    asking = [condition for condition in conditions if not isinstance(condition, True_)]
    return and_(*asking) if asking else true()
