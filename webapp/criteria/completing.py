"""What may come next while somebody types into the search box."""

import re
from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from webapp.criteria.askable import askables, asked_for
from webapp.criteria.asking import Asker
from webapp.criteria.conditions import BY_KEY
from webapp.criteria.errors import CriteriaError
from webapp.criteria.matching import matching
from webapp.criteria.terms import Atom
from webapp.db import fold

MOST = 10
MOST_COMPARED = 2_000
_PIECE = re.compile(r'"[^"]*"?|[\s()]+|[:,]|[^\s():,"]+')


class Completion(NamedTuple):
    """`shown` is what is offered, `text` the whole box when it was taken."""

    shown: str
    text: str


def complete(text: str, asker: Asker) -> list[Completion]:
    """At most ten ways to finish the last word of a text: a key, or a value of the key before it."""
    key, typed = _unfinished(text)
    wanted = fold(typed.strip('"'))
    if not key and not wanted:
        return []
    offered, end = (_values(key, asker), " ") if key else (_keys(), "")
    fitting = [word for word in islice(offered, MOST_COMPARED) if wanted in fold(word)]
    fitting.sort(key=lambda word: not fold(word.strip('"')).startswith(wanted))
    before = text.removesuffix(typed)
    return [Completion(word, before + word + end) for word in fitting[:MOST]]


def _unfinished(text: str) -> tuple[str, str]:
    """The key of the term in which the text ends ('' for none), and what is typed of the key or value."""
    key = typed = ""
    for piece in _PIECE.findall(text):
        if piece == ":":
            key, typed = key or typed, ""
        elif piece == ",":
            typed = ""
        elif piece[0].isspace() or piece[0] in "()":
            key = typed = ""
        else:
            typed += piece if key or typed else piece.lstrip("-")
    return key, typed


def _keys() -> Iterable[str]:
    return (f"{key}:" for key in dict.fromkeys((*BY_KEY, *(field.key for field in askables()))))


def _values(key: str, asker: Asker) -> Iterable[str]:
    name = Atom(key.strip('"'), key.startswith('"'), 0)
    if condition := BY_KEY.get(name.word):
        return condition.suggest(asker)
    try:
        field = asked_for(name)
    except CriteriaError:
        return ()
    return (*matching(field).suggest(asker), "any", "none") if field else ()
