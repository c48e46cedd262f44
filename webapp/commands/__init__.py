"""The `muster` command; one module each."""

import sys

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import OperationalError

from webapp.commands import demo, jobs, migrate, serve
from webapp.config import BadSetting
from webapp.migrations import WrongDatabase
from webapp.operations.web_server import CannotListen

REFUSALS = (BadSetting, WrongDatabase, CannotListen)
"""What ends a command with its own sentence."""


def _app():
    from webapp import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_app, add_default_commands=False, add_version_option=False)
def muster() -> None:
    """Muster, the CRM of your own intranet."""


for module in (serve, jobs, migrate, demo):
    muster.add_command(module.command)


def prepare(_app) -> None:
    """Nothing to bind: commands find their app through the group."""


def main() -> None:
    """The console script: what Muster refuses to do ends with one sentence and status 2."""
    try:
        muster()
    except REFUSALS as error:
        _refuse(str(error))
    except OperationalError as error:
        reason = str(error.orig).strip().splitlines()[0]
        _refuse(f"The database cannot be used: {reason}. MUSTER_DATABASE_URL says where it is.")


def _refuse(sentence: str) -> None:
    click.echo(f"muster: {sentence}", err=True)
    sys.exit(2)
