"""The `muster` command; one module each."""

import sys

import click
from flask.cli import FlaskGroup

from webapp.config import BadSetting


def _app():
    from webapp import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_app, add_default_commands=False, add_version_option=False)
def muster() -> None:
    """Muster, the CRM of your own intranet."""


def prepare(_app) -> None:
    """Nothing to bind: commands find their app through the group."""


def main() -> None:
    """The console script: bad settings end with one sentence and status 2."""
    try:
        muster()
    except BadSetting as error:
        click.echo(f"muster: {error}", err=True)
        sys.exit(2)
