"""Words without a key: looked for in names, e-mail addresses, companies and phone numbers."""

import re

from sqlalchemy import and_, column, literal_column, or_, select, table

from webapp.criteria.condition import Condition, Ids, Said, a_row, on_sqlite, refusal
from webapp.criteria.terms import written
from webapp.criteria.tree import Leaf
from webapp.db import words
from webapp.people.models import PersonSearch

_PHONE = re.compile(r"[0-9+()./\s-]*")
_FEWEST_DIGITS = 3
_INDEXED = 2  # a trigram of the index is the blank before a word and two of its letters
_FTS = table("person_fts", column("rowid"))


class WordCondition(Condition):
    """Every word of the text begins a word of the name, an e-mail address or the company; or the text is
    digits and phone punctuation and its digits stand in a phone number."""

    name = "word"

    def read(self, term, asker, beside):
        (asked,) = term.values
        if not words(asked.text):
            raise refusal(asked, f"There is nothing to look for in “{asked.text[:40]}”.")
        return Leaf(self.name, (("is", asked.text),))

    def write(self, leaf):
        return written(_text(leaf))

    def probe(self, leaf, subject, asker):
        return subject.has(a_row(PersonSearch.person_id == subject.person.id, _like(_text(leaf))))

    def ids(self, leaf, asker):
        text = _text(leaf)
        long_words = [word for word in words(text) if len(word) >= _INDEXED]
        if on_sqlite() and long_words:
            found = select(_FTS.c.rowid).where(
                literal_column("person_fts").op("MATCH")(_match(text, long_words))
            )
            return Ids(found, exact=len(long_words) == len(words(text)))
        return Ids(select(PersonSearch.person_id).where(_like(text)))

    def holds(self, leaf, facts, asker):
        text, digits = _text(leaf), _digits(_text(leaf))
        found = facts["search"]
        return all(f" {word}" in found["txt"] for word in words(text)) or bool(
            digits and digits in found["phones"]
        )

    def say(self, leaf, labels, *, negative):
        return Said("not matching" if negative else "matching", f"“{_text(leaf)}”")


def _text(leaf) -> str:
    return leaf.values[0][1]


def _digits(text: str) -> str:
    """The digits to look for in phone numbers; '' if the text is no part of one."""
    digits = "".join(c for c in text if c in "0123456789")
    return digits if len(digits) >= _FEWEST_DIGITS and _PHONE.fullmatch(text) else ""


def _like(text: str):
    # Words and digits hold neither % nor _.
    begins = and_(*(PersonSearch.txt.like(f"% {word}%") for word in words(text)))
    digits = _digits(text)
    return or_(begins, PersonSearch.phones.like(f"%{digits}%")) if digits else begins


def _match(text: str, long_words: list[str]) -> str:
    """The FTS5 question; words have no quotes."""
    begins = " AND ".join(f'{{txt}} : " {word}"' for word in long_words)
    digits = _digits(text)
    return f'({begins}) OR ({{phones}} : "{digits}")' if digits else begins
