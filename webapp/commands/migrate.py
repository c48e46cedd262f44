"""`muster migrate`"""

import click
from flask.cli import with_appcontext

from webapp.migrations import Schema, bring_up_to_date

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
    """
    click.echo(DONE[bring_up_to_date()])
