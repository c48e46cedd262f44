"""The inputs of the step that sets a field: which one, then its value, a state's behind its country's."""

from functools import cached_property

from werkzeug.datastructures import MultiDict

from webapp import context
from webapp.fields.catalogue import FieldView
from webapp.fields.places import country_name
from webapp.fields_form import FieldsForm
from webapp.processes.steps.field import FillField, settable_fields
from webapp.processes.steps.step import BadStep


class FieldStep:
    """What was answered so far; `step` is the one that is being changed, if any."""

    def __init__(self, answers: MultiDict, step: FillField | None = None):
        self.answers, self.step = answers, step

    @cached_property
    def fields(self) -> list[FieldView]:
        return settable_fields()

    @cached_property
    def field(self) -> FieldView | None:
        """The one that was chosen."""
        if self.step is not None:
            return next((field for field in self.fields if field.key == self.step.field), None)
        return next((field for field in self.fields if field.slug == self.answers.get("a-field")), None)

    @cached_property
    def form(self) -> FieldsForm | None:
        """Its input, and its country's."""
        if self.field is None:
            return None
        asked = [view for view in self.fields if view.key in (self.field.key, self.field.country_key)]
        asked.sort(key=lambda view: view.key == self.field.key)
        answers = self.answers if self.step is None and self.field.slug in self.answers else None
        given = self.step.given if self.step else {}
        return FieldsForm(asked, given, region=context.the_company().country, formdata=answers)

    @property
    def empties(self) -> bool:
        """Whether the field is to be left empty."""
        return "empty" in self.answers

    def states_of_chosen(self) -> FieldsForm | None:
        """The state's input anew, for a country that was just chosen; None if the field has none."""
        if self.field is None or not self.field.country_key:
            return None
        country = self.answers.get(self.field.country_key.replace(":", "-"), "")
        code = country if country_name(country) != country else ""
        return FieldsForm([self.field], {self.field.country_key: code}, region="")

    def read(self) -> FillField:
        """The step; raises BadStep."""
        if self.field is None:
            raise BadStep("Choose a field.", "field")
        if self.empties and self.field.required:
            raise BadStep(f"{self.field.name} is required, so it cannot be empty.", "field")
        if self.empties:
            return FillField.giving(self.field, FieldsForm([self.field], {}, region="").seen)
        if not self.form.validate():
            raise BadStep(next(field.errors[0] for field in self.form if field.errors), "field")
        given = {field.view.key: field.data for field in self.form}
        if given[self.field.key] in ("", None, [], 0) and self.field.type != "number":
            raise BadStep(f"Enter {self.field.name}, or tick that it is to be empty.", "field")
        return FillField.giving(self.field, given)
