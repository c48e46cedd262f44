"""What a sort is made of: bands of people, each one walk along an index."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_

from webapp.fields.models import PersonField
from webapp.people.models import Person

GROUPED = {
    "kind": (Person.kind, "ix_person_kind"),
    "status": (Person.status_id, "ix_person_status"),
    "stage": (Person.stage_id, "ix_person_stage"),
    "owner": (Person.owner_id, "ix_person_owner"),
    "office": (Person.office_id, "ix_person_office"),
}
"""By what people are grouped: the column, and the index in which a group stands by name."""


@dataclass(frozen=True)
class Band:
    """People who stand together in a sort.

    `name` tells the bands of a sort apart. All its people meet `where` and have a `key` above `least`; they
    are ordered by `key` and id, or by id alone. The index on `source` begins with the `prefix`, which is the
    same for all of them. With `merges` it has no index of its own: its people are those of these bands, in
    one order.
    """

    name: int
    index: str
    key: ColumnElement | None = None
    least: object = None
    where: tuple[ColumnElement[bool], ...] = ()
    prefix: tuple[ColumnElement, ...] = ()
    source: type = Person
    merges: tuple["Band", ...] = ()

    @property
    def id(self) -> ColumnElement[int]:
        """The person's id on the table that has the index."""
        return self.source.id if self.source is Person else self.source.person_id

    @property
    def members(self) -> ColumnElement[bool]:
        """Who belongs to it."""
        more = () if self.least is None else (self.key > self.least,)
        return and_(*self.where, *more)


class Group(NamedTuple):
    """Everybody of one owner, stage, status, kind or office: `by` is which of these, as the sorts call it."""

    by: str
    value: int | str

    @property
    def index(self) -> str:
        """The index in which they stand together, by name."""
        return GROUPED[self.by][1]


@dataclass(frozen=True)
class Sort:
    """`rank` and `key` order any set of people as the bands do one after another.

    `row` joins the row of `row_of` that the key is read from, where that is not person. `within` is the group
    to which the bands keep, None for everybody.
    """

    name: str
    bands: tuple[Band, ...]
    key: ColumnElement
    key_type: type
    rank: ColumnElement[int]
    descending: bool = False
    row: ColumnElement[bool] | None = None
    row_of: type = PersonField
    within: Group | None = None
    backwards: bool = False

    def reversed(self) -> "Sort":
        """The same people from the last to the first."""
        return replace(
            self, bands=self.bands[::-1], descending=not self.descending, backwards=not self.backwards
        )

    def position(self, band_name: int) -> int | None:
        """Where that band stands among the bands; None when there is none of that name."""
        return next((n for n, band in enumerate(self.bands) if band.name == band_name), None)
