"""Mentioning colleagues in notes: whom a text means, and who is told."""

import pytest
from sqlalchemy import select, update

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.alerts.models import Alert
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.merging.joining import merge_people
from webapp.people.erasing import erase
from webapp.people.mentions import Piece, mentioned, pieces, tell_mentioned, who_can_be_told
from webapp.people.models import Person
from webapp.people.notes import add_note, add_notes, change_note, delete_note
from webapp.users.role import role_named
from webapp.users.user import User, add_user


@pytest.fixture
def writing(world):
    """What a verb is told; `writing.last` is the change set begun last."""

    def writing(by=None):
        by = by or world.mona
        writing.last = open_change_set("note", "Something", by=by, now=NOW)
        return {"by": by, "now": NOW, "change_set": writing.last}

    return writing


@pytest.fixture
def write(world, writing):
    """write(text) is a note on Dana, with those told whom it mentions; `write.untold` those who cannot be."""

    def write(text):
        note = add_note(world.people["dana"], text, **writing())
        write.untold = tell_mentioned(note, by=world.mona, now=NOW)
        return note

    return write


@pytest.fixture
def edit(world, writing):
    def edit(note, text):
        before = mentioned(note)
        change_note(note, text, seen=note.text, **writing())
        tell_mentioned(note, before, by=world.mona, now=NOW)

    return edit


@pytest.fixture
def take_back(world, writing):
    """Take the last deed back, or the taking back."""

    def take_back():
        writing.last = undo(writing.last, by=world.mona, now=NOW, reach=set)

    return take_back


def told() -> list[str]:
    """Who is told of something they have not seen, by name."""
    db.session.flush()
    waiting = select(User.name).join(Alert, Alert.user_id == User.id)
    return sorted(db.session.scalars(waiting.where(Alert.withdrawn_at == 0, Alert.seen_at == 0)))


def another(world, name, email):
    return add_user(email, name=name, office_id=world.boston, roles=[role_named("Coordinator")], now=NOW)


def test_a_name_behind_an_at_is_a_mention_and_an_address_is_none():
    mentions = {"Jonas": 1, "Jonas Bauer": 2}
    assert pieces("Ask @Jonas Bauer, @jonas and a@jonas.", mentions) == [
        Piece("Ask "),
        Piece("@Jonas Bauer", 2),
        Piece(", "),
        Piece("@jonas", 1),
        Piece(" and a@jonas."),
    ]
    assert pieces("@Jonason", mentions) == [Piece("@Jonason")]


def test_those_who_are_mentioned_are_told_once(write):
    write("@Jonas Bauer and @jonas bauer, please call. @Priya Raman knows more.")
    assert told() == ["Jonas Bauer", "Priya Raman"]
    assert write.untold == []


def test_nobody_is_told_of_themselves(write):
    write("@Mona Keller remembers.")
    assert told() == []


def test_who_does_not_see_the_person_is_mentioned_but_not_told(world, write):
    note = write("Ask @Tomás Lima.")
    assert told() == []
    assert write.untold == ["Tomás Lima"]
    assert mentioned(note) == {world.tomas.id}


def test_who_left_is_nobody_to_mention(world, write):
    db.session.get_one(User, world.jonas.id).deactivated_at = NOW
    note = write("Ask @Jonas Bauer.")
    assert (told(), note.mentions, write.untold) == ([], {}, [])


def test_who_left_or_does_not_see_the_person_is_not_offered(world):
    dana = db.session.get_one(Person, world.people["dana"])
    assert who_can_be_told(dana, by=world.mona) == ["Jonas Bauer", "Priya Raman", "Vera Voss"]
    db.session.get_one(User, world.jonas.id).deactivated_at = NOW
    assert who_can_be_told(dana, by=world.priya) == ["Mona Keller", "Vera Voss"]


def test_of_two_with_the_same_name_the_address_says_who(world, write):
    other = another(world, "Jonas Bauer", "jb@example.com")
    assert write("Ask @Jonas Bauer.").mentions == {}
    assert mentioned(write("Ask @Jonas Bauer (jb@example.com).")) == {other.id}


def test_an_edit_tells_only_who_was_not_mentioned_before(write, edit):
    note = write("Ask @Jonas Bauer.")
    db.session.execute(update(Alert).values(seen_at=NOW))
    edit(note, "Ask @Jonas Bauer or @Priya Raman.")
    assert told() == ["Priya Raman"]


def test_whoever_is_mentioned_no_more_is_told_no_more_until_undo(write, edit, take_back):
    note = write("Ask @Jonas Bauer.")
    edit(note, "Ask @Priya Raman.")
    assert told() == ["Priya Raman"]
    take_back()
    assert told() == ["Jonas Bauer"]
    take_back()
    assert told() == ["Priya Raman"]


def test_a_note_that_is_taken_back_or_deleted_tells_nobody(write, writing, take_back):
    note = write("Ask @Jonas Bauer.")
    take_back()
    assert told() == []
    take_back()
    assert told() == ["Jonas Bauer"]
    delete_note(note, **writing())
    assert told() == []
    take_back()
    assert told() == ["Jonas Bauer"]


def test_somebody_who_is_called_otherwise_now_is_still_meant(world, write, edit):
    note = write("Ask @Priya Raman.")
    db.session.get_one(User, world.priya.id).rename("Priya Shah")
    another(world, "Priya Raman", "p@example.com")
    edit(note, "Ask @Priya Raman soon.")
    assert mentioned(note) == {world.priya.id}
    assert told() == ["Priya Shah"]


def test_notes_that_nobody_wrote_by_hand_tell_nobody(world, writing):
    add_notes([world.people["dana"]], "Ask @Jonas Bauer.", **writing())
    assert told() == []


def test_an_alert_goes_along_in_a_merge_and_comes_back(world, write):
    write("Ask @Jonas Bauer.")
    dana, ben = world.people["dana"], world.person(first="Ben")
    merged = merge_people(ben, [dana], {}, title="Merged", by=world.mona, now=NOW)
    about = select(Alert.person_id)
    assert db.session.scalar(about) == ben
    undo(merged, by=world.mona, now=NOW, reach=set)
    assert db.session.scalar(about) == dana


def test_an_alert_goes_with_the_person(world, write):
    write("Ask @Jonas Bauer.")
    erase([world.people["dana"]])
    assert told() == []
