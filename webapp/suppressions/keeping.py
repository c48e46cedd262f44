"""Noting that somebody was erased, and looking back at it."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.db import db, insert_rows
from webapp.suppressions.hashing import hashed, key_to_hash_with
from webapp.suppressions.models import ErasedPerson, Erasure, Suppression
from webapp.users.user import user_name

REASONS = {
    "asked": "They asked for it",
    "no right": "There is no reason any more to keep it",
    "mistake": "They came in by mistake",
}
"""Why somebody was erased. Not in one's own words, which might say who it was."""
PAGE = 100


class Line(NamedTuple):
    """An erasure as the settings list it; `addresses` are how many are still suppressed."""

    id: int
    at: int
    by: str
    reason: str
    people: int
    addresses: int


def note_erasure(
    people: Mapping[int, int], addresses: Collection[str], *, reason: str, by_id: int | None, now: int
) -> Erasure:
    """Keep of people ({person_id: created at}) who are erased now what may be kept: numbers and hashes."""
    erasure = Erasure(at=now, by_id=by_id, reason=reason)
    db.session.add(erasure)
    db.session.flush()
    insert_rows(
        ErasedPerson,
        [{"person_id": i, "created_at": at, "erasure_id": erasure.id} for i, at in people.items()],
    )
    if addresses:
        hashes = hashed(key_to_hash_with(), addresses)
        insert_rows(Suppression, [{"hash": digest, "erasure_id": erasure.id} for digest in hashes])
    return erasure


def erasures(before: int | None = None) -> tuple[list[Line], int | None]:
    """The latest erasures (before an id), and before which id the next page is."""
    people = select(func.count()).where(ErasedPerson.erasure_id == Erasure.id).scalar_subquery()
    addresses = select(func.count()).where(Suppression.erasure_id == Erasure.id).scalar_subquery()
    latest = (
        select(Erasure.id, Erasure.at, user_name(Erasure.by_id), Erasure.reason, people, addresses)
        .order_by(Erasure.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        latest = latest.where(Erasure.id < before)
    lines = [Line(*row) for row in db.session.execute(latest)]
    return lines[:PAGE], lines[PAGE - 1].id if len(lines) > PAGE else None
