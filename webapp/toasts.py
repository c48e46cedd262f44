"""Saying what just happened, with Undo, on the page that comes next."""

from flask import flash

from webapp.activity.models import ChangeSet


def say(
    sentence: str, *, change_set: ChangeSet | None = None, undo: str | None = None, bad: bool = False
) -> None:
    """Show a toast on the next page. It offers Undo with a change set that changed somebody or something, or
    with the path where a post takes back what was done."""
    if change_set is not None and (change_set.people or change_set.records):
        undo = undo_path(change_set)
    flash({"text": sentence, "undo": undo, "bad": bad})


def undo_path(change_set: ChangeSet) -> str:
    """Where a post takes the change set back, for the toast of an answer that is a part (toast_oob)."""
    return f"/changes/{change_set.id}/undo"
