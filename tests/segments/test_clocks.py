"""When a membership is due: from the last qualifying touch ever, else from joining."""

import pytest
from sqlalchemy import select

from tests.segments.conftest import DAY, due, place
from tests.world import NOW
from webapp.db import counters, db
from webapp.people.counting import wrong_counters
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import change_people
from webapp.people.touches import delete_touch
from webapp.people.trashing import move_to_trash, restore
from webapp.pipelines.administering import change_status
from webapp.pipelines.arranging import change_stage
from webapp.pipelines.models import Stage, Status
from webapp.pipelines.stages import add_pipeline_of
from webapp.pipelines.statuses import status_named
from webapp.segments.administering import Wanted, add_segment, change_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.pausing import pause_reminders, resume_reminders, snooze
from webapp.segments.reminders import expired_numbers, places_of


@pytest.fixture
def dana(world) -> int:
    return world.people["dana"]


def test_whoever_was_never_touched_is_due_after_the_period_from_joining(dana, doing, clients):
    doing.add([dana], [clients.id])
    assert due(dana, clients) == NOW + 30 * DAY


def test_whoever_was_last_called_a_year_ago_is_expired_at_once(world, dana, doing, clients):
    doing.touch(dana, NOW - 365 * DAY)
    doing.add([dana], [clients.id])
    assert due(dana, clients) == NOW - 335 * DAY
    assert expired_numbers(world.mona, now=NOW) == {clients.id: 1}


def test_expiry_shows_the_second_it_happens(world, dana, doing, clients):
    doing.add([dana], [clients.id])
    at = NOW + 30 * DAY
    assert expired_numbers(world.mona, now=at - 1) == {}
    assert expired_numbers(world.mona, now=at) == {clients.id: 1}
    assert expired_numbers(world.tomas, now=at) == {}


def test_a_touch_restarts_every_clock_and_taking_it_back_returns_them(dana, doing, clients):
    weekly = add_segment(Wanted("Hot", reminder_days=7), now=NOW)
    doing.add([dana], [clients.id, weekly.id])
    doing.now = NOW + 5 * DAY
    touch = doing.touch(dana, doing.now)
    assert (due(dana, clients), due(dana, weekly)) == (NOW + 35 * DAY, NOW + 12 * DAY)
    delete_touch(touch, **doing.context("touch"))
    assert (due(dana, clients), due(dana, weekly)) == (NOW + 30 * DAY, NOW + 7 * DAY)
    doing.undo()
    assert due(dana, weekly) == NOW + 12 * DAY


def test_automatic_touches_count_only_where_the_segment_says_so(dana, doing, clients):
    loose = add_segment(Wanted("Loose", reminder_days=30, counts_automatic=True), now=NOW)
    doing.add([dana], [clients.id, loose.id])
    doing.touch(dana, NOW + DAY, manual=False)
    assert (due(dana, clients), due(dana, loose)) == (NOW + 30 * DAY, NOW + 31 * DAY)
    change_segment(
        clients, Wanted("Past clients", reminder_days=30, counts_automatic=True), by=doing.by, now=NOW
    )
    assert due(dana, clients) == NOW + 31 * DAY


def test_an_earlier_touch_that_is_logged_later_restarts_nothing(dana, doing, clients):
    doing.add([dana], [clients.id])
    doing.touch(dana, NOW)
    doing.touch(dana, NOW - 90 * DAY)
    assert due(dana, clients) == NOW + 30 * DAY


def test_a_new_period_holds_for_everybody_at_once(world, dana, doing, clients):
    doing.touch(dana, NOW - 20 * DAY)
    doing.add([dana, world.people["henrik"]], [clients.id])
    assert change_segment(clients, Wanted("Past clients", reminder_days=10), by=doing.by, now=NOW)[1]
    assert expired_numbers(world.mona, now=NOW) == {clients.id: 1}
    change_segment(clients, Wanted("Past clients"), by=doing.by, now=NOW)
    assert due(dana, clients) is None
    assert expired_numbers(world.mona, now=NOW + 900 * DAY) == {}


def test_a_snooze_holds_one_reminder_back_and_no_other(dana, doing, clients):
    weekly = add_segment(Wanted("Hot", reminder_days=7), now=NOW)
    doing.add([dana], [clients.id, weekly.id])
    snooze(dana, weekly.id, NOW + 14 * DAY, **doing.context())
    assert (due(dana, clients), due(dana, weekly)) == (NOW + 30 * DAY, NOW + 14 * DAY)
    doing.touch(dana, NOW + 13 * DAY)
    assert due(dana, weekly) == NOW + 20 * DAY
    snooze(dana, weekly.id, 0, **doing.context())
    assert due(dana, weekly) == NOW + 20 * DAY


def test_a_snooze_is_taken_back(dana, doing, clients):
    doing.add([dana], [clients.id])
    snooze(dana, clients.id, NOW + 60 * DAY, **doing.context())
    doing.undo()
    assert due(dana, clients) == NOW + 30 * DAY


