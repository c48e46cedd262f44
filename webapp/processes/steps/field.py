"""Giving people a value of a field, or emptying it."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.field import SetField
from webapp.fields.catalogue import FieldView, catalogue
from webapp.fields.wording import shown
from webapp.processes.steps.step import ActionStep, Ask, BadStep, Where

PERSONAL = {"first", "last", "emails", "phones", "company_id"}
"""What many do not share, or what may be somebody's only name."""


def settable_fields() -> list[FieldView]:
    """Those that a process can set, in their order."""
    return [field for section in catalogue() for field in section.fields if field.key not in PERSONAL]


@dataclass(frozen=True)
class FillField(ActionStep):
    """`given` are values by key: that of the field, and its country's beside a state."""

    field: str
    given: Mapping[str, object]
    name = "field"
    label = "Set a field"
    asks = (Ask("field", "Field", "field"),)

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        """Its inputs are those of the field, so `answers` has the values that were read: given()."""
        raise BadStep("Choose a field.", "field")

    @classmethod
    def giving(cls, field: FieldView, given: Mapping[str, object]) -> "FillField":
        return cls(field.key, dict(given))

    @property
    def words(self) -> tuple[str, Bit]:
        field = self._field
        if field is None:
            return "Set", Bit("text", "a deleted field")
        value = shown(field.type, self.given[field.key])
        if not value:
            return "Empty", Bit("text", field.full_name)
        return f"Set {field.full_name} to", Bit("text", value)

    def why_gone(self) -> str:
        field = self._field
        if field is None:
            return "A field that it sets was deleted."
        value = self.given[field.key]
        chosen = value if isinstance(value, list) else [value]
        if field.choices and value and not {*chosen} <= {*field.choices}:
            return f"{field.full_name} has the choice “{shown(field.type, value)}” no longer."
        return ""

    @property
    def action(self) -> Action:
        field = self._field
        typed = shown(field.type, self.given[field.key])
        falling = [one.key for one in settable_fields() if one.country_key == field.key and one.is_custom]
        return SetField(field.full_name, typed, self.given, falling)

    @property
    def _field(self) -> FieldView | None:
        return next((field for field in settable_fields() if field.key == self.field), None)
