"""One viewer's list at an address: whom it holds, in which order, and how many they are."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, True_, and_, select, true

from webapp.criteria.asking import Asker
from webapp.criteria.estimating import estimate
from webapp.criteria.sql import drive, probe_along
from webapp.criteria.text import parse
from webapp.criteria.tree import EVERYBODY, All, Leaf, Node
from webapp.listing.address import BY_NAME, Address
from webapp.listing.bands import Sort
from webapp.listing.counts import Totals, count, people_in
from webapp.listing.cursor import read_cursor
from webapp.listing.due import DUE
from webapp.listing.narrowing import Part, smallest_part
from webapp.listing.paging import Page, page_of
from webapp.listing.seeking import Among
from webapp.listing.sorts import narrowed, sort_named
from webapp.people.models import Person
from webapp.people.visible import LIVING, seen_by
from webapp.saved_segments.reminders import overdue_in
from webapp.segments.naming import anything_reminds
from webapp.segments.reminders import just_expired
from webapp.users.viewer import Viewer


@dataclass(frozen=True)
class OpenList:
    """`address` is the one that was asked for, with a sort that exists; `tree` what its search means,
    `segment_id` the one segment that all are in, if there is one."""

    viewer: Viewer
    address: Address
    tree: Node
    sort: Sort
    among: Among
    totals: Totals
    now: int
    segment_id: int | None = None

    def page(self, after: str | None, before: str | None) -> Page:
        """The page behind or before a cursor of the address, else the first; raises BadCursor."""
        return page_of(
            self.sort,
            self.among,
            after=read_cursor(after, self.sort) if after else None,
            before=read_cursor(before, self.sort) if before else None,
        )

    def everybody(self) -> Select[tuple[int]]:
        """The ids of everybody in the list, in no order."""
        return select(Person.id).where(LIVING, self.among.probe if self.among.walks else self.among.few)

    def number(self, page: Page) -> int | None:
        """How many people the list has, if this page or the counters tell."""
        return self.number_kept() if page.total is None else page.total

    def counted(self, cap: int | None = None) -> int:
        """How many people the list has, however long that takes; with a cap, at most one more than it."""
        kept = self.number_kept()
        return count(self.among, cap=cap) if kept is None else kept

    def number_kept(self) -> int | None:
        """How many people the list has by the counters, which know of everybody and of a single kind, tag,
        group and the like; None for any other list."""
        if self.address.overdue:
            return None
        match self.tree:
            case All(()):
                return self.totals.seen
            case Leaf("kind", values):
                return sum(self.totals.kinds[kind] for _, kind in values)
            case Leaf("status", values):
                return sum(self.totals.statuses[status_id] for _, status_id in values)
            case Leaf("stage", (("is", stage_id),)):
                return self.totals.stages[stage_id]
            case Leaf("tag" | "group" | "in-group" as condition, (("is", of),)):
                return people_in(self.viewer, _FACETS[condition], [of])[of]
            case Leaf("segment", (("is", segment_id),)):
                return self.totals.segments[segment_id]
            case Leaf("expired", (("is", segment_id),)):
                late = just_expired(self.viewer, now=self.now, segment_ids=[segment_id])
                return self.totals.expired[segment_id] + late[segment_id]
        return None


_FACETS = {"tag": "tag", "group": "group_under", "in-group": "group"}


def open_list(address: Address, asker: Asker) -> OpenList:
    """The list at an address as the asker sees it; an unknown sort becomes the list's own.

    Raises CriteriaError.
    """
    tree = parse(address.q, asker) if address.q else EVERYBODY
    viewer, segment_id = asker.viewer, segment_of(tree)
    expired = any(leaf.condition == "expired" for leaf in _all_of(tree))
    own = DUE if expired and (segment_id or anything_reminds()) else BY_NAME
    address = replace(address, sort=address.sort or own, own=own)
    sort = sort_named(address.sort, descending=address.descending, viewer=viewer, segment_id=segment_id)
    if sort is None:
        address = Address(address.q, own, own=own, overdue=address.overdue, board=address.board)
        sort = sort_named(own, descending=False, viewer=viewer, segment_id=segment_id)
    totals = Totals(viewer)
    part = smallest_part(tree, asker)
    if part and sort.within is None:
        sort = narrowed(sort, part.group)
    late = overdue_in(address.overdue, viewer, now=asker.now) if address.overdue else true()
    among = _whom(tree, asker, sort, totals, late, part)
    return OpenList(viewer, address, tree, sort, among, totals, asker.now, segment_id)


def segment_of(tree: Node) -> int | None:
    """The segment that a question asks for beside whatever else; None where it asks for several or none."""
    named = {
        leaf.values[0][1]
        for leaf in _all_of(tree)
        if leaf.condition in ("segment", "expired")
        if len(leaf.values) == 1 and leaf.values[0][0] == "is"
    }
    return named.pop() if len(named) == 1 else None


def _all_of(tree: Node) -> list[Leaf]:
    """The conditions that hold for everybody in the list."""
    return [leaf for leaf in (tree.children if isinstance(tree, All) else (tree,)) if isinstance(leaf, Leaf)]


def _whom(
    tree: Node, asker: Asker, sort: Sort, totals: Totals, late: ColumnElement[bool], part: Part | None
) -> Among:
    """Start from whatever is smaller: those who are asked for, or those whom the viewer sees; of them those
    who are `late`."""
    seen = _and(seen_by(asker.viewer), late)
    of_own = sort.within is not None and asker.viewer.scope == "own"
    sees_all = asker.viewer.scope == "all" or of_own
    index = part.group.index if part else ""
    if tree == EVERYBODY and sees_all:
        return Among(seen, index=index)
    everybody = totals.seen if of_own else part.people if sort.within else totals.everybody
    asked = true() if tree == EVERYBODY else probe_along(tree, asker, everybody, part and part.leaf)
    both = _and(seen, asked)
    passing = None if tree == EVERYBODY else estimate(tree, asker, everybody)
    if passing is not None and passing <= totals.seen:
        ids = drive(tree, asker)
        few = and_(seen, Person.id.in_(ids))
        only = ids if isinstance(seen, True_) else None
        return Among(both, everybody, few=few, passing=passing, index=index, ids=only)
    if sees_all:
        return Among(both, everybody, index=index)
    return Among(both, everybody, few=both, passing=totals.seen, index=index)


def _and(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Plainly true if all are: whoever walks along an index then asks nothing of anybody."""
    asking = [condition for condition in conditions if not isinstance(condition, True_)]
    return and_(*asking) if asking else true()
