"""The company that runs this Muster: what Settings › Company holds."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import CheckConstraint, LargeBinary, Text, select, type_coerce
from sqlalchemy.orm import Mapped, deferred, mapped_column

from webapp.db import UTC, Json, Model, Prepared, aside, db

FIRST_LABELS = {
    "person": ["Person", "People"],
    "company": ["Company", "Companies"],
    "contact": ["Contact", "Contacts"],
    "lead": ["Lead", "Leads"],
    "customer": ["Customer", "Customers"],
}


class OwnCompany(Model):
    """The one row of this table; it exists once Muster is set up."""

    __tablename__ = "own_company"
    __table_args__ = (CheckConstraint("id = 1", name="ck_own_company_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text, default="")
    country: Mapped[str] = mapped_column(default="US")
    time_zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default="en")
    date_format: Mapped[str] = mapped_column(default="d Mon YYYY")
    first_weekday: Mapped[int] = mapped_column(default=0)
    holidays: Mapped[list] = mapped_column(Json, default=list)
    labels: Mapped[dict] = mapped_column(Json, default=dict)
    support_contact: Mapped[str] = mapped_column(Text, default="")
    requires_second_factor: Mapped[bool] = mapped_column(default=False)
    logo: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    logo_type: Mapped[str] = mapped_column(default="")
    created_at: Mapped[int] = mapped_column(UTC)


@dataclass(frozen=True)
class Label:
    """What a kind of record is called: `one` and `many`, as typed by the administrator."""

    one: str
    many: str

    def of(self, number: int) -> str:
        """The word for this many, in lower case unless it has capitals inside."""
        word = self.one if number == 1 else self.many
        return word if any(c.isupper() for c in word[1:]) else word.lower()

    @property
    def a(self) -> str:
        """'a lead', 'an enquiry'."""
        return f"{'an' if self.one[:1].lower() in 'aeiou' else 'a'} {self.of(1)}"


_PERSON = Label(*FIRST_LABELS["person"])


class Labels:
    """The record labels of a company, the built-in words where nothing else was chosen."""

    def __init__(self, chosen: dict[str, list[str]]):
        for name, words in (FIRST_LABELS | chosen).items():
            setattr(self, name, Label(*words))

    @property
    def everybody(self) -> str:
        """Whom a list has that leaves nobody out: 'everybody', 'all patients'."""
        return "everybody" if self.person == _PERSON else f"all {self.person.of(2)}"

    @property
    def everybody_first(self) -> str:
        """The same at the beginning of a sentence."""
        return self.everybody[0].upper() + self.everybody[1:]

    def kind(self, kind: str) -> Label:
        """The label of a person's kind."""
        return getattr(self, kind)


def own_company() -> OwnCompany | None:
    """The company's row; None before the first run's set-up."""
    return db.session.get(OwnCompany, 1)


class Place(NamedTuple):
    """Where the company is at home."""

    time_zone: str
    country: str


def own_place() -> Place:
    """That of a company that was set up; every change of people asks for it."""
    ((time_zone, country),) = _PLACE.rows()
    return Place(time_zone, country)


_PLACE = Prepared(select(OwnCompany.time_zone, OwnCompany.country))


@dataclass(frozen=True)
class CompanyCard:
    """What every page tells of the company, and how it writes dates and times."""

    name: str
    country: str
    time_zone: str
    language: str
    date_format: str
    first_weekday: int
    support_contact: str
    logo_type: str
    labels: Labels


CARD = (
    type_coerce(OwnCompany.labels, Text),
    *(getattr(OwnCompany, name) for name in CompanyCard.__dataclass_fields__ if name != "labels"),
)
"""The columns of a company's card, in the order in which `card` takes them."""


def company_card() -> CompanyCard | None:
    """The company's card in one query aside; None before the set-up."""
    with aside() as connection:
        row = connection.execute(select(*CARD).where(OwnCompany.id == 1)).first()
    return card(*row) if row else None


@lru_cache(maxsize=4)
def card(labels: str, *told: str) -> CompanyCard:
    """Built once for what the database says, so that what hangs on the labels can be kept beside them."""
    return CompanyCard(*told, labels=Labels(json.loads(labels)))
