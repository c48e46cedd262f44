"""Adding, changing and deleting companies. Each is a change set; how it is taken back is in deeds.py.

A new name reaches the company's people by people/following.py.
"""

from collections.abc import Mapping

from sqlalchemy import delete, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import DELETED, MADE
from webapp.activity.tracking import note_record, open_change_set
from webapp.companies.listing import unlisted_company
from webapp.companies.models import Company
from webapp.db import db, key
from webapp.people.following import let_follow
from webapp.people.models import Person

DETAILS = ("website", "industry", "street", "city", "postcode", "country", "state", "notes")
VALUES = ("name", *DETAILS)
KEEP_SECONDS = 30 * 24 * 3600
"""How long a deleted company can come back by an undo."""


def add_company(values: Mapping[str, str], *, by, now: int) -> tuple[Company, ChangeSet]:
    """Add a company; `values` are all of VALUES. Two firms of one name are two companies.

    One of that name of which only the name was left, out of everybody's sight, is taken up again.
    """
    company = unlisted_company(values["name"]) or Company(name="", name_key="")
    company.only_named = False
    company.created_at, company.changed_at, company.created_by_id = now, now, by.id
    _set(company, values)
    db.session.add(company)
    db.session.flush()
    change_set = _deed("create", f"Added the company {company.name}", by, now)
    note_record(change_set, "company", company.id, MADE)
    return company, change_set


def change_company(
    company: Company, values: Mapping[str, str], *, by, now: int
) -> tuple[ChangeSet | None, bool]:
    """Change VALUES of a company.

    The change set, None if nothing changed; and False when a job carries that to its many people.
    """
    before = values_of(company)
    done = rewrite(company, values, by=by, now=now)
    changed = {name: (before[name], value) for name, value in values_of(company).items()}
    if all(old == new for old, new in changed.values()):
        return None, done
    company.only_named = False
    change_set = _deed("edit", f"Changed the company {before['name']}", by, now)
    note_record(change_set, "company", company.id, changed)
    return change_set, done


def delete_company(company: Company, into: Company | None, *, by, now: int) -> tuple[ChangeSet, bool]:
    """Delete a company whose people, if any, move to another. The change set, and False when a job goes on.

    The caller makes sure that there is another when there are people.
    """
    moving = f", moving its people to {into.name}" if into else ""
    change_set = _deed("edit", f"Deleted the company {company.name}{moving}", by, now)
    note_record(change_set, "company", company.id, DELETED)
    hide(company, now=now)
    into_id = into.id if into else None
    return change_set, let_follow("company", company.id, into_id, by=by, now=now, change_set=change_set)


def values_of(company: Company) -> dict[str, str]:
    """VALUES of a company."""
    return {name: getattr(company, name) for name in VALUES}


def rewrite(company: Company, values: Mapping[str, str], *, by, now: int) -> bool:
    """Set these of VALUES; False when a job carries that to its many people."""
    name, details = company.name, _compared(company)
    _set(company, values)
    company.changed_at = now
    db.session.flush()
    if company.name != name:
        return let_follow("company name", company.id, by=by, now=now)
    return _compared(company) == details or let_follow("company details", company.id, by=by, now=now)


def hide(company: Company, *, now: int) -> None:
    """Delete a company; its row stays for 30 days."""
    company.hidden, company.changed_at = 1, now
    db.session.flush()


def show(company: Company) -> None:
    """Take back that a company was deleted."""
    company.hidden = 0
    db.session.flush()


def erase_hidden(*, now: int) -> None:
    """Delete the rows of companies that nobody can bring back any more."""
    people = select(Person.id).where(Person.company_id == Company.id).exists()
    db.session.execute(
        delete(Company).where(Company.hidden == 1, Company.changed_at < now - KEEP_SECONDS, ~people)
    )


def _deed(kind: str, title: str, by, now: int) -> ChangeSet:
    return open_change_set(kind, title, by=by, now=now, about="company")


def _compared(company: Company) -> tuple:
    """What one may ask of somebody's company, beside its name."""
    return company.industry_key, company.country, company.state


def _set(company: Company, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        setattr(company, name, value)
    company.name_key, company.industry_key = key(company.name), key(company.industry)
