"""Working through an import's run, for the command and the jobs process alike."""

from collections.abc import Iterator
from pathlib import Path

from webapp import clock
from webapp.db import db
from webapp.imports import running
from webapp.imports.models import ImportRun
from webapp.imports.unreadable import UnreadableFile
from webapp.users.office import open_offices
from webapp.users.user import User
from webapp.users.viewer import Viewer, muster


def work_through(run: ImportRun, path: Path) -> Iterator[ImportRun]:
    """Carry on a run that this process has taken, committing every chunk; yields after each.

    A file that cannot be read ends it as failed. Stops without a word when somebody else has taken it over.
    """
    try:
        for done in running.carry_on(run, path, by=importer(run), clock=clock.now):
            db.session.commit()
            yield done
    except UnreadableFile as refusal:
        db.session.rollback()
        running.fail(run, str(refusal), now=clock.now())
        db.session.commit()
    except running.LostRun:
        db.session.rollback()


def importer(run: ImportRun) -> Viewer:
    """Who imports: the user who started the run, or Muster itself for the command line."""
    if run.by_id is None:
        return command_line()
    return db.session.get_one(User, run.by_id).as_viewer()


def command_line() -> Viewer:
    """Muster itself, at home in the first office."""
    return muster(min(office.id for office in open_offices()))
