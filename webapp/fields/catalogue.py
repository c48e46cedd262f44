"""Every section with its fields as the screen speaks of them, in one query."""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Row, Text, and_, select, type_coerce

from webapp.db import Prepared
from webapp.fields.models import Field, Section

_KEYS = {"email": "emails", "phone": "phones", "company": "company_id"}


@dataclass(frozen=True)
class FieldView:
    """A field. `key` is that of its value (people/values.py), `country_key` that of a state's country."""

    id: int
    section_id: int
    section: str
    key: str
    name: str
    type: str
    required: bool
    choices: tuple[str, ...]
    country_key: str = ""

    def __hash__(self) -> int:
        # What is drawn of fields is kept by them: hashing all that they say would take as long as drawing.
        return hash((self.id, self.name))

    @cached_property
    def is_custom(self) -> bool:
        """Whether an administrator made it."""
        return self.key.startswith("field:")

    @property
    def full_name(self) -> str:
        """'Co-applicant › State': two sections may hold a field of the same name."""
        return f"{self.section} › {self.name}"

    @cached_property
    def slug(self) -> str:
        """The field in addresses and names of inputs: 'city', 'field-12'."""
        return self.key.replace(":", "-")


@dataclass(frozen=True)
class SectionView:
    id: int
    name: str
    builtin: bool
    fields: tuple[FieldView, ...]

    def __hash__(self) -> int:
        # As of a field.
        return hash((self.id, self.name))


_FIELDS = Prepared(
    select(
        Section.id.label("section_id"),
        Section.name.label("section"),
        Section.builtin.label("is_primary"),
        Field.id,
        Field.name,
        Field.type,
        Field.builtin,
        Field.required,
        type_coerce(Field.choices, Text).label("choices"),
        Field.country_field_id,
    )
    .outerjoin(Field, and_(Field.section_id == Section.id, Field.archived_at.is_(None)))
    .order_by(Section.position, Section.id, Field.position, Field.id)
)


def catalogue() -> tuple[SectionView, ...]:
    """The sections in their order, each with its fields in theirs, without the archived ones."""
    return _sections(tuple(_FIELDS.rows()))


@lru_cache(maxsize=4)
def custom_types(sections: tuple[SectionView, ...]) -> dict[int, str]:
    """The type of every custom field by its id."""
    return {field.id: field.type for section in sections for field in section.fields if field.is_custom}


@lru_cache(maxsize=4)
def _sections(rows: tuple[Row, ...]) -> tuple[SectionView, ...]:
    """Built once for what the database says; reading that takes a fraction of building it."""
    keys = {row.id: value_key(row.id, row.builtin) for row in rows if row.id}
    return tuple(
        SectionView(section_id, name, bool(builtin), tuple(_view(row, keys) for row in fields if row.id))
        for (section_id, name, builtin), fields in groupby(
            rows, attrgetter("section_id", "section", "is_primary")
        )
    )


def _view(row: Row, keys: dict[int, str]) -> FieldView:
    return FieldView(
        row.id,
        row.section_id,
        row.section,
        keys[row.id],
        row.name,
        row.type,
        bool(row.required),
        tuple(json.loads(row.choices)),
        keys.get(row.country_field_id, ""),
    )


def value_key(field_id: int, builtin: str) -> str:
    """The key of a field's value: 'city', 'emails', 'field:12'."""
    return _KEYS.get(builtin, builtin) if builtin else f"field:{field_id}"
