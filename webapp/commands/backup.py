"""`muster backup` and `muster restore`"""

import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp import clock
from webapp.migrations import Schema, require_current, schema_state
from webapp.operations.backup import back_up
from webapp.operations.restore import restore


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
    stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(clock.now()))
    for kept in restore(file.absolute(), instance=Path(current_app.instance_path), stamp=stamp):
        click.echo(f"What was there is now {kept}.")
    click.echo(f"Restored {file}.")
    if schema_state() is Schema.BEHIND:
        click.echo("It is of an older version: run `muster migrate` next.")
