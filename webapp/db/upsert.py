"""INSERT with ON CONFLICT, which SQLAlchemy spells per dialect although both engines agree on it."""

from sqlalchemy.dialects import postgresql, sqlite

from webapp.db.engine import db


def insert_into(model, dialect_name: str | None = None):
    """An INSERT into `model` that offers on_conflict_do_nothing() and on_conflict_do_update()."""
    name = dialect_name or db.session.get_bind().dialect.name
    return (postgresql if name == "postgresql" else sqlite).insert(model)
