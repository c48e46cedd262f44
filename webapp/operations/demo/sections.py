"""The sections and fields that the demo's company made for itself, and what invented people have in them."""

from sqlalchemy import select

from webapp.db import db, key
from webapp.fields.models import Field, Section
from webapp.operations.demo.names import RISKS, SECTIONS


def add_sections(now: int) -> None:
    """Make the sections with their fields, after the built-in one."""
    for position, (name, fields) in enumerate(SECTIONS.items(), 1):
        section = Section(name=name, name_key=key(name), position=position, created_at=now)
        db.session.add(section)
        db.session.flush()
        _add_fields(section, fields, now)


def field_keys() -> dict[str, str]:
    """{"Compliance › Risk": "field:21"} for those of the demo's fields that this instance has."""
    found = db.session.execute(
        select(Section.name, Field.name, Field.id).join(Section).where(Section.name.in_(SECTIONS))
    )
    return {f"{section} › {name}": f"field:{field_id}" for section, name, field_id in found}


def _add_fields(section: Section, fields, now: int) -> None:
    country = None
    for position, (name, kind) in enumerate(fields):
        field = Field(
            section_id=section.id,
            name=name,
            name_key=key(name),
            type=kind,
            position=position,
            choices=list(RISKS) if kind == "choice" else [],
            country_field_id=country if kind == "state" else None,
            created_at=now,
        )
        db.session.add(field)
        db.session.flush()
        country = field.id if kind == "country" else country
