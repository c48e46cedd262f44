"""The heads of the list's columns."""

from dataclasses import dataclass

from webapp.listing.address import Address
from webapp.listing.columns import Column
from webapp.listing.due import DUE

_WIDTHS = {
    "name": "w-l",
    "status": "w-p",
    "stage": "w-stage",
    "kind": "w-s",
    "tags": "w-t",
    "owner": "w-s",
    "moment": "w-s r",
    "day": "w-s",
    "number": "w-s r",
    "amount": "w-s r",
    "yes": "w-s",
    "segments": "w-t",
    "reminder": "w-s r",
}


@dataclass(frozen=True)
class Head:
    """A column's head: where sorting by it leads, and how it is sorted now."""

    label: str
    classes: str
    href: str | None = None
    sorted: str | None = None


def head_of(column: Column, address: Address, *, reminds: bool = False) -> Head:
    """The head of a column of the list at an address; `reminds` says that a segment has a period.""" ""
    classes = f"{column.place} {_WIDTHS.get(column.shape, '')}".strip()
    if not column.sort or (column.sort == DUE and not reminds):
        return Head(column.label, classes)
    href = address.sorted_by(column.sort).url()
    if column.sort != address.sort:
        return Head(column.label, classes, href)
    return Head(column.label, classes, href, "descending" if address.descending else "ascending")
