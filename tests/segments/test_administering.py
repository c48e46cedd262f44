"""Adding, changing and deleting segments, and what they are called."""

import pytest

from tests.segments.conftest import DAY, due, place
from tests.world import NOW
from webapp.changes.undoing import CannotUndo
from webapp.db import counters, db
from webapp.people import following
from webapp.people.counting import wrong_counters
from webapp.people.trashing import move_to_trash, restore
from webapp.segments.administering import (
    KEEP_SECONDS,
    Wanted,
    add_segment,
    change_segment,
    delete_segment,
    erase_retired,
)
from webapp.segments.models import Segment
from webapp.segments.naming import BadSegment, all_segments, called, segments_for


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_segment_needs_a_short_name(world, name):
    with pytest.raises(BadSegment):
        add_segment(Wanted(name), now=NOW)


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_a_period_is_a_number_of_days_within_ten_years(world, days):
    with pytest.raises(BadSegment) as refused:
        add_segment(Wanted("Past clients", reminder_days=days), now=NOW)
    assert refused.value.about == "reminder_days"


def test_the_company_and_each_office_may_have_a_segment_of_the_same_name(world, clients):
    with pytest.raises(BadSegment):
        add_segment(Wanted("PAST  clients"), now=NOW)
    add_segment(Wanted("Past clients", office_id=world.boston), now=NOW)
    add_segment(Wanted("Past clients", office_id=world.lisbon), now=NOW)
    assert [s.shown for s in segments_for(world.mona)] == [
        "Past clients",
        "Boston/Past clients",
        "Lisbon/Past clients",
    ]
    assert [s.shown for s in segments_for(world.tomas)] == ["Past clients", "Lisbon/Past clients"]


def test_an_office_goes_without_saying_where_no_other_has_the_name(world):
    add_segment(Wanted("Regatta", office_id=world.lisbon), now=NOW)
    assert [s.shown for s in segments_for(world.tomas)] == ["Regatta"]
    assert segments_for(world.jonas) == []


def test_a_name_means_the_companys_before_ones_own_before_any_other(world, clients):
    boston = add_segment(Wanted("Past clients", office_id=world.boston), now=NOW)
    only = add_segment(Wanted("Only/Lisbon", office_id=world.lisbon), now=NOW)

    def meant(text, viewer=world.mona):
        return [s.id for s in called(text, segments_for(viewer), viewer)]

    assert meant("past Clients") == [clients.id]
    assert meant("boston/Past clients") == [boston.id]
    assert meant("Only/Lisbon") == meant("Lisbon/Only\\/Lisbon") == meant("Only\\/Lisbon") == [only.id]
    assert meant("Only/Lisbon", world.jonas) == []
    db.session.delete(clients)
    db.session.flush()
    lisbon = add_segment(Wanted("Past clients", office_id=world.lisbon), now=NOW)
    assert meant("past clients", world.tomas) == [lisbon.id]


def test_a_refused_change_changes_nothing(world, clients, press):
    with pytest.raises(BadSegment):
        change_segment(press, Wanted("Past clients"), by=world.mona, now=NOW)
    db.session.flush()
    assert (press.name, press.name_key) == ("Press", "press")


def test_a_deleted_segment_is_gone_from_everybody_and_its_name_is_free(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    change_set, done = delete_segment(clients, by=doing.by, now=NOW)
    assert done
    assert change_set.people == 1
    assert all_segments() == []
    assert place(dana, clients) is None
    assert wrong_counters() == {}
    doing.add([dana], [clients.id])
    assert place(dana, clients) is None
    add_segment(Wanted("Past clients"), now=NOW)


def test_undo_brings_a_deleted_segment_back_with_its_people(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    doing.now = NOW + DAY
    change_set, _ = delete_segment(clients, by=doing.by, now=doing.now)
    doing.undo(change_set)
    assert [s.name for s in all_segments()] == ["Past clients"]
    assert (place(dana, clients).at, due(dana, clients)) == (NOW, NOW + 30 * DAY)
    assert wrong_counters() == {}


def test_a_deleted_segment_whose_name_is_taken_stays_deleted(world, doing, clients):
    doing.add([world.people["dana"]], [clients.id])
    change_set, _ = delete_segment(clients, by=doing.by, now=NOW)
    add_segment(Wanted("Past clients"), now=NOW)
    doing.undo(change_set)
    assert place(world.people["dana"], clients) is None
    assert len(all_segments()) == 1


def test_who_is_in_the_trash_does_not_come_back_into_a_deleted_segment(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    move_to_trash([dana], **doing.context())
    delete_segment(clients, by=doing.by, now=NOW)
    restore([dana], **doing.context())
    assert counters.read("segment")[clients.id] == 0
    assert wrong_counters() == {}


def test_what_is_left_of_a_deleted_segment_goes_after_thirty_days(world, clients, press):
    delete_segment(clients, by=world.mona, now=NOW)
    erase_retired(now=NOW + KEEP_SECONDS)
    assert db.session.get(Segment, clients.id)
    erase_retired(now=NOW + KEEP_SECONDS + 1)
    assert [s.id for s in db.session.query(Segment)] == [press.id]


@pytest.fixture
def in_chunks(monkeypatch):
    """Two people are too many for a request, and one makes a chunk."""
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    monkeypatch.setattr("webapp.segments.following.AT_ONCE", 1)


@pytest.mark.usefixtures("in_chunks")
def test_a_job_sets_the_clocks_of_a_large_segment_and_goes_on_where_it_was_cut_off(world, doing, clients):
    people = list(world.people.values())
    doing.add(people, [clients.id])
    assert not change_segment(clients, Wanted("Past clients", reminder_days=10), by=doing.by, now=NOW)[1]
    db.session.commit()

    def days():
        return [(due(i, clients) - NOW) // DAY for i in people]

    (waiting,) = following.waiting(now=NOW)
    next(following.follow(waiting, by=doing.by, now=NOW))
    db.session.commit()
    assert days() == [10, 30, 30]
    (waiting,) = following.waiting(now=NOW)
    for _ in following.follow(waiting, by=doing.by, now=NOW):
        db.session.commit()
    assert days() == [10, 10, 10]
    assert following.waiting(now=NOW) == []


@pytest.mark.usefixtures("in_chunks")
def test_a_job_empties_a_large_deleted_segment_in_one_change_set(world, doing, clients):
    people = list(world.people.values())
    doing.add(people, [clients.id])
    change_set, done = delete_segment(clients, by=doing.by, now=NOW)
    assert not done
    with pytest.raises(CannotUndo):
        doing.undo(change_set)
    (waiting,) = following.waiting(now=NOW)
    for _ in following.follow(waiting, by=doing.by, now=NOW):
        db.session.commit()
    assert change_set.people == 3
    doing.undo(change_set)
    assert counters.read("segment") == {clients.id: 3}
