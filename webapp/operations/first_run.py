"""The first run: company, office, roles, lists and the first administrator in one transaction.

Whoever sets Muster up proves by a token that they see the server's console. It is derived from the
secret, so that every process knows it and none has to keep it; it is worth nothing once there is a company.
"""

import base64
import hashlib
import hmac

from webapp.db import db
from webapp.fields.builtin import add_primary_section
from webapp.pipelines.stages import add_first_pipeline
from webapp.pipelines.statuses import add_first_statuses
from webapp.relations.kinds import add_first_kinds
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
    add_first_pipeline(now)
    add_primary_section(now)
    add_first_kinds(now)
    first_office = open_office(office, now=now)
    return add_user(
        email,
        name=name,
        office_id=first_office.id,
        roles=[role_named("Administrator")],
        now=now,
        password=password,
    )


def setup_token(secret: str) -> str:
    """The token of an instance with this secret: 100 random bits as five groups of four."""
    digest = hmac.new(secret.encode(), b"setup token", hashlib.sha256).digest()
    text = base64.b32encode(digest).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, 20, 4))


def is_setup_token(text: str, secret: str) -> bool:
    """Whether the text is the token, however its groups are written."""
    plain = "".join(text.lower().split()).replace("-", "")
    return hmac.compare_digest(plain.encode(), setup_token(secret).replace("-", "").encode())
