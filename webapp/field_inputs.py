"""Inputs for the fields of the catalogue: each reads and shows the value of its field's type.

`data` of every input is a value as people/values.py has it. What was typed stays in it when it cannot be
read.
"""

from collections.abc import Callable, Iterable
from datetime import date

from wtforms import Field
from wtforms.fields.core import UnboundField

from webapp.fields.catalogue import FieldView
from webapp.fields.languages import languages
from webapp.fields.places import countries, country_name, states
from webapp.fields.reading import empty, read
from webapp.fields.wording import shown
from webapp.fields.zones import zones

MOST_ADDRESSES = 50


class Input(Field):
    """One field. What was not touched is kept, even if it could not be entered any more.

    `theirs` is the value that somebody else gave it meanwhile, in words.
    """

    theirs: str | None = None

    def __init__(self, view: FieldView, region: str, **bound):
        self.view, self.region, self.typed, self.country = view, region, None, ""
        super().__init__(view.name, id=f"f-{view.slug}", **bound)

    def process_data(self, value):
        self.data = self.before = value

    def process_formdata(self, valuelist):
        if valuelist:
            self.typed = valuelist[0]
            if self.view.type != "state" and self.typed != as_text(self.view.type, self.before):
                self.data = read(self.view, self.typed, region=self.region)

    @property
    def text(self) -> str:
        """What stands in the input."""
        return as_text(self.view.type, self.data) if self.typed is None else self.typed

    @property
    def options(self) -> list[tuple[str, str]] | None:
        """(value, words) of a choice, the first for none; a value that is no longer offered is kept. None
        for what one types."""
        offered = _OPTIONS.get(self.view.type)
        if offered is None:
            return None
        found = [("", "—"), *offered(self)]
        if self.text not in dict(found):
            found.insert(1, (self.text, shown(self.view.type, self.data) or self.text))
        return found

    @property
    def help(self) -> str:
        """What to know before one chooses."""
        if self.view.type == "country":
            return "Changing the country clears the state."
        if self.view.type != "state":
            return ""
        if not self.country:
            return "Choose the country first."
        return f"States of {country_name(self.country)}. Changing the country clears this."

    def settle(self, country: str, *, moved: bool) -> None:
        """Read a state by its country; one that belongs to another country goes with a move."""
        self.country = country
        if moved and not _belongs(self.text, country):
            self.data, self.typed = empty(self.view), None
        elif self.typed is not None:
            try:
                self.data = read(self.view, self.typed, region=self.region, country=country)
            except ValueError as refusal:
                self.process_errors.append(str(refusal))


class ListInput(Input):
    """Several choices, ticked."""

    def process_formdata(self, valuelist):
        if valuelist:
            kept = self.before or ()
            self.data = [
                text if text in kept else read(self.view, text, region=self.region)
                for text in valuelist
                if text
            ] or None

    @property
    def options(self) -> list[tuple[str, str]]:
        kept = [choice for choice in self.data or () if choice not in self.view.choices]
        return [(choice, choice) for choice in (*self.view.choices, *kept)]


class AddressesInput(Input):
    """E-mail addresses or phone numbers, one an input; `<name>-primary` says which is the primary one.

    `wrong` are the positions of those that could not be read.
    """

    def process(self, formdata, data=None, extra_filters=None):
        self.primary, self.wrong = 0, frozenset()
        if formdata is not None:
            chosen = formdata.get(f"{self.name}-primary", "")
            self.primary = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
        super().process(formdata, data, extra_filters)

    def process_formdata(self, valuelist):
        if not valuelist:
            return
        self.typed = valuelist
        if len(valuelist) > MOST_ADDRESSES:
            raise ValueError(f"Keep at most {MOST_ADDRESSES} of them.")
        found, refusals = {}, {}
        for position in _with_first(self.primary, len(valuelist)):
            try:
                address = self._address(valuelist[position])
            except ValueError as refusal:
                refusals[position] = refusal
                continue
            if address:
                found.setdefault(address[1], address)
        self.wrong = refusals.keys()
        if refusals:
            raise refusals[min(refusals)]
        self.data = list(found.values())

    def _address(self, text: str) -> object:
        """[shown, norm], or nothing for an empty input; raises ValueError. What was not touched is kept."""
        known = dict(self.before)
        return [text, known[text]] if text in known else read(self.view, text, region=self.region)

    @property
    def texts(self) -> list[str]:
        """What stands in the inputs."""
        return [shown for shown, _norm in self.data] if self.typed is None else self.typed


def input_for(view: FieldView, region: str) -> UnboundField:
    """An unbound input of the field's type; `region` reads phone numbers."""
    return _INPUTS.get(view.type, Input)(view, region)


def as_text(field_type: str, value: object) -> str:
    """A single value as it stands in an input."""
    if value in (None, "") or (field_type == "date" and not value):
        return ""
    if field_type == "date":
        return date.fromordinal(value).isoformat()
    if field_type == "yes/no":
        return "yes" if value else "no"
    return str(value)


def state_options(country: str) -> list[tuple[str, str]]:
    """(code, name) of a country's states."""
    return [tuple(place) for place in states(country)] if len(country) == 2 else []


def _belongs(state: str, country: str) -> bool:
    return not state or state.startswith(f"{country}-")


def _with_first(first: int, number: int) -> list[int]:
    positions = list(range(number))
    if first in positions:
        positions.remove(first)
        positions.insert(0, first)
    return positions


_INPUTS: dict[str, type[Input]] = {
    "emails": AddressesInput,
    "phones": AddressesInput,
    "several choices": ListInput,
}
_OPTIONS: dict[str, Callable[[Input], Iterable[tuple[str, str]]]] = {
    "yes/no": lambda _field: (("yes", "Yes"), ("no", "No")),
    "choice": lambda field: ((choice, choice) for choice in field.view.choices),
    "country": lambda _field: countries(),
    "state": lambda field: state_options(field.country),
    "language": lambda _field: languages(),
    "zone": lambda _field: ((zone, zone.replace("_", " ")) for zone in zones()),
}
