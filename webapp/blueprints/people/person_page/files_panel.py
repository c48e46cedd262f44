"""What people/_files.html reads of somebody's files."""

from collections.abc import Sequence

from flask import get_template_attribute
from markupsafe import Markup

from webapp.files.of_person import Shown, files_of
from webapp.people.record import Record
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

SHOWN = 6


class FilesPanel:
    """The files of a person, asked for only where there may be any."""

    def __init__(self, record: Record, viewer: Viewer, *, whole: bool = False):
        self.person_id = record.id
        self.given_name = record.given_name
        self.may_edit = viewer.can(Permission.EDIT_PEOPLE)
        self.all: Sequence[Shown] = files_of(record.id) if record.has_files else ()
        self.shown = self.all if whole else self.all[:SHOWN]

    def on_note(self, note_id: int) -> Markup:
        """The files of a note, as they stand below it; '' for none."""
        files = [file for file in self.all if file.note_id == note_id]
        if not files:
            return Markup()
        return get_template_attribute("people/files.html", "on_note")(self.person_id, files)
