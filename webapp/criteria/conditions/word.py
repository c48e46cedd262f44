"""Words without a key: looked for in names, e-mail addresses, companies and phone numbers."""

import re

from webapp.criteria.condition import Condition, Said, Topic, a_row, refusal
from webapp.criteria.operators import OneText
from webapp.criteria.terms import written
from webapp.criteria.tree import Leaf
from webapp.criteria.words import found_by, in_row
from webapp.db import words
from webapp.people.models import PersonSearch

_PHONE = re.compile(r"[0-9+()./\s-]*")
_FEWEST_DIGITS = 3
LONGEST = 100
KEY = ""
"""Words stand in texts without a key."""


class WordCondition(Condition):
    """Every word of the text begins a word of the name, an e-mail address or the company; or the text is
    digits and phone punctuation and its digits stand in a phone number."""

    name = "word"
    label = "Words in name, e-mail, company, phone"
    comparisons = (OneText("is", "match", "do not match"),)

    def read(self, term, asker, beside):
        (asked,) = term.values
        if not words(asked.text):
            raise refusal(asked, f"There is nothing to look for in “{asked.text[:40]}”.")
        if len(asked.text) > LONGEST:
            raise refusal(asked, f"At most {LONGEST} characters can be looked for at a time.")
        return Leaf(self.name, (("is", asked.text),))

    def write(self, leaf):
        return written(_text(leaf))

    def probe(self, leaf, subject, asker):
        text = _text(leaf)
        found = in_row([words(text)], _digits(text))
        return subject.has(a_row(PersonSearch.person_id == subject.person.id, found))

    def ids(self, leaf, asker):
        text = _text(leaf)
        return found_by([words(text)], _digits(text))

    def reads(self, leaf):
        return "searched", "searched_phones"

    def theirs(self, leaf, facts, asker, labels):
        return ", ".join([facts["name"], *facts["emails"], *facts["phones"]])

    def test(self, leaf, asker):
        digits = _digits(_text(leaf))
        wanted = [f" {word}" for word in words(_text(leaf))]

        def test(facts) -> bool:
            if digits and digits in facts["searched_phones"]:
                return True
            return all(word in facts["searched"] for word in wanted)

        return test

    def say(self, leaf, labels, *, negative):
        return Said("not matching" if negative else "matching", f"“{_text(leaf)}”")

    def topics(self):
        return (Topic(KEY, self.label, self.heading),)


def _text(leaf) -> str:
    return leaf.values[0][1]


def _digits(text: str) -> str:
    """The digits to look for in phone numbers; '' if the text is no part of one."""
    digits = "".join(c for c in text if c in "0123456789")
    return digits if len(digits) >= _FEWEST_DIGITS and _PHONE.fullmatch(text) else ""
