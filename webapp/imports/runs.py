"""Starting runs: the file's own copy, and who may import what."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.imports.models import ImportRun
from webapp.imports.plan import Plan
from webapp.imports.reading import Table
from webapp.imports.running import fail
from webapp.users.user import user_name

FOLDER, INCOMING = "imports", "incoming-"
DAY_SECONDS, WEEK_SECONDS = 86_400, 7 * 86_400
SHOWN_ROWS, SHOWN_CHARACTERS = 5, 80


@dataclass
class Incoming:
    """A copy of a file, and the SHA-256 of its bytes; `keep` it once a run of it is committed."""

    path: Path
    digest: str
    kept = False

    def keep(self) -> None:
        """The run of this file is committed."""
        self.kept = True


def path_of(run_id: int, instance: Path) -> Path:
    """Where a run's copy of its file lies."""
    return instance / FOLDER / str(run_id) / "table"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def taken_in(path: Path, instance: Path) -> Iterator[Incoming]:
    """A copy of a file, made before the transaction of add_run(), which would hold everybody up meanwhile.

    Unless it is kept, it is deleted at the end. Raises the OSError of a full disk.
    """
    folder = instance / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = Path(tempfile.mkdtemp(prefix=INCOMING, dir=folder)) / "table"
    incoming = Incoming(copy, "")
    try:
        shutil.copyfile(path, copy)
        incoming.digest = digest_of(copy)
        yield incoming
    finally:
        if not incoming.kept:
            shutil.rmtree(incoming.path.parent, ignore_errors=True)


def add_run(
    incoming: Incoming, file_name: str, table: Table, plan: Plan, *, instance: Path, by, now: int, state: str
) -> ImportRun:
    """A run of a file that was taken in; once it is committed, the file is to be kept."""
    run = ImportRun(
        by_id=by.id,
        created_at=now,
        file_name=file_name[:200],
        digest=incoming.digest,
        plan=plan.to_json(),
        state=state,
    )
    set_table(run, table)
    db.session.add(run)
    db.session.flush()
    path = path_of(run.id, instance)
    shutil.rmtree(path.parent, ignore_errors=True)
    incoming.path.parent.rename(path.parent)
    incoming.path = path
    return run


def set_table(run: ImportRun, table: Table) -> None:
    """Keep what the screen shows of the file."""
    rows = [[cell[:SHOWN_CHARACTERS] for cell in row] for row in table.sample[:SHOWN_ROWS]]
    run.headers, run.preview = table.header, {"rows": rows, "sheets": table.sheets}


def set_plan(run: ImportRun, plan: Plan) -> None:
    """What becomes of the rows, as chosen now; an earlier rehearsal no longer counts."""
    run.plan, run.finished_at = plan.to_json(), 0


def start(run: ImportRun, *, rehearse: bool) -> None:
    """Leave a draft to the jobs process."""
    setbacks.forget("import", run.id)
    run.state, run.rehearses, run.finished_at = "waiting", rehearse, 0
    run.preview = {name: kept for name, kept in run.preview.items() if name != "samples"}
    run.done = run.rows = run.created = run.updated = run.skipped = run.rejected = run.asked = 0


def unfinished_run(digest: str, plan: Plan, by) -> ImportRun | None:
    """The user's run of the same file by the same plan that was cut off or stopped, to be carried on."""
    runs = db.session.scalars(
        select(ImportRun)
        .where(
            ImportRun.digest == digest,
            ImportRun.by_id == by.id,
            ImportRun.state.in_(("waiting", "running", "stopped")),
            ImportRun.rehearses.is_(False),
        )
        .order_by(ImportRun.id.desc())
    )
    return next((run for run in runs if run.plan == plan.to_json()), None)


def runs_of(viewer, everyone: bool) -> list[tuple[ImportRun, str, ChangeSet | None]]:
    """The latest hundred runs that were started, the viewer's own or everybody's, with who started each and
    its change set."""
    started = (
        select(ImportRun, user_name(ImportRun.by_id, "The command line"), ChangeSet)
        .outerjoin(ChangeSet, ChangeSet.id == ImportRun.change_set_id)
        .where(ImportRun.state != "draft", ImportRun.rehearses.is_(False))
        .order_by(ImportRun.id.desc())
        .limit(100)
    )
    rows = db.session.execute(started if everyone else started.where(ImportRun.by_id == viewer.id))
    return list(map(tuple, rows))


def tidy(instance: Path, *, now: int) -> None:
    """Forget drafts that nobody went on with for a week, and the files of runs that ended a day ago or were
    cut off before they began.

    A run that stopped and waited for somebody a week long has failed.
    """
    stopped = select(ImportRun).where(
        ImportRun.state == "stopped", ImportRun.finished_at < now - WEEK_SECONDS
    )
    for run in db.session.scalars(stopped):
        fail(run, run.failure, now=now)
    ended = select(ImportRun.id).where(
        ImportRun.state.in_(("done", "failed")),
        ImportRun.finished_at.between(now - WEEK_SECONDS, now - DAY_SECONDS),
    )
    for run_id in db.session.scalars(ended):
        shutil.rmtree(path_of(run_id, instance).parent, ignore_errors=True)
    for folder in (instance / FOLDER).glob(INCOMING + "*"):
        if folder.stat().st_mtime < now - DAY_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
    left = select(ImportRun).where(ImportRun.state == "draft", ImportRun.created_at < now - WEEK_SECONDS)
    for run in db.session.scalars(left):
        discard(run, instance)


def forget_ended_files(instance: Path) -> None:
    """Delete the files of runs that ended, which `tidy` would keep for a day."""
    ended = select(ImportRun.id).where(ImportRun.state.in_(("done", "failed")))
    for run_id in db.session.scalars(ended):
        shutil.rmtree(path_of(run_id, instance).parent, ignore_errors=True)


def discard(run: ImportRun, instance: Path) -> None:
    """Forget a draft and its file."""
    shutil.rmtree(path_of(run.id, instance).parent, ignore_errors=True)
    db.session.delete(run)
