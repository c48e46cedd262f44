"""How Alembic reaches the database: through the app, all steps in one transaction."""

from alembic import context

from webapp.db import db


def _is_ours(name, type_, parent_names):
    # The shadow tables of the full-text index belong to SQLite.
    return not (type_ == "table" and name.startswith("person_fts"))


with db.engine.begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        include_name=_is_ours,
        compare_type=False,
    )
    context.run_migrations()
