"""Records that have names and whose deleted rows stay with a `retired_at`: what all such kinds share."""

from collections.abc import Callable, Collection

from sqlalchemy import select

from webapp.activity.records import STANDS, Values
from webapp.db import db, key


def unretired(model) -> Callable[[Collection[int]], set[int]]:
    """The `standing` of a kind whose deleted rows have a `retired_at`."""

    def standing(record_ids: Collection[int]) -> set[int]:
        there = select(model.id).where(model.id.in_(record_ids), model.retired_at.is_(None))
        return set(db.session.scalars(there))

    return standing


def titled(model, word: str) -> Callable[[int], str]:
    """The `title` of a kind that has names: "Tag VIP", or "A deleted tag" for one that is gone for good."""

    def title(record_id: int) -> str:
        name = db.session.scalar(select(model.name).where(model.id == record_id))
        return f"{word.capitalize()} {name}" if name else f"A deleted {word}"

    return title


def present_of(model, values: Callable[[object], Values]) -> Callable[..., Values]:
    """The `present` of a kind whose deleted rows have a `retired_at`; `values(row)` are those of one that is
    there."""

    def present(record_id: int, *, lock: bool) -> Values:
        row = db.session.get(model, record_id, with_for_update=lock or None, populate_existing=lock)
        if row is None:
            return {}
        return {STANDS: None} if row.retired_at is not None else {STANDS: True, **values(row)}

    return present


def retire(row, *, now: int) -> None:
    """Delete a record, whose row stays for undo under a name that nobody can type."""
    row.retired_at, row.name_key = now, f"{key(row.name)}\n{row.id}"
    db.session.flush()


def revive(row) -> None:
    """Take back that it was deleted; the caller has asked whether its name is taken."""
    row.retired_at, row.name_key = None, key(row.name)
    db.session.flush()
