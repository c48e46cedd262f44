"""Where the values of a field are kept: columns of person, rows of their own, or the person's company."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, select

from webapp.companies.models import Company
from webapp.criteria.askable import Askable
from webapp.criteria.condition import (
    FOUND_LIVING,
    MOST_TRIED,
    Facts,
    Found,
    Ids,
    Subject,
    a_row,
    among,
    any_of,
)
from webapp.criteria.tree import Value
from webapp.criteria.words import found_by
from webapp.db import key, words
from webapp.fields.builtin import BY_NAME
from webapp.fields.custom_values import NUMERIC, UNINDEXED
from webapp.fields.models import PersonField
from webapp.fields.wording import shown
from webapp.people.models import PersonEmail, PersonPhone

Test = Callable[[ColumnElement], ColumnElement[bool]]


class Stored(ABC):
    """A test is given the column to look at, as it is compared (folded texts, codes, numbers); `reads` are
    the facts that the values are among (facts.py)."""

    reads: Sequence[str]
    compared = ""
    """The fact that is, or holds, the values as they are compared; '' where it takes more to know them."""

    @abstractmethod
    def has(self, subject: Subject, test: Test) -> ColumnElement[bool]:
        """Whether a value of the person passes the test; never NULL."""

    @abstractmethod
    def has_any(self, subject: Subject) -> ColumnElement[bool]:
        """Whether the person has a value."""

    @abstractmethod
    def ids(self, test: Test, values: Sequence[Value]) -> Ids | None:
        """Everybody with a value that passes the test for these values, if an index leads there."""

    @abstractmethod
    def values(self, facts: Facts) -> list:
        """The person's values as they are compared; empty ones are left out."""

    def knows_any(self, facts: Facts) -> bool:
        """As `has_any`, in Python."""
        return bool(self.values(facts))

    def in_words(self, field: Askable, facts: Facts) -> str:
        """The person's values as one reads them."""
        return ", ".join(shown(field.type, value) for value in self.values(facts))


@dataclass(frozen=True)
class OnPerson(Stored):
    """In a column of person."""

    column: str
    indexed: bool

    @property
    def reads(self):
        return (self.column,)

    @property
    def compared(self):
        return self.column

    def has(self, subject, test):
        return test(getattr(subject.person, self.column))

    def has_any(self, subject):
        return getattr(subject.person, self.column) != ""

    def in_words(self, field, facts):
        value = facts["company.name" if field.of == "company" else self.column.removesuffix("_key")]
        return shown(field.type, value) if value else ""

    def ids(self, test, values):
        return _living(test(getattr(Found, self.column))) if self.indexed else None

    def values(self, facts):
        return [facts[self.column]] if facts[self.column] else []


class StateOnPerson(OnPerson):
    """A state stands only beside its country, with which their index begins."""

    def ids(self, test, values):
        countries = sorted({code.partition("-")[0] for _, code in values})
        return _living(among(Found.country, countries), test(Found.state))


@dataclass(frozen=True)
class Names(Stored):
    """In columns that the search's words are made of, of which any may pass; `telling` are those that say
    whether there is a value at all."""

    columns: tuple[str, ...]
    telling: tuple[str, ...]

    def in_words(self, field, facts):
        return facts[field.of]

    @property
    def reads(self):
        return self.columns

    def has(self, subject, test):
        return any_of([test(getattr(subject.person, column)) for column in self.columns])

    def has_any(self, subject):
        return any_of([getattr(subject.person, column) != "" for column in self.telling])

    def ids(self, test, values):
        if len(values) > MOST_TRIED or any(op == "contains" for op, _ in values):
            return None
        found = found_by([words(key(text)) for _, text in values])
        return found and replace(found, exact=False)

    def values(self, facts):
        return [facts[column] for column in self.columns if facts[column]]

    def knows_any(self, facts):
        return any(facts[column] for column in self.telling)


