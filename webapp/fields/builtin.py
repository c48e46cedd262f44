"""The built-in fields of *Primary info*: columns of person, described like every other field."""

from typing import NamedTuple

from webapp.db import db, key
from webapp.fields.models import Field, Section

PRIMARY = "Primary info"


class BuiltIn(NamedTuple):
    """`name` is the criteria key and the column; `column_key` the folded column that SQL compares."""

    name: str
    label: str
    type: str
    column_key: str = ""


BUILTIN = (
    BuiltIn("first", "First name", "text", "first_key"),
    BuiltIn("last", "Last name", "text", "last_key"),
    BuiltIn("email", "E-mail", "emails"),
    BuiltIn("phone", "Phone", "phones"),
    BuiltIn("company", "Company", "company", "company_key"),
    BuiltIn("title", "Job title", "text", "title_key"),
    BuiltIn("street", "Street", "text", "street_key"),
    BuiltIn("city", "City", "text", "city_key"),
    BuiltIn("postcode", "Postal code", "text", "postcode_key"),
    BuiltIn("country", "Country", "country", "country"),
    BuiltIn("state", "State", "state", "state"),
    BuiltIn("source", "Source", "text", "source_key"),
    BuiltIn("industry", "Industry", "text", "industry_key"),
    BuiltIn("website", "Website", "link", "website_key"),
    BuiltIn("birthday", "Birthday", "date", "birthday"),
    BuiltIn("language", "Language", "language", "language"),
    BuiltIn("zone", "Time zone", "zone", "zone"),
)
BY_NAME = {field.name: field for field in BUILTIN}

TEXT_COLUMNS = tuple(f.name for f in BUILTIN if f.type in ("text", "link"))
"""Columns that hold what was typed and have a folded `<name>_key` beside them."""

PLAIN_COLUMNS = ("country", "state", "birthday", "language", "zone")
"""Columns that are compared as they are: codes and the birthday's day ordinal."""


def add_primary_section(now: int) -> None:
    """The section and fields that every Muster begins with."""
    section = Section(name=PRIMARY, name_key=key(PRIMARY), position=0, builtin=True, created_at=now)
    db.session.add(section)
    db.session.flush()
    rows = {}
    for position, field in enumerate(BUILTIN):
        rows[field.name] = Field(
            section_id=section.id,
            name=field.label,
            name_key=key(field.label),
            type=field.type,
            builtin=field.name,
            position=position,
            created_at=now,
        )
    db.session.add_all(rows.values())
    db.session.flush()
    rows["state"].country_field_id = rows["country"].id
    db.session.flush()
