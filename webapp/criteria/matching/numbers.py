"""Fields of numbers, and yes/no."""

import re
from operator import ge, gt, le, lt

from webapp.criteria.errors import CriteriaError
from webapp.criteria.matching.base import Matching
from webapp.criteria.operators import IS, NUMBERS
from webapp.formatting import number as shown

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")
_COMPARE = {">": gt, ">=": ge, "<": lt, "<=": le}
_SAID = {">": "is more than", ">=": "is at least", "<": "is less than", "<=": "is at most"}


class Number(Matching):
    """is, comparisons and ranges with both ends."""

    comparisons = NUMBERS

    def read(self, asked, asker, beside):
        if asked.op == "..":
            first, last = self._number(asked, asked.atom), self._number(asked, asked.end)
            if first > last:
                raise self.refusal(asked, f"This range runs backwards: {first} is more than {last}.")
            return "..", first, last
        if asked.op != "is" and asked.op not in _COMPARE:
            name = self.field.key
            raise self.refusal(
                asked, f"{self.field.label} is a number. Write {name}:50, {name}:>50 or {name}:10..50."
            )
        return asked.op, self._number(asked, asked.atom)

    def write(self, value):
        match value:
            case ("..", first, last):
                return f"{first}..{last}"
            case ("is", number):
                return f"{number}"
            case (comparison, number):
                return f"{comparison}{number}"

    def only(self, value):
        return float(value[1]) if value[0] == "is" else None

    def sql(self, value, column, asker):
        match value:
            case ("..", first, last):
                return column.between(float(first), float(last))
            case (comparison, number):
                return _COMPARE[comparison](column, float(number))

    def python(self, value, stored, asker):
        match value:
            case ("..", first, last):
                return first <= stored <= last
            case (comparison, number):
                return _COMPARE[comparison](stored, number)

    def say(self, value):
        match value:
            case ("..", first, last):
                return "is between", f"{shown(first)} and {shown(last)}"
            case ("is", number):
                return "is", shown(number)
            case (comparison, number):
                return _SAID[comparison], shown(number)

    def _number(self, asked, atom) -> int | float:
        if not _NUMBER.fullmatch(atom.text):
            raise CriteriaError(f"“{atom.text[:40]}” is not a number that can be compared.", atom.position)
        number = float(atom.text)
        return int(number) if number.is_integer() else number


class YesNo(Matching):
    """yes or no; whoever has neither is asked for by none."""

    comparisons = (IS,)

    def read(self, asked, asker, beside):
        if asked.op != "is" or asked.atom.word not in ("yes", "no"):
            name = self.field.key
            raise self.refusal(asked, f"{self.field.label} is yes or no. Write {name}:yes or {name}:no.")
        return "is", asked.atom.word

    def write(self, value):
        return value[1]

    def only(self, value):
        return float(value[1] == "yes")

    def say(self, value):
        return "is", value[1]

    def suggest(self, asker):
        return "yes", "no"
