"""Taking back that a segment was added, changed or deleted."""

from sqlalchemy import select

from tests.segments.conftest import DAY, due, place
from tests.world import NOW
from webapp.changes.models import KeptRecord
from webapp.changes.record_lines import record_lines_of
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.segments.administering import Wanted, add_segment, change_segment, delete_segment, new_segment
from webapp.segments.clocks import wrong_clocks
from webapp.segments.naming import all_segments


def kept(undo_set) -> list[tuple[str, str]]:
    rows = select(KeptRecord.key, KeptRecord.why).where(KeptRecord.change_set_id == undo_set.id)
    return [tuple(row) for row in db.session.execute(rows.order_by(KeptRecord.key))]


def names() -> list[str]:
    return [segment.name for segment in all_segments()]


def test_a_period_comes_back_with_the_reminders_of_its_people(world, doing, clients):
    dana = world.people["dana"]
    doing.add([dana], [clients.id])
    wanted = Wanted("Former clients", hue="teal", office_id=world.boston, reminder_days=7)
    changed, _ = change_segment(clients, wanted, by=doing.by, now=NOW)
    assert due(dana, clients) == NOW + 7 * DAY
    assert [(line.title, line.name, line.old, line.new) for line in record_lines_of(changed)] == [
        ("Segment Former clients", "Name", "Past clients", "Former clients"),
        ("Segment Former clients", "Used by", "", "Boston"),
        ("Segment Former clients", "Reminds after", "30 days", "7 days"),
    ]
    doing.undo(changed)
    assert (clients.name, clients.office_id, due(dana, clients)) == ("Past clients", None, NOW + 30 * DAY)
    assert wrong_clocks([dana], now=NOW) == 0


def test_what_changes_nothing_is_no_deed(world, doing, press):
    assert change_segment(press, Wanted("Press"), by=doing.by, now=NOW) == (None, True)


def test_a_segment_that_nobody_was_in_comes_back(doing, press):
    deleted, _ = delete_segment(press, by=doing.by, now=NOW)
    assert names() == []
    undone = doing.undo(deleted)
    assert (names(), undone.records) == (["Press"], 1)
    doing.undo(undone)
    assert names() == []


def test_a_segment_comes_back_with_people_whom_its_restorer_does_not_see(world, doing, clients):
    ines = world.people["ines"]
    doing.add([ines], [clients.id])
    doing.by = world.jonas
    doing.undo(delete_segment(clients, by=world.jonas, now=NOW)[0])
    assert place(ines, clients)
    assert wrong_counters() == {}


def test_a_segment_that_was_added_goes_again_while_nobody_is_in_it(world, doing):
    segment, added = new_segment(Wanted("Press"), by=doing.by, now=NOW)
    gone = doing.undo(added)
    assert names() == []
    doing.undo(gone)
    assert names() == ["Press"]
    doing.add([world.people["dana"]], [segment.id])
    assert kept(doing.undo(added)) == [("", "Somebody is in it.")]
    assert names() == ["Press"]


def test_a_name_that_another_segment_has_today_stays_its_own(doing, clients, press):
    renamed, _ = change_segment(press, Wanted("Media", hue="red"), by=doing.by, now=NOW)
    deleted, _ = delete_segment(clients, by=doing.by, now=NOW)
    add_segment(Wanted("Press"), now=NOW)
    add_segment(Wanted("past clients"), now=NOW)
    assert kept(doing.undo(renamed)) == [("name", "Another segment has its name today.")]
    assert kept(doing.undo(deleted)) == [("", "Another segment has its name today.")]
    assert (names(), press.hue) == (["Media", "Press", "past clients"], "gray")


def test_a_segment_that_somebody_came_into_since_is_not_deleted_again(world, doing, clients):
    undone = doing.undo(delete_segment(clients, by=doing.by, now=NOW)[0])
    doing.add([world.people["dana"]], [clients.id])
    assert kept(doing.undo(undone)) == [("", "Somebody is in it.")]
    assert names() == ["Past clients"]
