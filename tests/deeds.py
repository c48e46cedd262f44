"""Deeds of a user, and taking them back."""

from dataclasses import dataclass
from typing import ClassVar

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.people.visible import within_reach
from webapp.users.viewer import Viewer


@dataclass
class Deeds:
    """Deeds of one user at a time that the test sets; what these are, each noun's conftest says."""

    kind: ClassVar[str] = "edit"

    by: Viewer
    now: int = NOW
    last: ChangeSet | None = None

    @property
    def deed(self) -> dict:
        """What verbs take that make a change set of their own."""
        return {"by": self.by, "now": self.now}

    def context(self, kind: str = "") -> dict:
        """What the other verbs take, with a change set of their own."""
        self.last = open_change_set(kind or self.kind, "Something", **self.deed)
        return {**self.deed, "change_set": self.last}

    def undo(self, change_set: ChangeSet | None = None, **options) -> ChangeSet:
        """Take a change set back, the last one if none is named."""
        db.session.commit()
        return undo_as(change_set or self.last, **self.deed, **options)


def undo_as(change_set: ChangeSet, *, by: Viewer, now: int = NOW, **options) -> ChangeSet:
    """Undo it with whomever the user reaches."""
    return undo(change_set, by=by, now=now, reach=lambda ids: within_reach(by, ids), **options)
