"""Which of the two engines the database is, where they have to be asked differently."""

from webapp.db.engine import db


def on_sqlite() -> bool:
    """Whether it is SQLite, and not PostgreSQL."""
    return db.session.get_bind().dialect.name == "sqlite"