def test_nothing_reminds_of_somebody_who_is_paused(world, dana, doing, clients):
    doing.add([dana], [clients.id])
    pause_reminders([dana], **doing.context())
    paused = doing.last
    assert due(dana, clients) is None
    doing.touch(dana, NOW + DAY)
    doing.undo(paused)
    assert due(dana, clients) == NOW + 31 * DAY
    pause_reminders([dana], **doing.context())
    resume_reminders([dana], **doing.context())
    assert due(dana, clients) == NOW + 31 * DAY


def test_a_status_may_pause_reminders(dana, doing, clients):
    doing.add([dana], [clients.id])
    change_people({dana: {"status_id": status_named("Dead").id}}, **doing.context())
    assert due(dana, clients) is None
    doing.undo()
    assert due(dana, clients) == NOW + 30 * DAY


@pytest.fixture
def stage(world) -> Stage:
    """A stage of a pipeline that pauses nothing."""
    add_pipeline_of("Partners", [("Waiting", "gray", False)], now=NOW)
    return db.session.scalar(select(Stage).where(Stage.name_key == "waiting"))


def test_a_stage_may_pause_reminders_from_now_on_for_those_who_stand_there(dana, doing, clients, stage):
    doing.add([dana], [clients.id])
    change_people({dana: {"stage_id": stage.id}}, **doing.context())
    assert due(dana, clients) == NOW + 30 * DAY
    change_stage(stage, name="Waiting", hue="gray", pauses_reminders=True, by=doing.by, now=NOW)
    assert due(dana, clients) is None
    change_people({dana: {"stage_id": None}}, **doing.context())
    assert due(dana, clients) == NOW + 30 * DAY


def test_a_status_may_begin_to_pause_reminders_for_those_who_have_it(dana, world, doing, clients):
    doing.add([dana], [clients.id])
    new = db.session.get(Status, world.new)
    change_status(new, name="New", hue="gray", pauses_reminders=True, by=doing.by, now=NOW)
    assert due(dana, clients) is None
    change_status(new, name="New", hue="gray", pauses_reminders=False, by=doing.by, now=NOW)
    assert due(dana, clients) == NOW + 30 * DAY


def test_people_in_the_trash_are_not_due_and_come_back_with_their_clocks(world, dana, doing, clients):
    doing.add([dana], [clients.id])
    late = NOW + 31 * DAY
    tell_of_expiries(now=late)
    doing.now = late
    move_to_trash([dana], **doing.context())
    assert due(dana, clients) is None
    assert expired_numbers(world.mona, now=late) == {}
    restore([dana], **doing.context())
    assert due(dana, clients) == NOW + 30 * DAY
    assert expired_numbers(world.mona, now=late) == {clients.id: 1}
    assert wrong_counters() == {}


def test_somebody_new_may_come_with_segments_and_a_last_contact(world, doing, clients):
    values = {"first": "Ada", "kind": "contact", "status_id": world.new, "office_id": world.boston}
    new = NewPerson(values, contacted_at=NOW - 40 * DAY, segment_ids=[clients.id])
    (ada,) = create_people([new], **doing.context())
    assert due(ada, clients) == NOW - 10 * DAY
    assert counters.read("segment") == {clients.id: 1}
    assert wrong_counters() == {}


def test_a_told_expiry_leaves_the_counter_when_a_touch_restarts_the_clock(world, dana, doing, clients):
    doing.add([dana], [clients.id])
    doing.now = NOW + 31 * DAY
    tell_of_expiries(now=doing.now)
    assert counters.read("expired") == {clients.id: 1}
    doing.touch(dana, doing.now)
    assert counters.read("expired")[clients.id] == 0
    assert place(dana, clients).expiry_seen == 0
    assert wrong_counters() == {}


def test_a_told_expiry_moves_with_its_person_to_another_owner(world, dana, doing, clients):
    doing.add([dana], [clients.id])
    doing.now = NOW + 31 * DAY
    tell_of_expiries(now=doing.now)
    change_people({dana: {"owner_id": world.tomas.id}}, **doing.context())
    assert expired_numbers(world.tomas, now=doing.now) == {clients.id: 1}
    assert expired_numbers(world.priya, now=doing.now) == {}
    doing.remove([dana], [clients.id])
    assert wrong_counters() == {}


def test_the_most_overdue_stands_first(dana, doing, clients, press):
    weekly = add_segment(Wanted("Hot", reminder_days=7), now=NOW)
    doing.add([dana], [press.id, clients.id, weekly.id])
    places = places_of(dana)
    assert [place.name for place in places] == ["Hot", "Past clients", "Press"]
    late = NOW + 9 * DAY
    assert [(p.days_over(late), p.days_left(late)) for p in places] == [(2, None), (None, 21), (None, None)]
