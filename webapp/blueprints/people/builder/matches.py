"""How many people a question finds, and five of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp import clock, context
from webapp.listing.address import Address
from webapp.listing.columns import all_columns
from webapp.listing.counts import CAP
from webapp.listing.opening import open_list
from webapp.listing.rows import Row, rows_of

SHOWN = 5
_COLUMNS = ("city", "contacted")


@dataclass(frozen=True)
class Matches:
    """`number` is at most one more than CAP; `others` is which five come next, None if these are all."""

    q: str
    number: int
    of: int
    people: Sequence[Row]
    others: int | None
    now: int

    @property
    def is_capped(self) -> bool:
        return self.number > CAP

    @property
    def shown_number(self) -> int:
        return min(self.number, CAP)


def matches_of(q: str, others: str) -> Matches:
    """Whom the viewer finds; `others` says which five of the first fifty. Raises CriteriaError."""
    opened = open_list(Address(q), context.the_asker())
    ids = opened.page(None, None).ids
    first = int(others) * SHOWN if others.isascii() and others.isdigit() and len(others) < 3 else 0
    first = first if first < len(ids) else 0
    known = all_columns(context.the_company().labels)
    people = rows_of(ids[first : first + SHOWN], [known[key] for key in _COLUMNS], opened.viewer)
    next_five = (first // SHOWN + 1) % max(1, -(-len(ids) // SHOWN))
    return Matches(
        q,
        opened.counted(CAP),
        opened.totals.seen,
        people,
        next_five if len(ids) > SHOWN else None,
        clock.now(),
    )
