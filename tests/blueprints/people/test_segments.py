"""A person's segments and reminders on their page."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment

DAY = 86_400
CALL = {"kind": "call", "minutes": "", "outcome": "", "text": ""}


@pytest.fixture
def clients(world) -> int:
    segment = add_segment(Wanted("Past clients", hue="teal", reminder_days=30), now=NOW)
    db.session.commit()
    return segment.id


@pytest.fixture
def press(world) -> int:
    segment = add_segment(Wanted("Press"), now=NOW)
    db.session.commit()
    return segment.id


def joined(world, segment_id: int, days_ago: int) -> None:
    """Dana is in the segment since then."""
    at = NOW - days_ago * DAY
    change_set = open_change_set("segment", "Added", by=world.mona, now=at)
    add_to_segments([world.people["dana"]], [segment_id], by=world.mona, now=at, change_set=change_set)
    db.session.commit()


def memberships() -> list[tuple]:
    db.session.rollback()
    rows = select(PersonSegment.segment_id, PersonSegment.due_at, PersonSegment.snoozed_until)
    return [tuple(row) for row in db.session.execute(rows.order_by(PersonSegment.segment_id))]


def test_segments_are_changed_in_place_with_undo(adviser, dana, clients, press):
    answer = adviser.part("post", f"{dana}/segments", {"segments": [clients, press]})
    assert "Added to 2 segments." in answer.text
    assert "due in 30 days" in answer.text
    assert "/undo" in answer.text
    answer = adviser.part("post", f"{dana}/segments", {"segments": [press], "seen": [clients, press]})
    assert "Taken out of 1 segment." in answer.text
    assert memberships() == [(press, None, 0)]
    undo = answer.text[answer.text.index('action="/changes/') + 8 :].partition('"')[0]
    adviser.post(undo)
    assert len(memberships()) == 2
    assert wrong_counters() == {}


def test_what_somebody_else_changed_meanwhile_stays(admin, dana, clients, press):
    admin.post(f"{dana}/segments", {"segments": [press]})
    admin.post(f"{dana}/segments", {"segments": [clients]})
    assert len(memberships()) == 2
    assert "as they were" in admin.part("post", f"{dana}/segments", {"segments": [clients]}).text


def test_the_picker_says_who_would_be_expired_at_once(admin, dana, clients):
    admin.post(f"{dana}/touches", CALL | {"at": "2026-07-01T10:00"})
    assert "Past clients" in admin.get(f"{dana}/segments/edit").text
    effect = admin.get(f"{dana}/segments/effect?segments={clients}").text
    assert "Expired at once" in effect
    assert "by 52 days" in effect
    assert "Nothing changes yet" in admin.get(f"{dana}/segments/effect").text


def test_the_panel_tells_expired_from_due_and_a_call_puts_it_right(admin, world, dana, clients):
    joined(world, clients, 39)
    assert "expired 9 days ago" in admin.get(dana).text
    admin.post(f"{dana}/touches", CALL | {"at": "2026-09-21T10:13"})
    page = admin.get(dana).text
    assert "due in 30 days" in page
    assert "expired 9 days ago" not in page


def test_the_panel_says_how_much_of_the_time_has_run(admin, world, dana):
    for name, period in (("Daily", 1), ("Clients", 30)):
        joined(world, add_segment(Wanted(name, reminder_days=period), now=NOW).id, 52)
    page = admin.get(dana).text
    assert "52 of 1 day<" in page.replace("\n", "<")
    assert "52 of 30 days" in page
    assert 'aria-label="Daily: 1 of 1 day"' in page


@pytest.mark.parametrize(
    ("form", "days"),
    [({"for": "week"}, 7), ({"for": "month"}, 30), ({"for": "day", "until": "2026-12-24"}, 94)],
)
def test_a_reminder_is_snoozed_until_that_day_begins(admin, dana, clients, form, days):
    admin.post(f"{dana}/segments", {"segments": [clients]})
    answer = admin.part("post", f"{dana}/segments/{clients}/snooze", form)
    assert "is snoozed until" in answer.text
    ((_, due, until),) = memberships()
    assert (until - NOW) // DAY + 1 == days
    assert due == max(until, NOW + 30 * DAY)
    assert "reminds again" in admin.part("post", f"{dana}/segments/{clients}/snooze", {"for": "none"}).text
    assert memberships() == [(clients, NOW + 30 * DAY, 0)]


@pytest.mark.parametrize("until", ["", "soon", "2026-09-21", "2020-01-01", "2099-01-01", "9" * 30])
def test_a_snooze_needs_a_day_to_come(admin, dana, clients, until):
    admin.post(f"{dana}/segments", {"segments": [clients]})
    answer = admin.post(f"{dana}/segments/{clients}/snooze", {"for": "day", "until": until})
    assert answer.status_code == 422
    assert memberships() == [(clients, NOW + 30 * DAY, 0)]


def test_all_reminders_of_somebody_pause_and_resume(admin, dana, clients):
    admin.post(f"{dana}/segments", {"segments": [clients]})
    assert "Nothing reminds of Dana" in admin.part("post", f"{dana}/reminders/pause").text
    assert memberships() == [(clients, None, 0)]
    assert "Resume the reminders of" in admin.get(dana).text
    assert "Nothing was changed." in admin.part("post", f"{dana}/reminders/pause").text
    assert "run again" in admin.part("post", f"{dana}/reminders/resumption").text
    assert memberships() == [(clients, NOW + 30 * DAY, 0)]


def test_the_timeline_tells_it(admin, dana, clients):
    admin.post(f"{dana}/segments", {"segments": [clients]})
    admin.post(f"{dana}/segments/{clients}/snooze", {"for": "week"})
    admin.post(f"{dana}/reminders/pause")
    page = admin.get(dana).text
    assert "added this person to the segment <b>Past clients</b>" in page
    assert "snoozed the reminder of the segment <b>Past clients</b>" in page
    assert "paused all reminders" in page


def test_who_may_not_see_or_change_the_person_does_not(outsider, read_only, dana, clients):
    posts = ("/segments", f"/segments/{clients}/snooze", "/reminders/pause", "/reminders/resumption")
    for client, status in ((outsider, 404), (read_only, 403)):
        for path in ("/segments/edit", "/segments/effect"):
            assert client.get(dana + path).status_code == status
        for path in posts:
            assert client.post(dana + path, {"segments": [clients], "for": "week"}).status_code == status
    assert memberships() == []


def test_other_methods_and_ids_are_refused(admin, dana, clients):
    for path in ("/segments", f"/segments/{clients}/snooze", "/reminders/pause", "/reminders/resumption"):
        assert admin.get(dana + path).status_code == 405
    assert admin.post(f"{dana}/segments/{clients}/snooze", {"for": "week"}).status_code == 404
    assert admin.post(f"{dana}/segments/{2**63}/snooze", {"for": "week"}).status_code == 404
    admin.post(f"{dana}/segments", {"segments": ["x", 2**63, 10**6]})
    assert memberships() == []


def test_the_list_shows_segments_and_the_most_overdue_reminder(admin, world, clients):
    assert "Nobody expired" in admin.get("/people").text
    joined(world, clients, 42)
    page = admin.get("/people").text
    assert "12 d over" in page
    assert "1 expired" in page
    assert "Nobody expired" not in page
    assert "12 d over" in admin.get('/people?q=expired:"Past clients"').text


def test_only_those_who_may_edit_segments_see_the_gear(admin, adviser, clients):
    assert "Edit the segments" in admin.get("/people").text
    assert "Edit the segments" not in adviser.get("/people").text
