"""The `muster` command; one module each."""

import sys

import click
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import DatabaseError, OperationalError

from webapp.commands import backup, demo, doctor, groups, import_, jobs, migrate, people, serve, user
from webapp.config import BadSetting
from webapp.migrations import WrongDatabase
from webapp.operations.archive import BackupRefused
from webapp.operations.web_server import CannotListen

REFUSALS = (BadSetting, WrongDatabase, CannotListen, BackupRefused)
"""What ends a command with its own sentence."""


@click.group(cls=AppGroup)
@click.version_option(package_name="muster")
def muster() -> None:
    """Muster, the CRM of your own intranet."""


for command in (
    serve.command,
    jobs.command,
    migrate.command,
    backup.backup_command,
    backup.restore_command,
    doctor.command,
    user.command,
    people.command,
    groups.command,
    demo.command,
    import_.command,
):
    muster.add_command(command)


def main() -> None:
    """The console script: what Muster refuses to do ends with one sentence and status 2."""
    try:
        muster(obj=ScriptInfo(create_app=_app), prog_name="muster")
    except REFUSALS as error:
        _refuse(str(error))
    except DatabaseError as error:
        if type(error) not in (OperationalError, DatabaseError):  # the rest are mistakes in our statements
            raise
        reason = str(error.orig).strip().splitlines()[0]
        _refuse(f"The database cannot be used: {reason}. MUSTER_DATABASE_URL says where it is.")


def _app():
    from webapp import create_app

    return create_app()


def _refuse(sentence: str) -> None:
    click.echo(f"muster: {sentence}", err=True)
    sys.exit(2)
