"""How the builder asks: the comparisons of a condition in plain words, and the inputs for their values.

An operator turns what stands in inputs into a typed value (terms.py) and back, so the builder's form and the
text form are two ways to write the same terms, and both are read by the conditions.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from webapp.criteria.terms import Asked, Atom, as_typed, atom_typed

_SPAN = re.compile(r"([0-9]+)([dwmy])")

Inputs = tuple[str, ...]
"""What stands in the inputs of one value."""


class Choice(NamedTuple):
    """One of the values to choose from: as it is written in the text form, and in words."""

    value: str
    words: str


@dataclass(frozen=True)
class Operator(ABC):
    """`name` stands in forms; `words` and `negative` are what one reads in the builder.

    `widget` names the inputs, `size` is how many of them make one value; `several` says that any of several
    values may be asked for at once, and `is_rare` that the negative is offered only where it is used.
    """

    name: str
    words: str
    negative: str

    widget: ClassVar[str] = ""
    size: ClassVar[int] = 1
    several: ClassVar[bool] = False
    is_rare: ClassVar[bool] = False
    missing: ClassVar[str] = "Write a value."

    @abstractmethod
    def inputs(self, asked: Asked) -> Inputs | None:
        """What stands in the inputs for this value; None if it is not one of this operator."""

    @abstractmethod
    def asked(self, inputs: Inputs, position: int) -> Asked:
        """The typed value of the inputs."""

    def of_all(self, values: Sequence[Asked]) -> list[Inputs] | None:
        """The inputs for all of these values; None if they are not of this operator."""
        found = [self.inputs(asked) for asked in values]
        return None if None in found or (len(found) > 1 and not self.several) else found


@dataclass(frozen=True)
class Alone(Operator):
    """A special word that needs no value: none, any, never."""

    size = 0
    is_rare = True

    def inputs(self, asked):
        return () if asked.word == self.name else None

    def asked(self, inputs, position):
        return Asked("is", Atom(self.name, False, position))


@dataclass(frozen=True)
class OneOf(Operator):
    """Things of a list."""

    widget = "choice"
    several = True
    missing = "Choose a value."

    def inputs(self, asked):
        return (as_typed(asked.atom),) if asked.op == "is" else None

    def asked(self, inputs, position):
        return Asked("is", atom_typed(inputs[0], position))


@dataclass(frozen=True)
class OneOfPlaces(OneOf):
    """States of a country, which is chosen first."""

    widget = "state"


@dataclass(frozen=True)
class Written(Operator):
    """A text, taken literally; a text of `special` stands for something else unless it is quoted."""

    widget = "text"
    several = True
    special: ClassVar[frozenset[str]] = frozenset({"none", "any"})

    def inputs(self, asked):
        return (asked.text,) if asked.op == self.name and asked.word not in self.special else None

    def asked(self, inputs, position):
        return Asked(self.name, Atom(inputs[0], True, position))


@dataclass(frozen=True)
class OneText(Written):
    """A text of which there can be only one."""

    several = False
    special = frozenset()


@dataclass(frozen=True)
class Amount(Operator):
    """A number."""

    widget = "number"

    def inputs(self, asked):
        return (asked.text,) if asked.op == self.name else None

    def asked(self, inputs, position):
        return Asked(self.name, Atom(inputs[0].strip(), False, position))


@dataclass(frozen=True)
class Day(Amount):
    """A date."""

    widget = "date"
    missing = "Choose a day."

    def inputs(self, asked):
        return None if _SPAN.fullmatch(asked.text) else super().inputs(asked)


@dataclass(frozen=True)
class Between(Operator):
    """From one number to another."""

    widget = "numbers"
    size = 2

    def inputs(self, asked):
        return (asked.text, asked.end.text) if asked.op == ".." else None

    def asked(self, inputs, position):
        first, last = (Atom(text.strip(), False, position) for text in inputs)
        return Asked("..", first, last)


@dataclass(frozen=True)
class BetweenDays(Between):
    """From one date to another."""

    widget = "dates"
    missing = "Choose both days."


@dataclass(frozen=True)
class Last(Operator):
    """A number of days, weeks, months or years back from today."""

    widget = "span"
    size = 2
    missing = "Write how long."

    def inputs(self, asked):
        span = _SPAN.fullmatch(asked.word)
        return span.groups() if span else None

    def asked(self, inputs, position):
        return Asked("is", _span(inputs, position))


@dataclass(frozen=True)
class Next(Last):
    """The same from today on."""

    def inputs(self, asked):
        if asked.op != "named" or asked.atom.word != "next" or asked.behind.op != "is":
            return None
        span = _SPAN.fullmatch(asked.end.word)
        return span.groups() if span else None

    def asked(self, inputs, position):
        return Asked("named", Atom("next", False, position), _span(inputs, position))


@dataclass(frozen=True)
class OfThing(Operator):
    """Something of a list, and behind it the inputs of another operator: "Italy", "30" and "days"."""

    behind: Operator

    @property
    def widget(self):
        return f"named-{self.behind.widget}"

    @property
    def size(self):
        return 1 + self.behind.size

    @property
    def missing(self):
        return f"Choose which, and: {self.behind.missing}"

    def inputs(self, asked):
        behind = self.behind.inputs(asked.behind) if asked.op == "named" else None
        return behind and (as_typed(asked.atom), *behind)

    def asked(self, inputs, position):
        name, *others = inputs
        behind = self.behind.asked(tuple(others), position)
        comparison = behind.op if behind.op not in ("is", "..") else ""
        return Asked("named", atom_typed(name, position), behind.atom, comparison, behind.end)


def of_thing(behind: Operator) -> OfThing:
    """The operator with a choice before it."""
    return OfThing(behind.name, behind.words, behind.negative, behind)


def _span(inputs: Inputs, position: int) -> Atom:
    number, unit = inputs
    return Atom(f"{number.strip()}{unit}", False, position)


IS_ANY_OF = OneOf("is", "is any of", "is none of")
IS = OneOf("is", "is", "is not")
EMPTY = (Alone("none", "is empty", "is not empty"), Alone("any", "is not empty", "is empty"))
TEXTS = (
    Written("is", "is", "is not"),
    Written("contains", "contains", "does not contain"),
    Written("starts", "starts with", "does not start with"),
)
NUMBERS = (
    Amount("is", "is", "is not"),
    Amount(">", "is more than", "is not more than"),
    Amount(">=", "is at least", "is not at least"),
    Amount("<", "is less than", "is not less than"),
    Amount("<=", "is at most", "is not at most"),
    Between("..", "is between", "is not between"),
)
LAST = Last("last", "in the last", "not in the last")
NEXT = Next("next", "in the next", "not in the next")
DAYS = (
    Day("is", "on", "not on"),
    Day(">=", "since", "not since"),
    Day(">", "after", "not after"),
    Day("<", "before", "not before"),
    Day("<=", "until", "not until"),
    BetweenDays("..", "between", "not between"),
)
