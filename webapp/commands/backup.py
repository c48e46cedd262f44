"""`muster backup` and `muster restore`"""

import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp import clock
from webapp.migrations import Schema, require_current, schema_state
from webapp.operations.backup import back_up
from webapp.operations.erasures_kept import keep_erasures, repeat_kept, said_of
from webapp.operations.restore import restore

UNREADABLE = (
    "The database that is replaced cannot be read. If somebody was erased on request since the backup was "
    "made, erase them again."
)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup_command(file: Path) -> None:
    """Write database and uploads to FILE while Muster goes on working.

    The copy is checked before FILE appears. The secret is not in it.
    """
    require_current()
    back_up(file.absolute(), instance=Path(current_app.instance_path), now=clock.now())
    click.echo(f"Backed up to {file} ({file.stat().st_size / 2**20:.1f} MB).")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def restore_command(file: Path) -> None:
    """Put the backup FILE in the place of database and uploads. Stop Muster first.

    Everything in FILE is checked before anything is replaced, and what is replaced is kept beside it.
    Everybody has to sign in again.
    """
    instance, stamp = Path(current_app.instance_path), _stamp()
    if not keep_erasures(instance):
        click.echo(UNREADABLE)
    for kept in restore(file.absolute(), instance=instance, stamp=stamp):
        click.echo(f"What was there is now {kept}.")
    click.echo(f"Restored {file}.")
    if schema_state() is Schema.BEHIND:
        click.echo("It is of an older version: run `muster migrate` next.")
    elif again := repeat_kept(instance):
        click.echo(said_of(again))


def _stamp() -> str:
    return time.strftime("%Y%m%d-%H%M%S", time.gmtime(clock.now()))
