"""What erasing somebody would take along and what would stay, for the page that asks."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from webapp.companies.models import Company
from webapp.db import db
from webapp.erasing.deed import find_everything
from webapp.erasing.telling import known_about
from webapp.erasing.tracing import own_norms, traces_of
from webapp.people.merging import everybody_in
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.people.visible import LIVING

RECORDS = {
    "note": "notes on others",
    "note_version": "earlier wordings of notes on others",
    "touch": "touches of others",
    "event": "timelines of others",
    "change": "changes of others",
    "audit_entry": "entries of the audit log",
    "selection": "selections",
    "saved_segment": "saved segments",
    "smart_group": "rules of groups",
    "rule_version": "earlier rules of groups",
    "import_run": "imports",
    "company": "companies' notes",
}
"""What the tables that may name somebody are called."""


@dataclass(frozen=True)
class Effect:
    """`goes` are the sections with how many rows each has.

    `merged` is how many records were merged into the person, `suppressed` how many addresses are kept as
    hashes, `shared` how many are not, since somebody else has them too. `company` stays; `colleagues` work
    there besides.
    """

    goes: list[tuple[str, int]]
    merged: int
    suppressed: int
    shared: int
    company: Company | None
    colleagues: int


def foresee(person: Person) -> Effect:
    """What erasing the person would do, but for what others' records say of them."""
    person_ids = sorted(everybody_in([person.id]))
    traces = traces_of(person_ids)
    company = person.company_id and db.session.get(Company, person.company_id)
    return Effect(
        [(section.title, len(section.rows)) for section in known_about(person_ids)],
        len(person_ids) - 1,
        len(own_norms(person_ids, traces)),
        len(_addresses(person_ids) - traces.addresses),
        company or None,
        _colleagues(person) if company else 0,
    )


def named_elsewhere(person: Person) -> list[tuple[str, int]]:
    """What others' records name them, by what these are called. It reads whole tables."""
    mentions = find_everything(person.id).mentions
    return sorted(Counter(RECORDS.get(m.model.__tablename__, "other records") for m in mentions).items())


def _addresses(person_ids: list[int]) -> set[str]:
    models = PersonEmail, PersonPhone
    return {
        norm
        for model in models
        for norm in db.session.scalars(select(model.norm).where(model.person_id.in_(person_ids)))
    }


def _colleagues(person: Person) -> int:
    there = LIVING, Person.company_id == person.company_id, Person.id != person.id
    return db.session.scalar(select(func.count()).select_from(Person).where(*there))
