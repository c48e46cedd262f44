"""Columns that become a field of their own."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.db import db, key
from webapp.fields.arranging import LONGEST_NAME, add_field, add_section, fields_of
from webapp.fields.models import Section
from webapp.imports.values import looks_like_date, read_number, read_yes_no

NEW_FIELD = "new"
"""The key of a column that is to become a field."""
SECTION = "More"


def add_fields(
    columns: Sequence[str], names: Sequence[str], sample: Sequence[Sequence[str]], *, now: int
) -> list[str]:
    """The columns with a field made, or found by its name, for each NEW_FIELD; raises BadField."""
    made = list(columns)
    for i, column in enumerate(columns):
        if column == NEW_FIELD:
            values = [row[i].strip() for row in sample if i < len(row) and row[i].strip()]
            made[i] = f"field:{_field(names[i], _type_of(values), now)}"
    return made


def _field(name: str, field_type: str, now: int) -> int:
    section = _section(now)
    there = (f for f in fields_of(section.id) if f.name_key == key(name) and f.archived_at is None)
    field = next(there, None) or add_field(section, name=name[:LONGEST_NAME], field_type=field_type, now=now)
    return field.id


def _section(now: int) -> Section:
    there = db.session.scalar(select(Section).where(Section.name_key == key(SECTION)))
    return there or add_section(SECTION, now=now)


def _type_of(values: Sequence[str]) -> str:
    """The narrowest type that all of some values fit; text for none."""
    for field_type, fits in (("yes/no", _is_yes_no), ("number", _is_number), ("date", looks_like_date)):
        if values and all(map(fits, values)):
            return field_type
    return "long text" if any(len(value) > 200 or "\n" in value for value in values) else "text"


def _is_yes_no(text: str) -> bool:
    return not text.isdigit() and _reads(read_yes_no, text)


def _is_number(text: str) -> bool:
    return not (len(text) > 1 and text[0] == "0" and text.isdigit()) and (
        _reads(read_number, text) or _reads(lambda t: read_number(t, ","), text)
    )


def _reads(read, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
