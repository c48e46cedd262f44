"""Deleting for good what nobody has any more: rows first, and their bytes once that is committed."""

from typing import NamedTuple

from sqlalchemy import delete, exists, or_, select

from webapp.db import db
from webapp.files.attaching import WAITS_SECONDS
from webapp.files.models import FileContent, PersonFile
from webapp.files.store import Store

KEEP_SECONDS = 30 * 24 * 3600
AT_ONCE = 1_000
_NOBODY_HAS_IT = ~exists().where(PersonFile.content_id == FileContent.id)


def forget_rows(*, now: int) -> int:
    """Delete up to 1,000 rows of files that were removed 30 days ago or never sent with their form.

    Returns how many; the caller commits and comes again until there are none.
    """
    lapsed = or_(
        PersonFile.deleted_at < now - KEEP_SECONDS,
        PersonFile.waiting_until.between(1, now),
    )
    some = select(PersonFile.id).where(lapsed).limit(AT_ONCE)
    return db.session.execute(delete(PersonFile).where(PersonFile.id.in_(some))).rowcount


def forget_contents() -> list[str]:
    """Delete the rows of up to 1,000 contents that nobody has; returns their names in the store, whose bytes
    are to be discarded after the commit."""
    rows = db.session.execute(select(FileContent.id, FileContent.name).where(_NOBODY_HAS_IT).limit(AT_ONCE))
    names = dict(map(tuple, rows))
    db.session.execute(delete(FileContent).where(FileContent.id.in_(names)))
    return list(names.values())


class Strays(NamedTuple):
    """Names of the store: files without a row, and those that somebody has and that are not there."""

    unknown: list[str]
    missing: list[str]


def strays(store: Store, *, now: int) -> Strays:
    """What does not belong together. A file of the last day may belong to an upload that is still at work."""
    known = set(db.session.scalars(select(FileContent.name)))
    there = dict(store.names())
    old = {name for name, written_at in there.items() if written_at < now - WAITS_SECONDS}
    theirs = db.session.scalars(select(FileContent.name).where(~_NOBODY_HAS_IT))
    missing = {name for name in theirs if not store.path(name).exists()}
    return Strays(sorted(old - known), sorted(missing))
