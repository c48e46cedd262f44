"""What a column of a file can be mapped to: the built-in fields, those of administrators, and a few more."""

from dataclasses import dataclass

from sqlalchemy import select

from webapp.db import db
from webapp.fields.builtin import BUILTIN, PRIMARY
from webapp.fields.models import Field, Section


@dataclass(frozen=True)
class Target:
    """A place for a cell's value. `key` is what plans store; several columns may share a `many`."""

    key: str
    section: str
    label: str
    type: str = "text"
    many: bool = False
    choices: tuple[str, ...] = ()
    country_key: str = ""
    required: bool = False

    @property
    def path(self) -> str:
        """As people write and read it: "Primary info › City"."""
        return f"{self.section} › {self.label}"


RECORD, COMPANY = "Record", "Company"
_JOINED = frozenset({"first", "last", "email", "phone", "street"})

BUILT_IN = {
    target.key: target
    for target in (
        Target("name", PRIMARY, "Name"),
        *(
            Target(
                f.name,
                PRIMARY,
                f.label,
                f.type,
                f.name in _JOINED,
                country_key="country" if f.name == "state" else "",
            )
            for f in BUILTIN
        ),
        Target("kind", RECORD, "Kind"),
        Target("status", RECORD, "Status"),
        Target("stage", RECORD, "Stage"),
        Target("value", RECORD, "Value", "number"),
        Target("expected", RECORD, "Expected", "date"),
        Target("owner", RECORD, "Owner"),
        Target("tags", RECORD, "Tags", many=True),
        Target("segments", RECORD, "Segments", many=True),
        Target("groups", RECORD, "Groups", many=True),
        Target("note", RECORD, "Note", many=True),
        Target("created", RECORD, "Created", "moment"),
        Target("company.website", COMPANY, "Website", "link"),
        Target("company.industry", COMPANY, "Industry"),
        Target("company.street", COMPANY, "Street"),
        Target("company.city", COMPANY, "City"),
    )
}


def all_targets() -> dict[str, Target]:
    """Every target by its key, with the custom fields ('field:12') and what is required now."""
    rows = db.session.execute(
        select(Field, Section.name)
        .join(Section, Section.id == Field.section_id)
        .where(Field.archived_at.is_(None))
        .order_by(Section.position, Field.position, Field.id)
    ).all()
    keys = {field.id: field.builtin or f"field:{field.id}" for field, _ in rows}
    found = dict(BUILT_IN)
    for field, section in rows:
        key = keys[field.id]
        found[key] = Target(
            key,
            section,
            field.name,
            field.type,
            many=key in _JOINED,
            choices=tuple(field.choices),
            country_key=keys.get(field.country_field_id, ""),
            required=field.required,
        )
    return found
