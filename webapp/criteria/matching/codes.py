"""Fields whose values are codes of a list: countries, states, languages, time zones."""

from abc import abstractmethod
from collections.abc import Iterable

from webapp.criteria.askable import asked_for
from webapp.criteria.matching.base import Matching
from webapp.criteria.operators import IS_ANY_OF, Choice, OneOfPlaces
from webapp.criteria.spelling import nearest
from webapp.db import fold, key
from webapp.fields.languages import language_name, languages
from webapp.fields.places import (
    countries,
    countries_with_state,
    country_name,
    find_country,
    find_state,
    state_name,
    states,
)
from webapp.fields.zones import zone_name, zones


class Code(Matching):
    """One of a list, asked for by code or name; `thing` is the word for it."""

    thing: str
    comparisons = (IS_ANY_OF,)

    @abstractmethod
    def find(self, text: str) -> str | None:
        """The code of what was typed."""

    @abstractmethod
    def name(self, code: str) -> str:
        """How a code reads."""

    @abstractmethod
    def names(self) -> Iterable[str]:
        """What may be typed."""

    def read(self, asked, asker, beside):
        self.refuse_all_but_names(asked)
        code = self.find(asked.text)
        if code is None:
            known = nearest(asked.text, self.names())
            raise self.refusal(asked, f"There is no {self.thing} “{asked.text[:40]}”.", known)
        return "is", code

    def refuse_all_but_names(self, asked) -> None:
        """Raise CriteriaError for comparisons and parts."""
        if asked.op != "is":
            raise self.refusal(asked, f"{self.field.label} is asked for by name or code.")

    def write(self, value):
        return self.written(value[1])

    def only(self, value):
        # Columns keep the code itself, rows of custom fields its key like that of every text.
        return key(value[1]) if self.field.is_custom else value[1]

    def say(self, value):
        return "is", self.name(value[1])

    def suggest(self, asker):
        return map(self.written, self.names())

    @abstractmethod
    def codes(self, country: str) -> Iterable[tuple[str, str]]:
        """Every code with its name; of states those of the country."""

    def choices(self, asker, country):
        return (Choice(self.written(code), name) for code, name in self.codes(country))


class Country(Code):
    thing = "country"

    def codes(self, country):
        return countries()

    def find(self, text):
        return find_country(text)

    def name(self, code):
        return country_name(code)

    def names(self):
        return (place.name for place in countries())


class State(Code):
    """A state of the country that is asked for beside it, else of the asker's."""

    thing = "state"
    comparisons = (OneOfPlaces("is", "is any of", "is none of"),)

    def codes(self, country):
        return states(country)

    def read(self, asked, asker, beside):
        self.refuse_all_but_names(asked)
        country = self._country_beside(beside) or asker.country
        code = self.find(asked.text) or find_state(asked.text, country)
        if code is None:
            raise self._not_there(asked, country)
        return "is", code

    def find(self, text):
        country, dash, _ = text.upper().partition("-")
        return find_state(text, country) if dash and len(country) == 2 else None

    def name(self, code):
        return state_name(code)

    def names(self):
        return ()

    def suggest(self, asker):
        return (self.written(place.name) for place in states(asker.country))

    def _country_beside(self, beside) -> str | None:
        for term in beside:
            if term.key and len(term.values) == 1 and term.values[0].op == "is":
                field = asked_for(term.key)
                if field and field.of == self.field.country_of:
                    return find_country(term.values[0].text)
        return None

    def _not_there(self, asked, country: str):
        elsewhere = [
            f"{self.field.key}:{find_state(asked.text, other)} ({country_name(other)})"
            for other in countries_with_state(asked.text)
        ]
        sentence = f"{country_name(country)} has no state “{asked.text[:40]}”."
        if elsewhere:
            more = " …" if len(elsewhere) > 5 else ""
            return self.refusal(asked, f"{sentence} Write {', '.join(elsewhere[:5])}{more}.")
        return self.refusal(asked, sentence, nearest(asked.text, (place.name for place in states(country))))


class Language(Code):
    thing = "language"

    def codes(self, country):
        return languages()

    def find(self, text):
        return {fold(word): code for code, name in languages() for word in (name, code)}.get(fold(text))

    def name(self, code):
        return language_name(code)

    def names(self):
        return (name for _, name in languages())


class Zone(Code):
    thing = "time zone"

    def codes(self, country):
        return ((zone, zone_name(zone)) for zone in zones())

    def find(self, text):
        return {fold(zone): zone for zone in zones()}.get(fold(text))

    def name(self, code):
        return zone_name(code)

    def names(self):
        return zones()
