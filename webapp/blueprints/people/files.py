"""The files of a person: put there, looked at, downloaded, taken away."""

from flask import Blueprint, abort, get_template_attribute, render_template, send_file
from flask_login import current_user

from webapp import clock, htmx, once
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404, load_person
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.files_panel import FilesPanel
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.blueprints.people.person_page.uploading import not_too_many, store, uploads, waiting
from webapp.db import db
from webapp.files.attaching import attach, let_wait, remove
from webapp.files.of_person import Found, file_of
from webapp.files.store import PICTURES
from webapp.files.types import UNKNOWN
from webapp.users.permission import Permission

bp = Blueprint("person_files", __name__, url_prefix="/people/<int:person_id>/files")

CSP = "default-src 'none'; sandbox; frame-ancestors 'none'"
NOTHING = "Choose a file first."
LOST = "This file is missing on the server. Whoever runs Muster finds it with `muster doctor`."
SMALL, LARGE = PICTURES


@bp.get("")
@allowed_to()
def index(person_id: int):
    """All of them; the person's page shows the latest few."""
    record = load_record(person_id, for_user=current_user)
    files = FilesPanel(record, current_user, whole=True)
    return render_template("people/all_files.html", person=PersonPage(record), files=files)


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(person_id: int):
    """Files of the form itself (`upload`), and those that were uploaded before it was sent (`waiting`)."""
    with uploads() as found:
        page = PersonPage(load_record(person_id, for_user=current_user))
        if there := once.repeated(page.to()):
            return htmx.go_to(there)
        now, waited = clock.now(), waiting(person_id)
        if not found and not waited:
            db.session.rollback()
            abort(422, NOTHING)
        change_set = open_change_set("file", "Added files", by=current_user, now=now)
        with not_too_many():
            files = attach(person_id, found, waited, by=current_user, now=now, change_set=change_set)
        once.led_to(page.to())
        db.session.commit()
        found.keep()
    number = len(files)
    return changed(person_id, "File added." if number == 1 else f"{number} files added.", change_set)


@bp.post("/waiting")
@allowed_to(Permission.EDIT_PEOPLE)
def wait(person_id: int):
    """One file of a form that is not sent yet: it goes with the form, or is forgotten after a day."""
    with uploads() as found:
        load_person(person_id, for_user=current_user)
        if len(found) != 1:
            abort(422, NOTHING)
        with not_too_many():
            file = let_wait(person_id, found[0], by=current_user, now=clock.now())
        db.session.commit()
        found.keep()
    return get_template_attribute("people/files.html", "waiting_file")(file.id, file.name)


@bp.get("/<int:file_id>")
@allowed_to()
def show(person_id: int, file_id: int):
    """What is known of a file, with its picture."""
    record = load_record(person_id, for_user=current_user)
    load_or_404(file_of(person_id, file_id))
    files = FilesPanel(record, current_user)
    file = next(file for file in files.all if file.id == file_id)
    return htmx.render(
        "people/file.html", "people/_file.html", person=PersonPage(record), file=file, may_edit=files.may_edit
    )


@bp.get("/<int:file_id>/download")
@allowed_to()
def download(person_id: int, file_id: int):
    """The bytes as they came, to be saved: never shown by the browser, whatever they are."""
    found = _load(person_id, file_id)
    return _send(found, "", UNKNOWN, as_attachment=True, download_name=found.file.name)


@bp.get("/<int:file_id>/small")
@allowed_to()
def show_small(person_id: int, file_id: int):
    return _send_picture(_load(person_id, file_id), SMALL)


@bp.get("/<int:file_id>/large")
@allowed_to()
def show_large(person_id: int, file_id: int):
    return _send_picture(_load(person_id, file_id), LARGE)


@bp.post("/<int:file_id>/removal")
@allowed_to(Permission.EDIT_PEOPLE)
def destroy(person_id: int, file_id: int):
    load_person(person_id, for_user=current_user)
    now = clock.now()
    file = load_or_404(file_of(person_id, file_id, lock=True)).file
    change_set = open_change_set("file", "Removed a file", by=current_user, now=now)
    remove(file, by=current_user, now=now, change_set=change_set)
    db.session.commit()
    return changed(person_id, f"“{file.name}” removed.", change_set)


def _load(person_id: int, file_id: int) -> Found:
    load_person(person_id, for_user=current_user)
    return load_or_404(file_of(person_id, file_id))


def _send_picture(found: Found, picture: str):
    load_or_404(found.content.has_pictures)
    return _send(found, picture, "image/webp", as_attachment=False, download_name=None)


def _send(found: Found, picture: str, media_type: str, **how):
    path = store().path(found.content.name, picture)
    if not path.exists():
        abort(404, LOST)
    answer = send_file(path, mimetype=media_type, conditional=False, etag=False, last_modified=None, **how)
    answer.headers["Content-Security-Policy"] = CSP
    answer.headers["Cache-Control"] = "no-store"
    return answer
