"""How the values of people read: what a key is called, and a value as words."""

from collections.abc import Callable

from sqlalchemy import select

from webapp.companies.models import Company
from webapp.db import db
from webapp.fields.models import Field, Section
from webapp.fields.places import country_name, state_name
from webapp.formatting import day
from webapp.people.values import is_custom
from webapp.pipelines.models import Status
from webapp.users.office import Office
from webapp.users.user import User

OWN_NAMES = {"kind": "Kind", "status_id": "Status", "owner_id": "Owner", "office_id": "Office"}
BUILTIN_NAMES = {"emails": "email", "phones": "phone", "company_id": "company"}
"""The keys that are not called like their built-in field."""
RECORDS = {
    "status_id": ("status", Status),
    "owner_id": ("user", User),
    "office_id": ("office", Office),
    "company_id": ("company", Company),
}
"""What the keys point at: the word for it, and its model, which has a name."""


def name_of(value_key: str) -> str:
    """ "Primary info › City" for `city`, "Status" for `status_id`; "A deleted field" when it is gone."""
    if value_key in OWN_NAMES:
        return OWN_NAMES[value_key]
    named = select(Section.name, Field.name).join(Field, Field.section_id == Section.id)
    row = db.session.execute(named.where(_is_field(value_key))).first()
    return " › ".join(row) if row else "A deleted field"


def in_words(value_key: str, value: object) -> str:
    """A value as one reads it; '' for none."""
    if value in (None, "", []):
        return ""
    if value_key in RECORDS:
        word, model = RECORDS[value_key]
        return db.session.scalar(select(model.name).where(model.id == value)) or f"a deleted {word}"
    if value_key in ("emails", "phones"):
        return ", ".join(shown for shown, _ in value)
    if value_key == "kind":
        return str(value).capitalize()
    field_type = db.session.scalar(select(Field.type).where(_is_field(value_key)))
    return TYPES.get(field_type, str)(value)


def _is_field(value_key: str):
    if is_custom(value_key):
        return Field.id == int(value_key.partition(":")[2])
    return Field.builtin == BUILTIN_NAMES.get(value_key, value_key)


def _number(value: float) -> str:
    return f"{value:,.10g}" if value != int(value) else f"{int(value):,}"


TYPES: dict[str, Callable[[object], str]] = {
    "date": day,
    "number": _number,
    "yes/no": lambda value: "Yes" if value else "No",
    "country": country_name,
    "state": state_name,
    "several choices": ", ".join,
}
