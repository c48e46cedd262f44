"""Notes on a person: write, word anew, pin, delete; every earlier wording can be read."""

from flask import Blueprint, render_template, request
from flask_login import current_user

from webapp import clock, htmx, once
from webapp.activity.tracking import open_change_set
from webapp.blueprints.loaders import allowed_to, load_or_404, load_person
from webapp.blueprints.people.forms import NoteForm
from webapp.blueprints.people.person_page.answers import ask, changed
from webapp.blueprints.people.person_page.loading import load_record
from webapp.blueprints.people.person_page.note_text import drawn_note
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.blueprints.people.person_page.uploading import not_too_many, uploads, waiting
from webapp.db import db
from webapp.files.attaching import attach
from webapp.formatting import listed
from webapp.people import notes
from webapp.people.mentions import mentioned, tell_mentioned, who_can_be_told
from webapp.people.models import Note
from webapp.users.colleagues import user_names
from webapp.users.permission import Permission

bp = Blueprint("person_notes", __name__, url_prefix="/people/<int:person_id>/notes")


@bp.get("/new")
@allowed_to(Permission.EDIT_PEOPLE)
def new(person_id: int):
    return _show_new(PersonPage(load_record(person_id, for_user=current_user)), NoteForm(formdata=None))


@bp.post("")
@allowed_to(Permission.EDIT_PEOPLE)
def create(person_id: int):
    with uploads() as found:
        page = PersonPage(load_record(person_id, for_user=current_user))
        if there := once.repeated(page.to()):
            return htmx.go_to(there)
        form = NoteForm()
        if not form.validate():
            db.session.rollback()
            return _show_new(page, form, 422)
        doing = _begin("Wrote a note")
        note = notes.add_note(person_id, form.text.data, **doing)
        if form.pinned.data:
            notes.pin_note(note, True, **doing)
        with not_too_many():
            attach(person_id, found, waiting(person_id), note_id=note.id, **doing)
        untold = tell_mentioned(note, by=current_user, now=doing["now"])
        once.led_to(page.to())
        db.session.commit()
        found.keep()
    return changed(person_id, _saved(page, untold), doing["change_set"])


@bp.get("/colleagues")
@allowed_to(Permission.EDIT_PEOPLE)
def colleagues(person_id: int):
    """Who can be mentioned in a note."""
    person = load_person(person_id, for_user=current_user)
    return render_template("people/_colleagues.html", names=who_can_be_told(person, by=current_user))


@bp.get("/<int:note_id>")
@allowed_to()
def show(person_id: int, note_id: int):
    """A note with its history."""
    page = PersonPage(load_record(person_id, for_user=current_user))
    note = _load(person_id, note_id)
    names = user_names(set(note.mentions.values()))
    return htmx.render(
        "people/note.html",
        "people/_note.html",
        person=page,
        note=note,
        versions=notes.versions_of(note),
        said=lambda text: drawn_note(text, note.mentions, names),
    )


@bp.get("/<int:note_id>/edit")
@allowed_to(Permission.EDIT_PEOPLE)
def edit(person_id: int, note_id: int):
    page = PersonPage(load_record(person_id, for_user=current_user))
    note = _load(person_id, note_id)
    return _show_edit(page, note, _form_of(note))


@bp.post("/<int:note_id>")
@allowed_to(Permission.EDIT_PEOPLE)
def update(person_id: int, note_id: int):
    with uploads() as found:
        page = PersonPage(load_record(person_id, for_user=current_user))
        note = _load(person_id, note_id)
        form = NoteForm()
        if not form.validate():
            return _show_edit(page, note, form, status=422)
        doing, before = _begin("Edited a note"), mentioned(note)
        seen = (form.seen.data or "").replace("\r\n", "\n")
        try:
            notes.change_note(note, form.text.data, seen=seen, **doing)
        except notes.NoteConflict:
            db.session.rollback()
            form.seen.data = note.text
            return _show_edit(page, note, form, theirs=note.text, status=409)
        if form.pinned.data != (note.pinned_at is not None):
            notes.pin_note(note, form.pinned.data, **doing)
        with not_too_many():
            attach(person_id, found, waiting(person_id), note_id=note.id, **doing)
        untold = tell_mentioned(note, before, by=current_user, now=doing["now"])
        db.session.commit()
        found.keep()
    return changed(person_id, _saved(page, untold), doing["change_set"])


@bp.post("/<int:note_id>/delete")
@allowed_to(Permission.EDIT_PEOPLE)
def delete(person_id: int, note_id: int):
    load_record(person_id, for_user=current_user)
    doing = _begin("Deleted a note")
    notes.delete_note(_load(person_id, note_id), **doing)
    db.session.commit()
    return changed(person_id, "Note deleted.", doing["change_set"])


def _begin(title: str) -> dict:
    """What the verbs of a request are told."""
    now = clock.now()
    return {
        "by": current_user,
        "now": now,
        "change_set": open_change_set("note", title, by=current_user, now=now),
    }


def _saved(page: PersonPage, untold: list[str]) -> str:
    """`untold` are names of those whom the note mentions in vain."""
    if not untold:
        return "Note saved."
    verb = "does" if len(untold) == 1 else "do"
    return f"Note saved. {listed(untold, 'and')} {verb} not see {page.record.given_name} and cannot be told."


def _load(person_id: int, note_id: int) -> Note:
    """Locked where the request may change it."""
    lock = request.method == "POST"
    return load_or_404(notes.note_of(person_id, note_id, lock=lock))


def _form_of(note: Note) -> NoteForm:
    """The form that changes a note, as the note is now."""
    return NoteForm(formdata=None, text=note.text, seen=note.text, pinned=note.pinned_at is not None)


def _show_new(page: PersonPage, form: NoteForm, status: int = 200):
    title = f"A note on {page.record.given_name}"
    more = {"form": form, "takes_files": True, "waiting": waiting(page.record.id)}
    return ask(
        title, "people/_note_form.html", page, action="/notes", submit="Save note", status=status, **more
    )


def _show_edit(page: PersonPage, note: Note, form: NoteForm, *, theirs: str = "", status: int = 200):
    path = f"/notes/{note.id}"
    return ask(
        "Edit the note",
        "people/_note_form.html",
        page,
        form=form,
        theirs=theirs,
        action=path,
        submit="Save note",
        takes_files=True,
        waiting=waiting(page.record.id),
        deeds=[(f"{path}/delete", "Delete")],
        status=status,
    )
