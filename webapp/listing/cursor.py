"""Where a page begins or ends, as one opaque word in the address of the list."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import NamedTuple

from webapp.db import MOST_ID
from webapp.listing.bands import Sort

LONGEST = 1_000


class BadCursor(ValueError):
    """The word does not name a place in this list."""


class Cursor(NamedTuple):
    """A person's place: the band they stand in, their key there (None in a band without one) and id.

    `number` counts people from the beginning, for "51–100"; it is only shown, never relied on.
    """

    band: int
    key: object
    id: int
    number: int

    def __str__(self) -> str:
        text = json.dumps([self.band, self.key, self.id, self.number], separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(word: str, sort: Sort) -> Cursor:
    """The cursor that a page of this sort gave out; raises BadCursor."""
    try:
        parts = json.loads(urlsafe_b64decode(word[:LONGEST] + "=" * (-len(word) % 4)))
        cursor = Cursor(*parts)
    except (ValueError, TypeError, RecursionError):
        raise BadCursor(word) from None
    if not (_is_int(cursor.band) and _is_int(cursor.id) and _is_int(cursor.number)):
        raise BadCursor(word)
    position = sort.position(cursor.band)
    if position is None or not _fits(cursor.key, sort, has_key=sort.bands[position].key is not None):
        raise BadCursor(word)
    return cursor


def _is_int(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST_ID


def _fits(key: object, sort: Sort, *, has_key: bool) -> bool:
    if not has_key:
        return key is None
    if sort.key_type is str:
        return type(key) is str and "\0" not in key and not any("\ud800" <= c <= "\udfff" for c in key)
    if sort.key_type is float:
        return type(key) in (int, float) and abs(key) < float("inf")
    return type(key) is int and abs(key) <= MOST_ID
