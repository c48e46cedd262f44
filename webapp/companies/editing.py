"""Adding, changing and deleting companies. A new name reaches its people's rows by people/following.py."""

from collections.abc import Mapping

from webapp.activity.tracking import open_change_set
from webapp.companies.models import Company
from webapp.db import db, key
from webapp.people.following import let_follow

DETAILS = ("website", "industry", "street", "city", "postcode", "country", "state", "notes")


class BadCompany(ValueError):
    """One sentence on what is wrong."""


def add_company(values: Mapping[str, str], *, by, now: int) -> Company:
    """Add a company; `values` are its name and DETAILS. Two firms of one name are two companies."""
    company = Company(name="", name_key="", created_at=now, changed_at=now, created_by_id=by.id)
    _set(company, values)
    db.session.add(company)
    db.session.flush()
    return company


def change_company(company: Company, values: Mapping[str, str], *, by, now: int) -> bool:
    """Change a company; False when a job carries a new name to its many people."""
    before = company.name
    _set(company, values)
    company.changed_at = now
    db.session.flush()
    return company.name == before or let_follow("company name", company.id, by=by, now=now)


def delete_company(company: Company, into: Company | None, *, by, now: int) -> bool:
    """Delete a company whose people, if any, move to another; False when a job finishes that.

    The caller makes sure that there is another when there are people.
    """
    company.hidden = 1
    if into is None:
        return let_follow("company", company.id, by=by, now=now)
    change_set = open_change_set("edit", f"Moved the people of {company.name} to {into.name}", by=by, now=now)
    return let_follow("company", company.id, into.id, by=by, now=now, change_set=change_set)


def _set(company: Company, values: Mapping[str, str]) -> None:
    company.name, company.name_key = values["name"], key(values["name"])
    for name in DETAILS:
        setattr(company, name, values[name])
    company.industry_key = key(company.industry)
