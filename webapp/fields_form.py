"""A form over some fields of one person.

What was typed stays in an input when it cannot be read. The form carries the values that it was shown with
(`seen`), so that what somebody else changes meanwhile is told from one's own changes.
"""

import json
from collections.abc import Iterable, Mapping

from wtforms.form import BaseForm

from webapp.field_inputs import Input, input_for
from webapp.fields.catalogue import FieldView
from webapp.fields.reading import empty

SEEN = "seen"


class FieldsForm(BaseForm):
    """Inputs for some fields of one person; `values` are the present ones by key.

    `company` is the name behind company_id; its input holds that name. `region` reads phone numbers.
    """

    def __init__(
        self,
        views: Iterable[FieldView],
        values: Mapping[str, object],
        *,
        region: str,
        company: str = "",
        formdata=None,
    ):
        views = list(views)
        super().__init__({view.slug: input_for(view, region) for view in views})
        self.values = values
        self.seen = {view.key: values.get(view.key, empty(view)) for view in views}
        self._theirs_chosen: set[str] = set()
        if formdata is not None:
            self._read_seen(formdata.get(SEEN, ""))
            self._theirs_chosen = {
                view.key for view in views if formdata.get(f"choose-{view.slug}") == "theirs"
            }
        data = {view.slug: values.get(view.key, empty(view)) for view in views}
        self.process(formdata, data=data | ({"company_id": company} if "company_id" in data else {}))
        self._settle_states()

    def validate(self, extra_validators=None) -> bool:
        """Whether everything can be kept; required fields must have something."""
        valid = super().validate(extra_validators)
        for field in self:
            if field.view.required and not field.errors and is_nothing(field.view, field.data):
                field.errors = [f"{field.view.name} is required."]
                valid = False
        return valid

    def changes(self) -> dict[str, object]:
        """{key: value} of what the user changed; a company is still its typed name."""
        return {
            field.view.key: field.data
            for field in self
            if field.view.key not in self._theirs_chosen and field.data != self._seen_data(field)
        }

    def show_conflicts(self, theirs: Mapping[str, str], present: Mapping[str, object]) -> None:
        """Offer the others' values ({key: in words}) beside one's own; seen are now the `present` ones."""
        for field in self:
            key = field.view.key
            if key in theirs:
                field.theirs = theirs[key]
                self.seen[key] = present.get(key, empty(field.view))

    @property
    def seen_json(self) -> str:
        """For the hidden input."""
        return json.dumps(self.seen)  # in ASCII: what was posted may hold half a surrogate pair

    def _read_seen(self, text: str) -> None:
        try:
            posted = json.loads(text) if text else {}
        except (ValueError, RecursionError):
            posted = {}
        if isinstance(posted, dict):
            self.seen |= {key: value for key, value in posted.items() if key in self.seen}

    def _seen_data(self, field: Input) -> object:
        return field.before if field.view.type == "company" else self.seen[field.view.key]

    def _settle_states(self) -> None:
        inputs = {field.view.key: field for field in self}
        for field in self:
            if field.view.type == "state":
                before = self.values.get(field.view.country_key) or ""
                beside = inputs.get(field.view.country_key)
                country = (beside.data or "") if beside else before
                field.settle(country, moved=country != before)


def is_nothing(view: FieldView, value: object) -> bool:
    """Whether a required field would be left empty; no and the number 0 are answers."""
    return value in (None, "", []) or (view.type == "date" and not value)
