"""Common given names of several languages, to recognise a column of them."""

from functools import cache
from pathlib import Path


@cache
def given_names() -> frozenset[str]:
    """In lower case, without accents."""
    return frozenset(Path(__file__).with_suffix(".txt").read_text("utf-8").split())
