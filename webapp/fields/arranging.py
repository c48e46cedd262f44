"""Sections and fields as an administrator makes and orders them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from webapp.bad_input import BadInput
from webapp.db import db, key
from webapp.fields.models import Field, PersonField, Section
from webapp.fields.types import CUSTOM_TYPES
from webapp.naming import name_of

LONGEST_NAME = 80
MOST_CHOICES = 300
WITH_CHOICES = frozenset({"choice", "several choices"})


class BadField(BadInput):
    """What is wrong with a section or field."""

    usually = ""


def sections() -> list[Section]:
    """Every section in its order."""
    return list(db.session.scalars(select(Section).order_by(Section.position, Section.id)))


def fields_of(section_id: int) -> list[Field]:
    """The fields of a section in their order, the archived ones too."""
    theirs = select(Field).where(Field.section_id == section_id)
    return list(db.session.scalars(theirs.order_by(Field.position, Field.id)))


def add_section(name: str, *, now: int) -> Section:
    """Add a section at the end; raises BadField for a name that is taken or none."""
    section = Section(name="", name_key="", position=len(sections()), builtin=False, created_at=now)
    rename_section(section, name)
    db.session.add(section)
    db.session.flush()
    return section


def rename_section(section: Section, name: str) -> None:
    """Give a section another name; raises BadField."""
    name = _checked_name(name, "section")
    taken = db.session.scalar(select(Section).where(Section.name_key == key(name)))
    if taken is not None and taken is not section:
        raise BadField(f"There is a section “{taken.name}” already.", "name")
    section.name, section.name_key = name, key(name)


def delete_section(section: Section) -> None:
    """Delete a section with its fields and all their values; raises BadField for the built-in one."""
    if section.builtin:
        raise BadField("The first section cannot be deleted.")
    own = fields_of(section.id)
    for field in own:
        field.country_field_id = None
    db.session.flush()
    db.session.execute(delete(PersonField).where(PersonField.field_id.in_([field.id for field in own])))
    for field in own:
        db.session.delete(field)
    db.session.delete(section)
    db.session.flush()


def add_field(
    section: Section,
    *,
    name: str,
    field_type: str,
    required: bool = False,
    choices: Iterable[str] = (),
    country_field_id: int | None = None,
    now: int,
) -> Field:
    """Add a field at the end of a section; raises BadField."""
    if field_type not in CUSTOM_TYPES:
        raise BadField("Choose one of the types.", "type")
    field = Field(
        section_id=section.id,
        name="",
        name_key="",
        type=field_type,
        choices=[],
        position=len(fields_of(section.id)),
        created_at=now,
    )
    if field_type == "state":
        offered = {country.id for country in country_fields(section.id)}
        if country_field_id not in offered:
            raise BadField("A state belongs to a country: add a country field to this section first.", "type")
        field.country_field_id = country_field_id
    change_field(field, name=name, required=required, choices=choices)
    db.session.add(field)
    db.session.flush()
    return field


def change_field(field: Field, *, name: str, required: bool, choices: Iterable[str] = ()) -> None:
    """Give a field another name, mark it as required or not, and offer other choices; raises BadField.

    People keep a value that is no longer offered. A built-in field keeps its name.
    """
    offered = _checked_choices(choices) if field.type in WITH_CHOICES else []
    if not field.builtin:
        _name(field, name)
    field.choices, field.required = offered, required


def call_company_field(word: str) -> None:
    """Name the built-in field of a person's company by the company's word for it; raises BadField."""
    field = db.session.scalars(select(Field).where(Field.builtin == "company")).one()
    _name(field, word)


def country_fields(section_id: int) -> list[Field]:
    """The fields that a state of this section may belong to."""
    return [f for f in fields_of(section_id) if f.type == "country" and f.archived_at is None]


def archive_field(field: Field, *, now: int) -> None:
    """Show a custom field nowhere, keeping its values; raises BadField."""
    _refuse_if_needed(field)
    field.archived_at = now


def delete_field(field: Field) -> None:
    """Delete a custom field and everybody's values of it; raises BadField."""
    _refuse_if_needed(field)
    db.session.execute(delete(PersonField).where(PersonField.field_id == field.id))
    db.session.delete(field)
    db.session.flush()


def values_in(field_ids: Sequence[int]) -> int:
    """How many people have a value in any of these fields, those in the trash too."""
    having = select(func.count(PersonField.person_id.distinct())).where(PersonField.field_id.in_(field_ids))
    return db.session.scalar(having)


def _name(field: Field, name: str) -> None:
    name = _checked_name(name, "field")
    taken = db.session.scalar(
        select(Field).where(Field.section_id == field.section_id, Field.name_key == key(name))
    )
    if taken is not None and taken is not field:
        raise BadField(f"This section has a field “{taken.name}” already.", "name")
    field.name, field.name_key = name, key(name)


def _refuse_if_needed(field: Field) -> None:
    if field.builtin:
        raise BadField("A built-in field stays. It can be left empty.")
    state = db.session.scalar(
        select(Field).where(Field.country_field_id == field.id, Field.archived_at.is_(None)).limit(1)
    )
    if state is not None:
        raise BadField(f"“{state.name}” needs this country. Delete or archive that one first.")


def _checked_name(name: str, what: str) -> str:
    return name_of(what, name, lambda sentence: BadField(sentence, "name"), most=LONGEST_NAME)


def _checked_choices(choices: Iterable[str]) -> list[str]:
    lines = [" ".join(choice.split()) for choice in choices]
    found = list({key(line): line for line in lines if line}.values())
    if not found:
        raise BadField("Give at least one choice, each on a line of its own.", "choices")
    if len(found) > MOST_CHOICES:
        raise BadField(f"Offer at most {MOST_CHOICES} choices.", "choices")
    if too_long := next((choice for choice in found if len(choice) > LONGEST_NAME), None):
        raise BadField(f"“{too_long[:30]}…” is too long: {LONGEST_NAME} characters at most.", "choices")
    return found
