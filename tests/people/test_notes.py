"""Notes: every wording is kept, and everything done to one can be taken back."""

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.changes.undoing import undo
from webapp.people.notes import (
    NoteConflict,
    add_note,
    change_note,
    delete_note,
    note_of,
    pin_note,
    versions_of,
)


@pytest.fixture
def dana(world):
    return world.people["dana"]


@pytest.fixture
def begin(world):
    """begin() gives the arguments that every verb takes; begin.last is its change set."""

    def begin(by=world.mona):
        begin.last = open_change_set("note", "Something", by=by, now=NOW)
        return {"by": by, "now": NOW, "change_set": begin.last}

    return begin


@pytest.fixture
def note(dana, begin):
    return add_note(dana, "Call before ten.", **begin())


@pytest.fixture
def take_back(world, begin):
    def take_back():
        begin.last = undo(begin.last, by=world.mona, now=NOW, reach=set)

    return take_back


def test_an_edited_note_keeps_its_earlier_wordings_with_who_replaced_them(world, note, begin):
    change_note(note, "Call after ten.", seen="Call before ten.", **begin(world.jonas))
    change_note(note, "Never call.", seen="Call after ten.", **begin())
    assert [(v.text, v.by) for v in versions_of(note)] == [
        ("Call after ten.", "Mona Keller"),
        ("Call before ten.", "Jonas Bauer"),
    ]


def test_a_note_that_somebody_else_edited_meanwhile_is_a_conflict(note, begin):
    change_note(note, "Call after ten.", seen="Call before ten.", **begin())
    with pytest.raises(NoteConflict):
        change_note(note, "Never call.", seen="Call before ten.", **begin())
    assert note.text == "Call after ten."


def test_saving_the_same_words_changes_nothing(note, begin):
    change_note(note, "Call before ten.", seen="Call before ten.", **begin())
    assert versions_of(note) == []
    assert note.changed_at is None


def test_undo_takes_a_note_back_and_redo_writes_it_again(dana, note, take_back):
    take_back()
    assert note_of(dana, note.id) is None
    take_back()
    assert note_of(dana, note.id).text == "Call before ten."


def test_undo_of_an_edit_brings_the_wording_before_and_keeps_the_other_in_the_history(note, begin, take_back):
    change_note(note, "Never call.", seen="Call before ten.", **begin())
    take_back()
    assert note.text == "Call before ten."
    assert [v.text for v in versions_of(note)] == ["Never call.", "Call before ten."]


def test_undo_brings_a_deleted_note_back(dana, note, begin, take_back):
    delete_note(note, **begin())
    assert note_of(dana, note.id) is None
    take_back()
    assert note_of(dana, note.id) is not None


def test_undo_unpins(note, begin, take_back):
    pin_note(note, True, **begin())
    take_back()
    assert note.pinned_at is None


def test_a_note_of_somebody_else_is_not_found(world, note):
    assert note_of(world.people["henrik"], note.id) is None
