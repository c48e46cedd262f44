"""Column types that mean the same on SQLite and PostgreSQL, and the folding that every comparison uses."""

import json
import re
import unicodedata
from functools import lru_cache

from sqlalchemy import BigInteger, Integer, String, Text, TypeDecorator

_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
KEY_LENGTH = 100
MOST_ID = 2**53
"""More than any id, and what JSON and a browser still count exactly."""


def fold(text: str) -> str:
    """How Muster compares text: without case, accents and doubled spaces.

    Neither engine folds É or ß by itself, so every `*_key` column is filled with this and SQL
    compares keys only. Folding a folded text changes nothing. Only a text of which one sees nothing
    folds to '': whatever needs a name refuses those, and accents that stand alone are kept.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_UNDECOMPOSED)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    for folded in (unicodedata.normalize("NFKC", plain), text.casefold()):
        if _can_be_seen(folded):
            return " ".join(folded.split())
    return ""


def _can_be_seen(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() and not unicodedata.combining(c) for c in text)


def key(text: str) -> str:
    """`fold()` cut to what an index takes on both engines (100 characters)."""
    return _fold_short(text) if len(text) <= KEY_LENGTH else fold(text)[:KEY_LENGTH]


@lru_cache(maxsize=16_384)
def _fold_short(text: str) -> str:
    """Folding may lengthen a text."""
    return fold(text)[:KEY_LENGTH]


def words(text: str) -> list[str]:
    """The folded words of a text, split at whatever is neither letter nor digit."""
    return _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(fold(text))


class UTC(TypeDecorator):
    """A moment as whole seconds since 1970 in UTC; refuses datetimes so that no local time slips in."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value, dialect):
        if value is not None and type(value) is not int:
            raise TypeError(f"a moment is an int of UTC seconds, not {value!r}")
        return value


class Json(TypeDecorator):
    """A small document: JSON text on both engines, so that both compare and print it alike."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return None if value is None else _as_json(value)

    def process_result_value(self, value, dialect):
        return None if value is None else json.loads(value)


def Key(length: int | None = None):
    """Folded text that sorts by code point on both engines."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def BigKey():
    """An integer primary key: SQLite only auto-numbers plain INTEGER."""
    return BigInteger().with_variant(Integer(), "sqlite")
