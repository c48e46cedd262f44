"""Imports from the screen, imports that were cut off, and the text index of those who came in."""

import os
import socket
from functools import partial
from pathlib import Path

from flask import current_app

from webapp import clock
from webapp.db import db
from webapp.imports import running
from webapp.imports.models import ImportRun
from webapp.imports.runs import path_of, tidy
from webapp.jobs.pieces import Piece, at_work_on, pause
from webapp.operations.importing import work_through
from webapp.people.indexing import index_waiting


def run_imports(*, stop, **_) -> None:
    """Carry on every run that nobody is working on."""
    for run_id in running.waiting_runs(now=clock.now()):
        if not stop.is_set():
            _run(run_id, stop)


def index_newcomers(*, stop, **_) -> None:
    """Make those who came in findable by the text index; an import that is running goes first."""
    if running.anybody_at_work(now=clock.now()):
        return
    for _chunk in index_waiting():
        db.session.commit()
        if pause(stop) or running.anybody_at_work(now=clock.now()):
            return
    db.session.commit()


def tidy_imports(*, now: int, **_) -> None:
    """Delete files that nobody needs any more."""
    tidy(Path(current_app.instance_path), now=now)
    db.session.commit()


def _run(run_id: int, stop) -> None:
    holder = f"{socket.gethostname()}:{os.getpid()}"
    run = running.take(run_id, holder, now=clock.now())
    db.session.commit()
    if run is None:
        return
    with at_work_on(_piece(run)):
        for _chunk in work_through(run, path_of(run_id, Path(current_app.instance_path))):
            if pause(stop):
                running.let_go(run)
                return
    if run.holder == holder:  # it failed, and is tried again before a hold would end
        running.let_go(run)
    db.session.commit()


def _piece(run: ImportRun) -> Piece:
    return Piece("import", run.id, run.change_set_id, partial(running.stop, run))
