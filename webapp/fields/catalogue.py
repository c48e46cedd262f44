"""Every section with its fields as the screen speaks of them, in one query."""

from dataclasses import dataclass, field

from sqlalchemy import and_, select

from webapp.db import db
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

    @property
    def is_custom(self) -> bool:
        """Whether an administrator made it."""
        return self.key.startswith("field:")

    @property
    def full_name(self) -> str:
        """'Co-applicant › State': two sections may hold a field of the same name."""
        return f"{self.section} › {self.name}"

    @property
    def slug(self) -> str:
        """The field in addresses and names of inputs: 'city', 'field-12'."""
        return self.key.replace(":", "-")


@dataclass(frozen=True)
class SectionView:
    id: int
    name: str
    builtin: bool
    fields: list[FieldView] = field(default_factory=list)


_FIELDS = (
    select(
        Section.id.label("section_id"),
        Section.name.label("section"),
        Section.builtin.label("is_primary"),
        Field.id,
        Field.name,
        Field.type,
        Field.builtin,
        Field.required,
        Field.choices,
        Field.country_field_id,
    )
    .outerjoin(Field, and_(Field.section_id == Section.id, Field.archived_at.is_(None)))
    .order_by(Section.position, Section.id, Field.position, Field.id)
)


def catalogue() -> list[SectionView]:
    """The sections in their order, each with its fields in theirs, without the archived ones."""
    rows = db.session.execute(_FIELDS).all()
    keys = {row.id: value_key(row.id, row.builtin) for row in rows if row.id}
    sections: dict[int, SectionView] = {}
    for row in rows:
        section = sections.setdefault(
            row.section_id, SectionView(row.section_id, row.section, row.is_primary)
        )
        if row.id:
            section.fields.append(
                FieldView(
                    row.id,
                    row.section_id,
                    row.section,
                    keys[row.id],
                    row.name,
                    row.type,
                    row.required,
                    tuple(row.choices),
                    keys.get(row.country_field_id, ""),
                )
            )
    return list(sections.values())


def value_key(field_id: int, builtin: str) -> str:
    """The key of a field's value: 'city', 'emails', 'field:12'."""
    return _KEYS.get(builtin, builtin) if builtin else f"field:{field_id}"
