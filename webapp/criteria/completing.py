"""What may come next while somebody types into the search box."""

import re
from collections.abc import Iterable, Iterator
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
_LAST = re.compile(
    r"""(?P<before>(?:^|.*[\s(]))-?(?:(?P<key>"[^"]*"|[^\s,:()"]+):(?P<others>(?:[^\s,()"]*|"[^"]*")*,)?)?(?P<typed>[^\s,:()"]*|"[^"]*)$""",
    re.DOTALL,
)


class Completion(NamedTuple):
    """`text` is the whole box with the suggestion taken, `shown` the suggestion alone."""

    shown: str
    text: str


def complete(text: str, asker: Asker) -> list[Completion]:
    """At most ten ways to finish the last word of a text: keys, or values of the key before it."""
    last = _LAST.match(text[-500:]) if text else None
    typed = last["typed"] if last else ""
    start = len(text) - len(typed)
    if last and last["key"]:
        wanted, options, end = fold(typed.strip('"')), _values(last["key"], asker), " "
    elif typed:
        wanted, options, end = fold(typed.strip('"').removeprefix("-")), _keys(), ""
        start += typed.startswith("-")
    else:
        return []
    fitting = (option for option in options if wanted in fold(option.strip('"')))
    best = sorted(
        islice(fitting, MOST * 20), key=lambda option: not fold(option.strip('"')).startswith(wanted)
    )
    return [Completion(option, text[:start] + option + end) for option in best[:MOST]]


def _keys() -> Iterator[str]:
    for key in BY_KEY:
        yield f"{key}:"
    for field in askables():
        yield f"{field.key}:"


def _values(key: str, asker: Asker) -> Iterable[str]:
    name = Atom(key.strip('"'), key.startswith('"'), 0)
    if condition := BY_KEY.get(name.word):
        return condition.suggest(name.word, asker)
    try:
        field = asked_for(name)
    except CriteriaError:
        return ()
    return (*matching(field).suggest(asker), "any", "none") if field else ()