@dataclass(frozen=True)
class InAddresses(Stored):
    """In the rows of person_email or person_phone."""

    model: type[PersonEmail] | type[PersonPhone]
    primary: str
    fact: str

    @property
    def reads(self):
        return (self.fact,)

    @property
    def compared(self):
        return self.fact

    def has(self, subject, test):
        return subject.has(a_row(self.model.person_id == subject.person.id, test(self.model.norm)))

    def has_any(self, subject):
        return getattr(subject.person, self.primary) != ""

    def in_words(self, field, facts):
        return ", ".join(self.values(facts))

    def ids(self, test, values):
        return Ids(select(self.model.person_id).where(test(self.model.norm)).distinct())

    def values(self, facts):
        return list(facts[self.fact])


@dataclass(frozen=True)
class InRows(Stored):
    """In the rows of person_field."""

    field: Askable

    @property
    def reads(self):
        return (self.field.of,)

    def has(self, subject, test):
        return subject.has(a_row(*self._rows(subject), self._filled(), test(self._column())))

    def has_any(self, subject):
        return subject.has(a_row(*self._rows(subject)))

    def ids(self, test, values):
        return Ids(
            select(PersonField.person_id)
            .where(self._of_field(), self._filled(), test(self._column()))
            .distinct()
        )

    def values(self, facts):
        value = facts[self.field.of]
        if value is None or value in ("", ()):
            return []
        if self.field.type in NUMERIC:
            return [float(value)]
        if self.field.type in UNINDEXED:
            return [value]
        return [key(str(one)) for one in (value if isinstance(value, tuple) else [value])]

    def _of_field(self):
        return PersonField.field_id == self.field.field_id

    def _rows(self, subject):
        return PersonField.person_id == subject.person.id, self._of_field()

    def _column(self):
        return PersonField.v_num if self.field.type in NUMERIC else PersonField.v_key

    def _filled(self):
        # Says to the planner that the partial index serves.
        return self._column().is_not(None)


@dataclass(frozen=True)
class OnCompany(Stored):
    """In a column of the person's company."""

    column: str

    @property
    def reads(self):
        return (self.compared,)

    @property
    def compared(self):
        return f"company.{self.column}"

    def has(self, subject, test):
        return subject.has(a_row(Company.id == subject.person.company_id, test(self._column())))

    def has_any(self, subject):
        return self.has(subject, lambda column: column != "")

    def ids(self, test, values):
        companies = select(Company.id).where(test(self._column()))
        return _living(Found.company_id.in_(companies))

    def in_words(self, field, facts):
        value = facts[f"company.{self.column.removesuffix('_key')}"]
        return shown(field.type, value) if value else ""

    def values(self, facts):
        value = facts[f"company.{self.column}"]
        return [value] if value else []

    def _column(self):
        return getattr(Company, self.column)


def stored(field: Askable) -> Stored:
    """Where the values of this field are."""
    if field.is_custom:
        return InRows(field)
    return _OWN.get(field.of) or OnPerson(BY_NAME[field.of].column_key, field.of in _INDEXED)


_INDEXED = frozenset({"company", "city", "country", "source"})
_OWN: dict[str, Stored] = {
    "first": Names(("first_key",), ("first_key",)),
    "last": Names(("last_key",), ("last_key",)),
    "name": Names(("first_key", "last_key", "name_key"), ("first_key", "last_key")),
    "email": InAddresses(PersonEmail, "email_norm", "emails"),
    "phone": InAddresses(PersonPhone, "phone_norm", "phones"),
    "state": StateOnPerson("state", indexed=True),
    "company.name": OnCompany("name_key"),
    "company.industry": OnCompany("industry_key"),
    "company.country": OnCompany("country"),
    "company.state": OnCompany("state"),
}


def _living(*where: ColumnElement) -> Ids:
    return Ids(select(Found.id).where(FOUND_LIVING, *where))
