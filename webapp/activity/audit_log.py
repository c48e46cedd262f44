"""Reading the audit log."""

from typing import NamedTuple

from sqlalchemy import select

from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.users.user import User

PAGE = 100


class AuditLine(NamedTuple):
    entry: AuditEntry
    who: str


def audit_page(*, before: int | None = None, who: int | None = None) -> tuple[list[AuditLine], int | None]:
    """The newest entries (before an entry's id, of one user), and before which id the next page is."""
    newest = (
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.by_id)
        .order_by(AuditEntry.id.desc())
    )
    if before:
        newest = newest.where(AuditEntry.id < before)
    if who:
        newest = newest.where(AuditEntry.by_id == who)
    rows = db.session.execute(newest.limit(PAGE + 1)).all()
    lines = [AuditLine(entry, name or "") for entry, name in rows[:PAGE]]
    return lines, lines[-1].entry.id if len(rows) > PAGE else None
