"""Schema changes: Alembic, one file a step, each run in one transaction together with the ones before it."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import Migrate
from sqlalchemy import inspect

from webapp.db import db

FOLDER = Path(__file__).parent


class Schema(StrEnum):
    """How the database's schema stands to this version of Muster."""

    EMPTY = "empty"
    BEHIND = "of an older version"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"


class WrongDatabase(Exception):
    """One sentence why this database is left alone."""


REFUSALS = {
    Schema.NEWER: "The database was made by a newer Muster. Update Muster; the data was not touched.",
    Schema.FOREIGN: "The database holds tables that are not Muster's. Give Muster a database of its own.",
}
INVITATION = "The database is {}. Run `muster migrate` first."


def prepare(app: Flask) -> None:
    """Offer `flask db …` to whoever writes a migration."""
    Migrate(app, db, directory=str(FOLDER))


def schema_state() -> Schema:
    """Look at the database without writing; within an app context."""
    with db.engines["aside"].connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
        if revision is None:
            return Schema.FOREIGN if inspect(connection).get_table_names() else Schema.EMPTY
    if revision == _revisions()[0]:
        return Schema.CURRENT
    return Schema.BEHIND if knows_revision(revision) else Schema.NEWER


def knows_revision(revision: str) -> bool:
    """Whether this version of Muster made the schema, or can bring it up to date."""
    return revision in _revisions()


def bring_up_to_date() -> Schema:
    """Run the missing steps; returns the state before. Raises WrongDatabase and then has written nothing."""
    state = schema_state()
    if state in REFUSALS:
        raise WrongDatabase(REFUSALS[state])
    if state is not Schema.CURRENT:
        command.upgrade(_config(), "head")
    return state


def require_current() -> None:
    """Raise WrongDatabase, with what to do, unless the database has this version's schema."""
    state = schema_state()
    if state is not Schema.CURRENT:
        raise WrongDatabase(REFUSALS.get(state) or INVITATION.format(state))


@cache
def _revisions() -> tuple[str, ...]:
    """Every step, the newest first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
