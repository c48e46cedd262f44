"""The connection of the session's transaction."""

from sqlalchemy import Connection
from sqlalchemy.orm import Session, SessionTransaction

from webapp.db.engine import db


def connection() -> Connection:
    """It, in a transaction that is begun if need be; nothing is flushed before.

    It is kept while the transaction lasts: SQLAlchemy takes as long to find it as SQLite for a row. So is a
    savepoint's, which is a transaction of its own and begins when the connection is first asked for.
    """
    session = db.session()
    transaction = _inmost(session)
    kept_for, kept = session.info.get("connection", (None, None))
    if transaction is not None and kept_for is transaction and transaction.is_active:
        return kept
    found = session.connection()
    session.info["connection"] = _inmost(session), found
    return found


def _inmost(session: Session) -> SessionTransaction | None:
    return session.get_nested_transaction() or session.get_transaction()
