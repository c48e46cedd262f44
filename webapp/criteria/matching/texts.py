"""Fields of text, which is compared folded: is, contains, starts with."""

from sqlalchemy import and_

from webapp.criteria.matching.base import Matching
from webapp.criteria.operators import IS_ANY_OF, TEXTS
from webapp.criteria.spelling import nearest
from webapp.db import fold, key
from webapp.db.types import KEY_LENGTH
from webapp.people.contact_points import normalise_phone

_WRITTEN = {"is": "{}", "contains": "~{}", "starts": "{}*"}
_SAID = {"is": ("is", "{}"), "contains": ("contains", "“{}”"), "starts": ("starts with", "“{}”")}
_LAST_CHARACTER = "\U0010ffff"


class Text(Matching):
    """Any text."""

    comparisons = TEXTS

    def compared(self, text: str) -> str:
        """The text as it is stored for comparing."""
        return key(text)

    def read(self, asked, asker, beside):
        name = self.field.key
        if asked.op not in _WRITTEN:
            raise self.refusal(
                asked, f"{self.field.label} is a text. Write {name}:Bost, {name}:~bost or {name}:Bost*."
            )
        if not asked.atom.quoted and "*" in asked.text:
            raise self.refusal(asked, f"A * stands only at the end, as in {name}:Bost*.")
        if not self.compared(asked.text):
            raise self.refusal(asked, f"The text is missing. Write {name}:none for nothing.")
        if asked.op != "is" and len(fold(asked.text)) > KEY_LENGTH:
            raise self.refusal(asked, f"A part of a text has at most {KEY_LENGTH} characters.")
        return asked.op, asked.text

    def write(self, value):
        op, text = value
        return _WRITTEN[op].format(self.written(text))

    def only(self, value):
        return self.compared(value[1]) if value[0] == "is" else None

    def sql(self, value, column, asker):
        op, text = value
        wanted = self.compared(text)
        if op == "contains":
            # The range makes SQLite look through the index instead of the whole table (14 ms for 350).
            return and_(column > "", column.contains(wanted, autoescape=True))
        return and_(column >= wanted, column < _end_of_prefix(wanted))

    def python(self, value, stored, asker):
        op, text = value
        wanted = self.compared(text)
        return wanted in stored if op == "contains" else stored.startswith(wanted)

    def say(self, value):
        verb, part = _SAID[value[0]]
        return verb, part.format(value[1])


class LongText(Text):
    """Long text has no index: only none and any."""

    comparisons = ()

    def read(self, asked, asker, beside):
        name = self.field.key
        raise self.refusal(asked, f"{self.field.label} is a long text. Write {name}:any or {name}:none.")


class Email(Text):
    """Addresses, compared in lower case."""

    def compared(self, text):
        return text.strip().lower()


class Phone(Text):
    """Numbers, compared by their digits after "+" and the country's code."""

    def compared(self, text):
        plus = "+" if text.strip().startswith("+") else ""
        return plus + "".join(c for c in text if c in "0123456789")

    def read(self, asked, asker, beside):
        op, text = super().read(asked, asker, beside)
        if op == "is":
            try:
                return op, normalise_phone(text, asker.country)[1]
            except ValueError as refused:
                raise self.refusal(asked, str(refused), "~" + self.compared(text)) from None
        if op == "starts" and not text.startswith("+"):
            raise self.refusal(asked, f"Begin with “+” and the country's code: {self.field.key}:+49*.")
        return op, self.compared(text)

    def written(self, text):
        return text


class Choice(Text):
    """One of the field's choices."""

    comparisons = (IS_ANY_OF, *TEXTS[1:])

    def read(self, asked, asker, beside):
        op, text = super().read(asked, asker, beside)
        if op != "is":
            return op, text
        choices = {key(choice): choice for choice in self.field.choices}
        if key(text) not in choices:
            known = nearest(text, self.field.choices)
            raise self.refusal(asked, f"“{text[:40]}” is no choice of {self.field.label}.", known)
        return op, choices[key(text)]

    def suggest(self, asker):
        return map(self.written, self.field.choices)


def _end_of_prefix(prefix: str) -> str:
    """The first text after all that begin with the prefix, in the order of code points."""
    # No stored text holds the last character of Unicode, so nothing sorts behind it.
    return prefix + _LAST_CHARACTER
