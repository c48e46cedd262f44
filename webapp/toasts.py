"""Saying what just happened, with Undo, on the page that comes next."""

from flask import flash

from webapp.activity.models import ChangeSet


def say(sentence: str, *, change_set: ChangeSet | None = None, bad: bool = False) -> None:
    """Show a toast on the next page; with a change set that changed somebody, it offers Undo."""
    undo = undo_path(change_set) if change_set is not None and change_set.people else None
    flash({"text": sentence, "undo": undo, "bad": bad})


def undo_path(change_set: ChangeSet) -> str:
    """Where a post takes the change set back, for the toast of an answer that is a part (toast_oob)."""
    return f"/changes/{change_set.id}/undo"
