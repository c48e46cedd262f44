"""Working through an import's run, for the command and the jobs process alike."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from webapp import clock
from webapp.activity import setbacks
from webapp.db import db, reading
from webapp.imports import running
from webapp.imports.models import ImportRun
from webapp.imports.unreadable import UnreadableFile
from webapp.users.acting import MayNotGoOn, acting_as, muster_itself
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


def work_through(run: ImportRun, path: Path) -> Iterator[ImportRun]:
    """Carry on a run that this process has taken, committing every chunk; yields after each.

    A file that cannot be read ends it as failed, an importer who may no longer import stops it. Ends without
    a word when somebody else has taken it over.
    """
    try:
        while run.state == "running":
            yield from _work_as(importer(run), run, path)
    except UnreadableFile as refusal:
        db.session.rollback()
        running.fail(run, str(refusal), now=clock.now())
        db.session.commit()
    except MayNotGoOn as refusal:
        db.session.rollback()
        running.stop(run, str(refusal), now=clock.now())
        db.session.commit()
    except running.LostRun:
        db.session.rollback()


def importer(run: ImportRun) -> Viewer:
    """Who imports, with what they may do now: the user who started the run or let it go on, Muster itself for
    the command line. Raises MayNotGoOn."""
    needed = {Permission.IMPORT} if run.rehearses else {Permission.IMPORT, Permission.EDIT_PEOPLE}
    with reading():  # the file is read next, and nobody should wait for that
        if run.by_id is None:
            return muster_itself()
        return acting_as(setbacks.taken_over_by("import", run.id) or run.by_id, "import people", *needed)


def _work_as(by: Viewer, run: ImportRun, path: Path) -> Iterator[ImportRun]:
    """Until the run is done, or `by` may do more or less than when it began."""
    with closing(running.carry_on(run, path, by=by, clock=clock.now)) as chunks:
        for done in chunks:
            db.session.commit()
            yield done
            if run.state == "running" and importer(run) != by:
                return
