"""The audit log: sign-ins, denials, permission changes, exports, deletes, settings."""

from sqlalchemy import insert

from webapp.activity.models import AuditEntry
from webapp.db import db, try_aside


def audit(what: str, about: str = "", *, by_id: int | None, address: str, now: int) -> None:
    """Note a deed in the transaction that does it. Line breaks in names become blanks."""
    db.session.execute(insert(AuditEntry), [_row(what, about, by_id, address, now)])


def audit_aside(what: str, about: str = "", *, by_id: int | None, address: str, now: int) -> None:
    """Note what did not change anything (a denial, a failed sign-in), whatever becomes of the request."""
    try_aside(insert(AuditEntry), _row(what, about, by_id, address, now))


def _row(what: str, about: str, by_id: int | None, address: str, now: int) -> dict:
    one_line = " ".join(about.split())[:500]
    return {"at": now, "by_id": by_id, "what": what, "about": one_line, "address": address[:64]}
