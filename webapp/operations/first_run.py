"""The first run: company, office, roles, lists and the first administrator in one transaction."""

from webapp.db import db
from webapp.fields.builtin import add_primary_section
from webapp.pipelines.statuses import add_first_statuses
from webapp.users.office import open_office
from webapp.users.own_company import OwnCompany, own_company
from webapp.users.role import add_first_roles, role_named
from webapp.users.user import User, add_user


class AlreadySetUp(Exception):
    """Muster has its company; it is set up once."""


def set_up(
    *, company: str, country: str, time_zone: str, office: str, name: str, email: str, password: str, now: int
) -> User:
    """Make the company, its first office and the first administrator; raises AlreadySetUp."""
    if own_company():
        raise AlreadySetUp
    db.session.add(OwnCompany(name=company, country=country, time_zone=time_zone, created_at=now, labels={}))
    add_first_roles()
    add_first_statuses(now)
    add_primary_section(now)
    first_office = open_office(office, now=now)
    return add_user(
        email,
        name=name,
        office_id=first_office.id,
        roles=[role_named("Administrator")],
        now=now,
        password=password,
    )
