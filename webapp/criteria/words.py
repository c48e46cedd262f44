"""Looking for words in person_search: by the trigram index of either engine, or in one person's row."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, column, literal_column, or_, select, table

from webapp.criteria.condition import Ids
from webapp.db import on_sqlite
from webapp.people.indexing import WAITING
from webapp.people.models import PersonSearch

SHORTEST_INDEXED = 2
"""A trigram is the blank before a word and two of its letters."""

_FTS = table("person_fts", column("rowid"))


def found_by(alternatives: Sequence[Sequence[str]], digits: str = "") -> Ids | None:
    """Everybody with words that begin with all the words of one of the alternatives, or with these digits in
    a phone number; None for words too short for the index. Words are folded (people/search.py)."""
    indexed = [[word for word in words if len(word) >= SHORTEST_INDEXED] for words in alternatives]
    if not all(indexed):
        return None
    if not on_sqlite():
        return Ids(select(PersonSearch.person_id).where(in_row(alternatives, digits)))
    matches = literal_column("person_fts").op("MATCH")(_question(indexed, digits))
    waiting = select(PersonSearch.person_id).where(WAITING, in_row(alternatives, digits))
    either = select(_FTS.c.rowid).where(matches).union_all(waiting).subquery()
    return Ids(select(either.c[0]), exact=indexed == [list(words) for words in alternatives])


def in_row(alternatives: Sequence[Sequence[str]], digits: str = "") -> ColumnElement[bool]:
    """The same of one row of person_search."""
    tests = [and_(*(PersonSearch.txt.like(f"% {word}%") for word in words)) for words in alternatives]
    if digits:
        tests.append(PersonSearch.phones.like(f"%{digits}%"))
    return or_(*tests)


def _question(alternatives: Sequence[Sequence[str]], digits: str) -> str:
    """What FTS5 is asked; a word holds no quotes."""
    tests = [" AND ".join(f'({{txt}} : " {word}")' for word in words) for words in alternatives]
    if digits:
        tests.append(f'({{phones}} : "{digits}")')
    return " OR ".join(tests)
