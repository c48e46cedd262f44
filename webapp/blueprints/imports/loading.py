"""The run of an address, for those who may see it."""

from flask import abort
from flask_login import current_user

from webapp.db import db
from webapp.imports.models import ImportRun
from webapp.users.permission import Permission


def load_run(run_id: int, *, lock: bool = False) -> ImportRun:
    """The user's own run, or anybody's for those who see everybody's changes; else 404."""
    run = db.session.get(ImportRun, run_id, with_for_update=lock)
    if run is None or not (run.by_id == current_user.id or current_user.can(Permission.SEE_ALL_ACTIVITY)):
        abort(404)
    return run


def load_draft(run_id: int, *, lock: bool = False) -> ImportRun:
    """The user's own run that was not started yet; else 404. With `lock` it stays so until the transaction
    ends: of two who start or discard it at once, the second finds none."""
    run = load_run(run_id, lock=lock)
    if run.state != "draft" or run.by_id != current_user.id:
        abort(404)
    return run
