"""A term as it was typed, before its condition has made a leaf of it, and how names are written in text."""

import re
from dataclasses import dataclass

from webapp.db import fold

_BARE = re.compile(r"""(?![-<>~])(?:(?!\.\.)[^\s,:()"*\\])+""")
_OPERATORS = frozenset({"OR", "AND"})
_ESCAPED = re.compile(r"""\\(["\\])""")


@dataclass(frozen=True)
class Atom:
    """A bare or quoted text and where it stands."""

    text: str
    quoted: bool
    position: int

    @property
    def word(self) -> str:
        """The folded text if it may be special (`none`, `me`); '' if it was quoted and so is not."""
        return "" if self.quoted else fold(self.text)


@dataclass(frozen=True)
class Asked:
    """One value of a term. `op` is 'is', 'contains', 'starts', a comparison, '..' (`atom` to `end`) or
    'named' (`atom`:`end`, the latter with the comparison `comparison` or '', or `atom`:`end`..`until`)."""

    op: str
    atom: Atom
    end: Atom | None = None
    comparison: str = ""
    until: Atom | None = None

    @property
    def behind(self) -> "Asked":
        """What stands behind the name of a 'named' value, as a value by itself."""
        if self.until:
            return Asked("..", self.end, self.until)
        return Asked(self.comparison or "is", self.end)

    @property
    def text(self) -> str:
        return self.atom.text

    @property
    def word(self) -> str:
        """As Atom.word, for a plain value; '' for every other."""
        return self.atom.word if self.op == "is" else ""

    @property
    def position(self) -> int:
        return self.atom.position


@dataclass(frozen=True)
class Term:
    """`key` is None for a word to search for, which is then the only value."""

    key: Atom | None
    values: tuple[Asked, ...]

    @property
    def position(self) -> int:
        return (self.key or self.values[0]).position


def quoted(text: str) -> str:
    """The text between quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(text: str, special: frozenset[str] = frozenset()) -> str:
    """The text as an atom: quoted where it would otherwise be read as something else."""
    if _BARE.fullmatch(text) and fold(text) not in special and text not in _OPERATORS:
        return text
    return quoted(text)


def unquoted(text: str) -> str:
    """What stands between the quotes of a quoted text."""
    return _ESCAPED.sub(r"\1", text[1:-1])


def as_typed(atom: Atom) -> str:
    """The atom as it stands in a text, from which `atom_typed` makes it again."""
    return quoted(atom.text) if atom.quoted else atom.text


def atom_typed(text: str, position: int) -> Atom:
    """The atom that this text is, with quotes or without."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return Atom(unquoted(text), True, position)
    return Atom(text, False, position)
