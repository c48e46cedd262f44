"""The `muster` command; one module each, loaded when it is called."""

import sys
from importlib import import_module

import click
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import DatabaseError, OperationalError

from webapp.db.room import no_room
from webapp.refusal import Refusal

PLACES = {
    "serve": "serve:command",
    "jobs": "jobs:command",
    "migrate": "migrate:command",
    "backup": "backup:backup_command",
    "restore": "backup:restore_command",
    "doctor": "doctor:command",
    "user": "user:command",
    "people": "people:command",
    "groups": "groups:command",
    "demo": "demo:command",
    "import": "import_:command",
}
DRAWS_PAGES = "serve"


class Commands(AppGroup):
    """Finds commands by their place."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(PLACES)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in PLACES:
            return None
        module, _, command = PLACES[name].partition(":")
        return getattr(import_module(f"{__name__}.{module}"), command)

    def invoke(self, context: click.Context):
        """What Muster refuses to do ends with one sentence and status 2."""
        try:
            return super().invoke(context)
        except Refusal as refusal:
            _refuse(str(refusal))
        except (DatabaseError, OSError) as error:
            _refuse(_in_words(error))


@click.group(cls=Commands)
@click.version_option(package_name="muster")
def muster() -> None:
    """Muster, the CRM of your own intranet."""


def main() -> None:
    """The console script."""
    muster(obj=ScriptInfo(create_app=_app), prog_name="muster")


def _app():
    from webapp import create_app

    return create_app(pages=click.get_current_context().info_name == DRAWS_PAGES)


def _refuse(sentence: str) -> None:
    click.echo(f"muster: {sentence}", err=True)
    sys.exit(2)


def _in_words(error: DatabaseError | OSError) -> str:
    """Why the disk or the database cannot be used; raises whatever is another mistake."""
    if no_room(error):
        return "The disk is full. Make room, then run the command again."
    if type(error) not in (OperationalError, DatabaseError):  # the rest are mistakes in our statements
        raise error
    reason = str(error.orig).strip().splitlines()[0]
    return f"The database cannot be used: {reason}. MUSTER_DATABASE_URL says where it is."
