"""`/imports`: the runs, how each one went, and the rows that did not come in."""

from flask import Blueprint, Response, abort, render_template, stream_with_context
from flask_login import current_user

from webapp import auth, clock, htmx
from webapp.activity import setbacks
from webapp.activity.models import ChangeSet
from webapp.activity.setbacks import setback_of
from webapp.blueprints.imports.loading import load_draft, load_run
from webapp.blueprints.loaders import allowed_to, deny
from webapp.db import db
from webapp.imports import running, runs
from webapp.imports.models import ImportRun
from webapp.imports.rejects import rejects_as_csv, some_rejects
from webapp.listing.address import Address
from webapp.people.visible import only_visible
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
        "imports/show.html",
        run=run,
        rejects=some_rejects(run, SHOWN_REJECTS),
        change_set=change_set,
        samples=_samples(run),
        people_url=_people_url(run, change_set),
        setback=setback_of("import", run.id),
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


@bp.post("/<int:run_id>/again")
@allowed_to(Permission.IMPORT)
def again(run_id: int):
    """Let a run that has stopped go on, in one's own name; one that rests is only tried at once."""
    if not current_user.can(Permission.EDIT_PEOPLE):
        deny("continuation of an import")
    run = load_run(run_id, lock=True)
    if run.state == "stopped" and running.go_on(run, by=current_user):
        auth.note("import continued", run.file_name)
    elif not setbacks.try_now("import", run.id, now=clock.now()):
        abort(409, "It goes on already, ended, or was taken back. Load the page again to see which.")
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


def _samples(run: ImportRun) -> dict | None:
    """Some rows of a rehearsal; of those that would change somebody, whom the viewer may see."""
    samples = run.preview.get("samples")
    if not samples:
        return None
    known = [row["person_id"] for row in samples["updated"] if row["person_id"]]
    hidden = set(known).difference(only_visible(current_user, known))
    return {**samples, "updated": [row for row in samples["updated"] if row["person_id"] not in hidden]}


def _people_url(run: ImportRun, change_set: ChangeSet | None) -> str:
    """The list of whom it brought in or changed; '' where there is nobody, or nobody knows any more."""
    if change_set is None or not change_set.people or change_set.undone_at or change_set.purged_at:
        return ""
    return Address(f"import:{run.id}").url()


def _progress(run: ImportRun):
    """The bar of a run at work; the whole page once it is done."""
    if run.state in ("waiting", "running"):
        return render_template("imports/_run.html", run=run, setback=setback_of("import", run.id))
    return htmx.load_page(f"/imports/{run.id}")
