"""Which field to set, and to what."""

from functools import cached_property

from webapp import context
from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.field import SetCompany, SetField
from webapp.fields.catalogue import FieldView, SectionView, catalogue
from webapp.fields.places import country_name
from webapp.fields.wording import shown
from webapp.fields_form import FieldsForm

PERSONAL = {"first", "last", "emails", "phones"}
"""What is nobody else's."""


class FieldQuestion(Question):
    """The first answer says which field; its input comes then, a state's with the country's before it."""

    name = "field"

    def heading(self, people: str) -> str:
        return f"Change a field of {people}"

    @cached_property
    def sections(self) -> list[SectionView]:
        """Every section that has a field which many can share."""
        return [section for section in catalogue() if self.fields_of(section)]

    def fields_of(self, section: SectionView) -> list[FieldView]:
        return [field for field in section.fields if field.key not in PERSONAL]

    @cached_property
    def field(self) -> FieldView | None:
        """The one that was chosen."""
        slug = self.answers.get("field", "")
        return next(
            (field for field in self._fields if field.slug == slug and field.key not in PERSONAL), None
        )

    @cached_property
    def form(self) -> FieldsForm | None:
        """Its input, and its country's."""
        if self.field is None:
            return None
        asked = [view for view in self._fields if view.key in (self.field.key, self.field.country_key)]
        asked.sort(key=lambda view: view.key == self.field.key)
        answers = self.answers if self.field.slug in self.answers else None
        return FieldsForm(asked, {}, region=context.the_company().country, formdata=answers)

    @property
    def states_at(self) -> str:
        """Where the inputs of a country's states come from."""
        return f"{self.address}/states?field={self.field.slug}"

    @property
    def empties(self) -> bool:
        """Whether the field is to be left empty."""
        return bool(self.answers.get("empty"))

    def states_of_chosen(self) -> FieldsForm:
        """The state's input anew, for a country that was just chosen."""
        country = self.answers.get(self.field.country_key.replace(":", "-"), "")
        code = country if country_name(country) != country else ""
        return FieldsForm([self.field], {self.field.country_key: code}, region="")

    def read(self) -> Action:
        if self.field is None:
            raise Unanswered("Choose a field.")
        if self.empties:
            return self._emptied()
        if not self.form.validate():
            raise Unanswered(next(field.errors[0] for field in self.form if field.errors))
        given = {field.view.key: field.data for field in self.form}
        value = given[self.field.key]
        typed = shown(self.field.type, value) if self.field.type != "company" else value
        if not typed:
            raise Unanswered(f"Enter {self.field.name}, or tick that it is to be empty.")
        if self.field.type == "company":
            return SetCompany(value)
        return SetField(self.field.full_name, typed, given, self._falling())

    def _emptied(self) -> Action:
        if self.field.required:
            raise Unanswered(f"{self.field.name} is required, so it cannot be empty.")
        if self.field.type == "company":
            return SetCompany("")
        empty = FieldsForm([self.field], {}, region="").seen
        return SetField(self.field.full_name, "", empty, self._falling())

    @cached_property
    def _fields(self) -> list[FieldView]:
        return [field for section in self.sections for field in section.fields]

    def _falling(self) -> tuple[str, ...]:
        key = self.field.key
        return tuple(field.key for field in self._fields if field.country_key == key and field.is_custom)
