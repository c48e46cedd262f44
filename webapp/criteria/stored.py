"""Where the values of a field are kept: columns of person, rows of their own, or the person's company."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, select

from webapp.companies.models import Company
from webapp.criteria.askable import Askable
from webapp.criteria.condition import FOUND_LIVING, Facts, Found, Ids, Subject, a_row, any_of
from webapp.db import key
from webapp.fields.builtin import BY_NAME
from webapp.fields.custom_values import NUMERIC, UNINDEXED
from webapp.fields.models import PersonField
from webapp.people.models import PersonEmail, PersonPhone

Test = Callable[[ColumnElement], ColumnElement[bool]]
INDEXED = frozenset({"company_key", "city_key", "country", "source_key"})


class Stored(Protocol):
    def has(self, subject: Subject, test: Test) -> ColumnElement[bool]:
        """Whether a value of the person passes the test; never NULL."""

    def has_any(self, subject: Subject) -> ColumnElement[bool]:
        """Whether the person has a value."""

    def ids(self, test: Test) -> Ids | None:
        """Everybody with a value that passes, if an index leads there."""

    def values(self, facts: Facts) -> list:
        """The person's values as they are compared; empty ones are left out."""


@dataclass(frozen=True)
class OnPerson:
    """In one or more columns of person, of which any may pass."""

    columns: tuple[str, ...]

    def has(self, subject, test):
        return any_of([test(getattr(subject.person, column)) for column in self.columns])

    def has_any(self, subject):
        return any_of([getattr(subject.person, column) != "" for column in self.columns])

    def ids(self, test):
        if not INDEXED.issuperset(self.columns):
            return None
        tests = [test(getattr(Found, column)) for column in self.columns]
        return Ids(select(Found.id).where(FOUND_LIVING, any_of(tests)))

    def values(self, facts):
        return [facts[column] for column in self.columns if facts[column] != ""]


@dataclass(frozen=True)
class InAddresses:
    """In the rows of person_email or person_phone."""

    model: type[PersonEmail] | type[PersonPhone]
    primary: str
    fact: str

    def has(self, subject, test):
        return subject.has(a_row(self.model.person_id == subject.person.id, test(self.model.norm)))

    def has_any(self, subject):
        return getattr(subject.person, self.primary) != ""

    def ids(self, test):
        return Ids(select(self.model.person_id).where(test(self.model.norm)).distinct())

    def values(self, facts):
        return [norm for _, norm in facts[self.fact]]


@dataclass(frozen=True)
class InRows:
    """In the rows of person_field."""

    field: Askable

    def has(self, subject, test):
        return subject.has(a_row(*self._rows(subject), self._filled(), test(self._column())))

    def has_any(self, subject):
        return subject.has(a_row(*self._rows(subject)))

    def ids(self, test):
        return Ids(
            select(PersonField.person_id)
            .where(self._of_field(), self._filled(), test(self._column()))
            .distinct()
        )

    def values(self, facts):
        value = facts.get(self.field.of)
        if value is None or value in ("", []):
            return []
        if self.field.type in NUMERIC:
            return [float(value)]
        if self.field.type in UNINDEXED:
            return [value]
        return [key(str(one)) for one in (value if isinstance(value, list) else [value])]

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
class OnCompany:
    """In a column of the person's company."""

    column: str

    def has(self, subject, test):
        return subject.has(a_row(Company.id == subject.person.company_id, test(self._column())))

    def has_any(self, subject):
        return self.has(subject, lambda column: column != "")

    def ids(self, test):
        companies = select(Company.id).where(test(self._column()))
        return Ids(select(Found.id).where(FOUND_LIVING, Found.company_id.in_(companies)))

    def values(self, facts):
        value = facts["company"].get(self.column, "")
        return [value] if value else []

    def _column(self):
        return getattr(Company, self.column)


_COMPANY_COLUMNS = {"name": "name_key", "industry": "industry_key"}


def stored(field: Askable) -> Stored:
    """Where the values of this field are."""
    if field.is_custom:
        return InRows(field)
    if field.of.startswith("company."):
        name = field.of.removeprefix("company.")
        return OnCompany(_COMPANY_COLUMNS.get(name, name))
    match field.of:
        case "email":
            return InAddresses(PersonEmail, "email_norm", "emails")
        case "phone":
            return InAddresses(PersonPhone, "phone_norm", "phones")
        case "name":
            return OnPerson(("first_key", "last_key", "name_key"))
    return OnPerson((BY_NAME[field.of].column_key,))
