"""The connection of the session's transaction."""

from sqlalchemy import Connection

from webapp.db.engine import db


def connection() -> Connection:
    """It, in a transaction that is begun if need be; nothing is flushed before.

    It is kept while the transaction lasts: SQLAlchemy takes as long to find it as SQLite for a row.
    """
    session = db.session()
    transaction = session.get_transaction()
    kept_for, kept = session.info.get("connection", (None, None))
    if transaction is not None and kept_for is transaction and transaction.is_active:
        return kept
    found = session.connection()
    session.info["connection"] = session.get_transaction(), found
    return found
