"""How the values of people read: what a key is called, and a value as words."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select

from webapp.companies.models import Company
from webapp.db import db
from webapp.fields.catalogue import SectionView
from webapp.fields.models import Field, Section
from webapp.fields.wording import shown
from webapp.people.values import is_custom
from webapp.pipelines.models import Stage, Status
from webapp.users.office import Office
from webapp.users.own_company import Labels
from webapp.users.user import User

OWN_NAMES = {
    "kind": "Kind",
    "status_id": "Status",
    "stage_id": "Stage",
    "stage_value": "Value",
    "stage_expected": "Expected",
    "owner_id": "Owner",
    "office_id": "Office",
}
STAGE_WORDS = {
    "stage_value": lambda hundredths: shown("number", hundredths / 100) if hundredths else "",
    "stage_expected": lambda day: shown("date", day),
}
"""What is hoped for in a stage, in words; '' for unknown."""
BUILTIN_NAMES = {"emails": "email", "phones": "phone", "company_id": "company"}
"""The keys that are not called like their built-in field."""
RECORDS = {
    "status_id": ("status", Status),
    "stage_id": ("stage", Stage),
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
    if value_key == "kind":
        return str(value).capitalize()
    if value_key in STAGE_WORDS:
        return STAGE_WORDS[value_key](value)
    field_type = db.session.scalar(select(Field.type).where(_is_field(value_key)))
    return shown(field_type or "text", value)


def _is_field(value_key: str):
    if is_custom(value_key):
        return Field.id == int(value_key.partition(":")[2])
    return Field.builtin == BUILTIN_NAMES.get(value_key, value_key)


class Worded(NamedTuple):
    """A change: of what, and how it read before and after ('' for nothing)."""

    label: str
    old: str
    new: str


class Wording:
    """Words for many changes [[key, old, new], …] at once; each kind of name is looked up at most once."""

    def __init__(self, changes: Iterable[Sequence], sections: Iterable[SectionView], labels: Labels):
        self._labels = labels
        self._fields = {field.key: field for section in sections for field in section.fields}
        self._names = _names_in(list(changes))

    def change(self, value_key: str, old: object, new: object) -> Worded:
        """One change in words."""
        return Worded(self.label(value_key), self.value(value_key, old), self.value(value_key, new))

    def label(self, value_key: str) -> str:
        """'Status', 'City', 'Co-applicant › State'; *Primary info* goes without saying."""
        if value_key in OWN_NAMES:
            return OWN_NAMES[value_key]
        field = self._fields.get(value_key)
        if field is None:
            return "A deleted field"
        return field.full_name if is_custom(value_key) else field.name

    def value(self, value_key: str, value: object) -> str:
        """A value in words."""
        if value in (None, "", []):
            return ""
        if value_key == "kind":
            return self._labels.kind(value).one
        if value_key in STAGE_WORDS:
            return STAGE_WORDS[value_key](value)
        if value_key in RECORDS:
            return self._names.get((value_key, value)) or f"a deleted {RECORDS[value_key][0]}"
        field = self._fields.get(value_key)
        return shown(field.type, value) if field else ""


def _names_in(changes: list[Sequence]) -> dict[tuple[str, int], str]:
    names = {}
    for value_key, (_word, model) in RECORDS.items():
        ids = {value for changed, *values in changes if changed == value_key for value in values} - {None}
        if ids:
            rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))
            names |= {(value_key, record_id): name for record_id, name in rows}
    return names
