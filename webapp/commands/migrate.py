"""`muster migrate`"""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from webapp.migrations import Schema, bring_up_to_date
from webapp.operations.erasures_kept import repeat_kept, said_of

DONE = {
    Schema.EMPTY: "Made the database's tables.",
    Schema.BEHIND: "Brought the database up to this version.",
    Schema.CURRENT: "The database is up to date.",
}


@click.command("migrate")
@with_appcontext
def command() -> None:
    """Bring the database to this version's tables.

    A new database is filled, an older one changed in one transaction, a newer or foreign one left alone.
    Whoever was erased since a backup that was restored is erased again.
    """
    click.echo(DONE[bring_up_to_date()])
    if again := repeat_kept(Path(current_app.instance_path)):
        click.echo(said_of(again))
