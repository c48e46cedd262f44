"""The known word nearest to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches

from webapp.db import key

MOST_COMPARED = 5_000


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like this one, whatever the case and accents; '' if none is alike."""
    by_key = {key(name): name for name, _ in zip(known, range(MOST_COMPARED), strict=False)}
    found = get_close_matches(key(word), by_key, n=1, cutoff=0.6)
    return by_key[found[0]] if found else ""
