"""What a column's header says: the names of headers.toml, read once."""

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_PLACE_NUMBER = re.compile(r"^\w+ (\d+) - ")


class _Names(NamedTuple):
    targets: dict[str, str]
    noise: frozenset[str]
    which: frozenset[str]


class Header(NamedTuple):
    """`target` is None for an unknown header; `whose` tells several addresses apart ("home", "2")."""

    key: str
    target: str | None
    is_noise: bool
    whose: str


def read_header(text: str) -> Header:
    """What the header `text` of a column stands for; of "Section › Field" the field."""
    text = text.rpartition("›")[2]
    key = header_key(text)
    names = _names()
    words = key.split()
    bare = " ".join(word for word in words if word not in names.which)
    number = _PLACE_NUMBER.match(text.strip().lower())
    whose = number[1] if number else " ".join(word for word in words if word in names.which)
    is_noise = key in names.noise or (key not in names.targets and bare in names.noise)
    target = None if is_noise else names.targets.get(key) or names.targets.get(bare)
    return Header(key, target, is_noise, whose)


def header_key(text: str) -> str:
    """A header without case, accents, punctuation and numbers; by it mappings are remembered too."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub(" ", text).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W\d_]+", " ", letters).split())


@cache
def _names() -> _Names:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    targets = {name: target for target, names in data["targets"].items() for name in names}
    return _Names(targets, frozenset(data["noise"]["names"]), frozenset(data["words"]["which"]))
