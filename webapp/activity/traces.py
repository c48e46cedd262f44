"""What somebody is recognised by in texts that are not their own: their full names and their addresses."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, quote_plus

from webapp.db import fold

ERASED = "[erased]"
SHORTEST = 5
"""Shorter ones would be found in other words."""

_BEFORE, _AFTER = r"(?:(?<![^\W_])|(?<=%[0-9A-F]{2}))", r"(?![^\W_])"
"""A name within a longer word is another one; a quote in the address of a page ends with a digit."""
_UNCHANGED = re.compile(r"[A-Za-z0-9_.~-]+")


@dataclass(frozen=True)
class Traces:
    """Of people who are to be erased: `names` are full ones, `first_and_last` their parts, and `addresses`
    e-mails and phones as typed and normalised, earlier ones too. None of them is anybody else's.
    """

    person_ids: frozenset[int]
    names: frozenset[str]
    first_and_last: frozenset[tuple[str, str]]
    addresses: frozenset[str]

    @cached_property
    def texts(self) -> list[str]:
        """All that is searched for, as one writes it and as addresses of pages do, the longest first."""
        long_enough = {text for text in self.names | self.addresses if len(text) >= SHORTEST}
        written = {way(text) for text in long_enough for way in (str, quote, quote_plus)}
        return sorted(written, key=lambda text: (-len(text), text))

    @cached_property
    def kernels(self) -> list[str]:
        """Fewer and shorter texts, of which every text that names them holds one: for a first look."""
        long_enough = {text for text in self.names | self.addresses if len(text) >= SHORTEST}
        return sorted({kernel for text in long_enough for kernel in _kernels(text)})

    @cached_property
    def _pattern(self) -> re.Pattern | None:
        texts = "|".join(map(re.escape, self.texts))
        return re.compile(rf"{_BEFORE}(?:{texts}){_AFTER}", re.IGNORECASE) if texts else None

    def are_in(self, text: str) -> bool:
        """Whether the text names any of them."""
        return bool(self._pattern and self._pattern.search(text))

    def taken_out_of(self, value: object):
        """A text, or a document of texts, with each replaced by a word that says so; names of a document's
        parts are Muster's own."""
        if isinstance(value, str):
            return self._pattern.sub(ERASED, value) if self._pattern else value
        if isinstance(value, list):
            return [self.taken_out_of(part) for part in value]
        if isinstance(value, dict):
            return {name: self.taken_out_of(part) for name, part in value.items()}
        return value

    def are_in_row(self, cells: Collection[object]) -> bool:
        """Whether a row of a table speaks of any of them, with first and last name in cells of their own."""
        texts = [cell for cell in cells if isinstance(cell, str)]
        if any(map(self.are_in, texts)):
            return True
        folded = set(map(fold, texts))
        return any({fold(first), fold(last)} <= folded for first, last in self.first_and_last)


def _kernels(text: str) -> set[str]:
    """What all ways to write a text have in common: its longest part that an address of a page leaves as it
    is, of an e-mail the longest before the @-sign. All ways where it is too short to tell it apart."""
    parts = _UNCHANGED.findall(text.partition("@")[0])
    longest = max(parts, key=len, default="")
    return {longest} if len(longest) >= SHORTEST else {way(text) for way in (str, quote, quote_plus)}
