"""Schema changes: Alembic, one file a step, each run in one transaction together with the ones before it.

Alembic is loaded when a step is to be taken: it is a tenth of what a command loads, and rarely needed.
"""

from enum import StrEnum
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from webapp.db import db
from webapp.refusal import Refusal

FOLDER = Path(__file__).parent
_TAKEN = table("alembic_version", column("version_num"))


class Schema(StrEnum):
    """How the database's schema stands to this version of Muster."""

    EMPTY = "empty"
    BEHIND = "of an older version"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"


class WrongDatabase(Refusal):
    """One sentence why this database is left alone."""


REFUSALS = {
    Schema.NEWER: "The database was made by a newer Muster. Update Muster; the data was not touched.",
    Schema.FOREIGN: "The database holds tables that are not Muster's. Give Muster a database of its own.",
}
INVITATION = "The database is {}. Run `muster migrate` first."


def schema_state() -> Schema:
    """Look at the database without writing; within an app context."""
    with db.engines["aside"].connect() as connection:
        revision = revision_of(connection)
        if not revision:
            return Schema.FOREIGN if inspect(connection).get_table_names() else Schema.EMPTY
    if revision == _revisions()[0]:
        return Schema.CURRENT
    return Schema.BEHIND if knows_revision(revision) else Schema.NEWER


def revision_of(connection: Connection) -> str:
    """The last step that was taken on a database, '' where there was none."""
    there = inspect(connection).has_table(_TAKEN.name)
    return (there and connection.scalar(select(_TAKEN.c.version_num))) or ""


def knows_revision(revision: str) -> bool:
    """Whether this version of Muster made the schema, or can bring it up to date."""
    return revision in _revisions()


def bring_up_to_date() -> Schema:
    """Run the missing steps; returns the state before. Raises WrongDatabase and then has written nothing."""
    state = schema_state()
    if state in REFUSALS:
        raise WrongDatabase(REFUSALS[state])
    if state is not Schema.CURRENT:
        from alembic import command

        command.upgrade(_config(), "head")
    return state


def require_current() -> None:
    """Raise WrongDatabase, with what to do, unless the database has this version's schema."""
    state = schema_state()
    if state is not Schema.CURRENT:
        raise WrongDatabase(REFUSALS.get(state) or INVITATION.format(state))


@cache
def _revisions() -> tuple[str, ...]:
    """Every step, the newest first; its file's name begins with it."""
    steps = (FOLDER / "versions").glob("[0-9]*.py")
    return tuple(sorted((path.name.partition("_")[0] for path in steps), reverse=True))


def _config():
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
