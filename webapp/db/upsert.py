"""INSERT with ON CONFLICT, which SQLAlchemy spells per dialect although both engines agree on it."""

from sqlalchemy.dialects import postgresql, sqlite

from webapp.db.engine import db


def insert_into(model, dialect_name: str | None = None):
    """An INSERT into `model` that offers on_conflict_do_nothing() and on_conflict_do_update().

    Its result's rowcount tells whether a row was written, which SQLAlchemy forgets of an INSERT otherwise.
    """
    name = dialect_name or db.session.get_bind().dialect.name
    statement = (postgresql if name == "postgresql" else sqlite).insert(model)
    return statement.execution_options(preserve_rowcount=True)
