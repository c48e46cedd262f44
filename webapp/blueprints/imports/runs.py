"""`/imports`: the runs, how each one went, and the rows that did not come in."""

from flask import Blueprint, Response, render_template, stream_with_context
from flask_login import current_user

from webapp import htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.imports.loading import load_draft, load_run
from webapp.blueprints.loaders import allowed_to, deny
from webapp.db import db
from webapp.imports import runs
from webapp.imports.models import ImportRun
from webapp.imports.rejects import rejects_as_csv, some_rejects
from webapp.users.permission import Permission

bp = Blueprint("imports", __name__, url_prefix="/imports")

SHOWN_REJECTS = 20


@bp.get("")
@allowed_to(Permission.IMPORT)
def index():
    everyone = current_user.can(Permission.SEE_ALL_ACTIVITY)
    return render_template("imports/index.html", runs=runs.runs_of(current_user, everyone), everyone=everyone)


@bp.get("/<int:run_id>")
@allowed_to(Permission.IMPORT)
def show(run_id: int):
    run = load_run(run_id)
    if run.state == "draft" and not run.finished_at:
        return htmx.go_to(f"/import/{run.id}")
    if htmx.wants_part():
        return _progress(run)
    change_set = run.change_set_id and db.session.get(ChangeSet, run.change_set_id)
    return render_template(
        "imports/show.html", run=run, rejects=some_rejects(run, SHOWN_REJECTS), change_set=change_set
    )


@bp.post("/<int:run_id>/start")
@allowed_to(Permission.IMPORT)
def start(run_id: int):
    """Import what was rehearsed."""
    if not current_user.can(Permission.EDIT_PEOPLE):
        deny("start of an import")
    run = load_draft(run_id, lock=True)
    runs.start(run, rehearse=False)
    db.session.commit()
    return htmx.go_to(f"/imports/{run.id}")


@bp.get("/<int:run_id>/rejects")
@allowed_to(Permission.IMPORT)
def rejects(run_id: int):
    run = load_run(run_id)
    name = f"rejected-{run.id}.csv"
    return Response(
        stream_with_context(rejects_as_csv(run)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _progress(run: ImportRun):
    """The bar of a run at work; the whole page once it is done."""
    if run.state in ("waiting", "running"):
        return render_template("imports/_run.html", run=run)
    return htmx.load_page(f"/imports/{run.id}")
