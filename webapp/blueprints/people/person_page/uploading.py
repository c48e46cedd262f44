"""Files that a request brings: into the store before its transaction, out of it again if that fails."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import abort, current_app, request
from flask_login import current_user

from webapp import clock
from webapp.busy import NOT_UPLOADED
from webapp.db import db
from webapp.files.attaching import TooMany, Upload, waiting_files
from webapp.files.models import PersonFile
from webapp.files.naming import kept_name
from webapp.files.pictures import draw_pictures
from webapp.files.store import MOST_BYTES, Store, TooLarge
from webapp.inputs import read_id

FIELD, WAITING = "upload", "waiting"
MOST_MB = MOST_BYTES // 2**20
TOO_LARGE = f"“{{}}” has more than {MOST_MB} MB, so it was not uploaded. Make it smaller first."


def store() -> Store:
    """Where the bytes of this instance's files lie."""
    return Store(Path(current_app.instance_path))


class Uploads(list[Upload]):
    """What came with the request; `keep` once it is committed, or it is discarded."""

    kept = False

    def keep(self) -> None:
        """The rows of these files are committed."""
        self.kept = True


@contextmanager
def uploads() -> Iterator[Uploads]:
    """The files of the request, in the store with their pictures; 413 for one that is too large.

    To be entered before anything is asked of the database: writing them may take long, and would hold
    everybody else up meanwhile.
    """
    found, taken_in = Uploads(), []
    try:
        for file in request.files.getlist(FIELD):
            if file.filename:
                try:
                    taken = store().take_in(file.stream)
                except TooLarge:
                    abort(413, TOO_LARGE.format(kept_name(file.filename)))
                except OSError:
                    abort(503, NOT_UPLOADED)
                taken_in.append(taken.name)
                found.append(Upload(taken, file.filename, draw_pictures(taken, store())))
        yield found
    finally:
        if not found.kept:
            for name in taken_in:
                store().discard(name)


def waiting(person_id: int) -> list[PersonFile]:
    """The files that the user uploaded into the form before it was sent."""
    file_ids = [file_id for text in request.form.getlist(WAITING) if (file_id := read_id(text))]
    return waiting_files(person_id, file_ids, by=current_user, now=clock.now()) if file_ids else []


@contextmanager
def not_too_many() -> Iterator[None]:
    """Around putting files on somebody: 422 for more than they may have."""
    try:
        yield
    except TooMany as refusal:
        db.session.rollback()
        abort(422, str(refusal))
