"""What people are compared by, as the database has it."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import func, select

from webapp.companies.models import Company
from webapp.db import Prepared, key, one_of_given
from webapp.duplicates.blocking import sorted_name
from webapp.duplicates.likeness import Features
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.visible import LIVING

_PEOPLE = Prepared(
    select(
        Person.id,
        Person.first,
        Person.last,
        func.coalesce(Company.name_key, ""),
        Person.street_key,
        Person.postcode_key,
        Person.city_key,
        Person.country,
        Person.birthday,
    )
    .outerjoin(Company, Company.id == Person.company_id)
    .where(one_of_given(Person.id, "person_ids"), LIVING)
)
_EMAILS, _PHONES = (
    Prepared(select(model.person_id, model.norm).where(one_of_given(model.person_id, "person_ids")))
    for model in (PersonEmail, PersonPhone)
)


def features_of(person_ids: Collection[int]) -> dict[int, Features]:
    """{id: what they are compared by} of those of these people who live."""
    given = {"person_ids": sorted(person_ids)}
    people, emails, phones = _PEOPLE.rows(**given), _norms(_EMAILS, given), _norms(_PHONES, given)
    return {
        person_id: Features(
            shown := shown_name(first, last, company),
            sorted_name(shown),
            frozenset(emails.get(person_id, ())),
            frozenset(phones.get(person_id, ())),
            company if first or last else "",
            street,
            postcode,
            city,
            country,
            birthday,
        )
        for person_id, first, last, company, street, postcode, city, country, birthday in people
    }


def features_of_somebody_new(
    first: str, last: str, company: str, *, emails: Collection[str] = (), phones: Collection[str] = ()
) -> Features:
    """What somebody is compared by of whom that much is known; takes norms."""
    shown = shown_name(first, last, company)
    own = key(company) if first or last else ""
    return Features(shown, sorted_name(shown), frozenset(emails), frozenset(phones), own)


def shown_name(first: str, last: str, company: str) -> str:
    """The name that somebody is compared by: without one of their own, the company's."""
    return f"{first} {last}".strip() or company


def _norms(prepared: Prepared, given: dict) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for person_id, norm in prepared.rows(**given):
        found[person_id].append(norm)
    return found
