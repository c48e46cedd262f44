"""Starting runs: the file's own copy, and who may import what."""

import hashlib
import shutil
from pathlib import Path

from sqlalchemy import select

from webapp.db import db
from webapp.imports.models import ImportRun
from webapp.imports.plan import Plan

FOLDER = "imports"


def path_of(run_id: int, instance: Path) -> Path:
    """Where a run's copy of its file lies."""
    return instance / FOLDER / str(run_id) / "table"


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def add_run(
    path: Path,
    file_name: str,
    headers: list[str] | None,
    plan: Plan,
    *,
    instance: Path,
    by,
    now: int,
    state: str,
) -> ImportRun:
    """A run of a copy of the file at `path`."""
    run = ImportRun(
        by_id=by.id,
        created_at=now,
        file_name=file_name[:200],
        digest=digest_of(path),
        headers=headers,
        plan=plan.to_json(),
        state=state,
    )
    db.session.add(run)
    db.session.flush()
    kept = path_of(run.id, instance)
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(path, kept)
    return run


def unfinished_run(digest: str, plan: Plan, by) -> ImportRun | None:
    """The user's run of the same file by the same plan that was cut off, to be carried on."""
    runs = db.session.scalars(
        select(ImportRun)
        .where(
            ImportRun.digest == digest,
            ImportRun.by_id == by.id,
            ImportRun.state.in_(("waiting", "running")),
            ImportRun.rehearses.is_(False),
        )
        .order_by(ImportRun.id.desc())
    )
    return next((run for run in runs if run.plan == plan.to_json()), None)


def runs_of(viewer, everyone: bool) -> list[ImportRun]:
    """The latest hundred runs that were started, the viewer's own or everybody's."""
    started = select(ImportRun).where(ImportRun.state != "draft").order_by(ImportRun.id.desc()).limit(100)
    return list(db.session.scalars(started if everyone else started.where(ImportRun.by_id == viewer.id)))


def discard(run: ImportRun, instance: Path) -> None:
    """Forget a draft and its file."""
    shutil.rmtree(path_of(run.id, instance).parent, ignore_errors=True)
    db.session.delete(run)
