"""Columns that become a field of their own."""

from collections.abc import Sequence

from sqlalchemy import func, select

from webapp.db import db, key
from webapp.fields.models import Field, Section
from webapp.imports.values import looks_like_date, read_number, read_yes_no

NEW_FIELD = "new"
"""The key of a column that is to become a field."""
SECTION = "More"


def add_fields(
    columns: Sequence[str], names: Sequence[str], sample: Sequence[Sequence[str]], *, now: int
) -> list[str]:
    """The columns with a field made, or found by its name, for each NEW_FIELD."""
    made = list(columns)
    for i, column in enumerate(columns):
        if column == NEW_FIELD:
            values = [row[i].strip() for row in sample if i < len(row) and row[i].strip()]
            made[i] = f"field:{_field(names[i], _type_of(values), now)}"
    return made


def _field(name: str, field_type: str, now: int) -> int:
    section = db.session.scalar(select(Section).where(Section.name_key == key(SECTION)))
    if section is None:
        last = db.session.scalar(select(func.max(Section.position))) or 0
        section = Section(name=SECTION, name_key=key(SECTION), position=last + 1, created_at=now)
        db.session.add(section)
        db.session.flush()
    field = db.session.scalar(
        select(Field).where(Field.section_id == section.id, Field.name_key == key(name))
    )
    if field is None:
        last = db.session.scalar(select(func.max(Field.position)).where(Field.section_id == section.id))
        field = Field(
            section_id=section.id,
            name=name[:60],
            name_key=key(name[:60]),
            type=field_type,
            position=(last or 0) + 1,
            choices=[],
            created_at=now,
        )
        db.session.add(field)
        db.session.flush()
    return field.id


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
