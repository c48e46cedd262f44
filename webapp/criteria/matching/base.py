"""What every type of field can do with the values that are asked for.

`none` and `any` mean the same for all of them and are not known here (conditions/field.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement

from webapp.criteria.askable import Askable
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.operators import Choice, Operator
from webapp.criteria.terms import Asked, Term, atom_typed, written
from webapp.criteria.tree import Value

SPECIAL = frozenset({"none", "any"})


class Matching(ABC):
    """How the values of one field are asked for; `comparisons` are its operators in the builder."""

    comparisons: Sequence[Operator] = ()

    def __init__(self, field: Askable):
        self.field = field

    @abstractmethod
    def read(self, asked: Asked, asker: Asker, beside: Sequence[Term]) -> Value:
        """The value of what was typed; raises CriteriaError."""

    @abstractmethod
    def write(self, value: Value) -> str:
        """The text of a value."""

    def only(self, value: Value) -> object:
        """The stored value that alone matches; None where others may too, which `sql` and `python` tell."""
        return None

    def sql(self, value: Value, column: ColumnElement, asker: Asker) -> ColumnElement[bool]:
        """Whether a column that is not empty matches."""
        raise NotImplementedError

    def python(self, value: Value, stored, asker: Asker) -> bool:
        """Whether one stored value matches."""
        raise NotImplementedError

    @abstractmethod
    def say(self, value: Value) -> tuple[str, str]:
        """In words, to follow "whose City": a verb, and the part that one may change."""

    def suggest(self, asker: Asker) -> Iterable[str]:
        """Values that may be asked for, as one writes them."""
        return ()

    def choices(self, asker: Asker, country: str) -> Iterable[Choice]:
        """What the builder offers for an operator that takes things of a list."""
        return (Choice(value, atom_typed(value, 0).text) for value in self.suggest(asker))

    def refusal(self, asked: Asked, sentence: str, known: str = "") -> CriteriaError:
        """The error for one value; `known` is the nearest value that would do."""
        suggestion = f"{self.field.key}:{self.written(known)}" if known else ""
        return CriteriaError(sentence, asked.position, suggestion)

    def written(self, text: str) -> str:
        """A text as one writes it among the values of a field."""
        return written(text, SPECIAL)
