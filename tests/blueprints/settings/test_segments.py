"""Settings › Segments."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import all_segments

ROOT = "/settings/segments"
DAY = 86_400
SEGMENT, EXPIRED = (f'href="/people?q={key}%3A%22Past+clients%22' for key in ("segment", "expired"))


@pytest.fixture
def clients(world) -> int:
    """Past clients, 30 days, with three people of whom one of Boston and one of Lisbon are expired."""
    segment = add_segment(Wanted("Past clients", hue="teal", reminder_days=30), now=NOW)
    for name, days_ago in (("dana", 40), ("ines", 31), ("henrik", 10)):
        at = NOW - days_ago * DAY
        change_set = open_change_set("segment", "Added", by=world.mona, now=at)
        add_to_segments([world.people[name]], [segment.id], by=world.mona, now=at, change_set=change_set)
    db.session.commit()
    return segment.id


def shown():
    db.session.rollback()
    return [segment.shown for segment in all_segments()]


def take_back(client):
    """Press the toast's Undo."""
    offered = re.search(r'action="(/changes/\d+/undo)"', client.get(ROOT).text)[1]
    assert client.post(offered).status_code == 303


def test_changing_and_deleting_a_segment_can_be_undone(admin, clients):
    form = {"name": "Former clients", "hue": "teal", "office": "", "reminder_days": "7"}
    admin.post(f"{ROOT}/{clients}", form)
    assert shown() == ["Former clients"]
    take_back(admin)
    assert shown() == ["Past clients"]
    admin.post(f"{ROOT}/{clients}/deletion")
    take_back(admin)
    assert "Deleted the segment Past clients" in admin.get("/activity").text
    assert shown() == ["Past clients"]
    assert len(db.session.scalars(select(PersonSegment.person_id)).all()) == 3


def test_a_segment_is_added_changed_and_moved(admin, clients):
    form = {"name": "Press", "hue": "gray", "office": "", "reminder_days": "7", "counts_automatic": "y"}
    assert admin.post(ROOT, form).status_code == 303
    press = db.session.scalar(select(Segment).where(Segment.name_key == "press"))
    assert (press.reminder_days, press.counts_automatic, press.office_id) == (7, True, None)
    admin.post(f"{ROOT}/{press.id}", {"name": "Journalists", "hue": "red", "office": "", "reminder_days": ""})
    assert shown() == ["Past clients", "Journalists"]
    admin.post(f"{ROOT}/order", {"move": f"{press.id}:-1"})
    assert shown() == ["Journalists", "Past clients"]
    assert admin.part("post", f"{ROOT}/order", {"order": f"{clients},{press.id}"}).status_code == 200
    assert shown() == ["Past clients", "Journalists"]


def test_the_table_links_the_numbers_to_those_people(admin, outsider, clients):
    page = admin.get(ROOT).text
    assert f'{SEGMENT}">3</a>' in page
    assert f'{EXPIRED}">2' in page
    assert f'{EXPIRED}">1' in outsider.get(ROOT).text
    assert "Whitfield" in admin.get('/people?q=expired:"Past clients"').text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Give the segment a name."),
        ("name", "PAST clients", "There is a segment “PAST clients” already."),
        ("name", "x" * 61, "at most 60 characters"),
        ("reminder_days", "soon", "Write a number of days"),
        ("reminder_days", "0", "Remind after 1 to 3,650 days"),
        ("reminder_days", "9223372036854775808", "Remind after 1 to 3,650 days"),
    ],
)
def test_what_cannot_be_a_segment_is_said_and_kept(admin, clients, field, value, sentence):
    answer = admin.post(ROOT, {"name": "Press", "hue": "gray", "office": "", field: value})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{value}"' in answer.text
    assert shown() == ["Past clients"]


def test_the_form_says_how_many_a_period_would_let_expire(admin, clients):
    assert "2 of its 3 people" in admin.get(f"{ROOT}/{clients}").text
    effect = f"{ROOT}/{clients}/effect"
    assert "3 of its 3 people" in admin.get(f"{effect}?reminder_days=5").text
    assert "0 of its 3 people" in admin.get(f"{effect}?reminder_days=60").text
    assert "Without a period" in admin.get(f"{effect}?reminder_days=").text
    assert admin.get(f"{effect}?reminder_days=0").status_code == 422
    admin.post(
        f"{ROOT}/{clients}", {"name": "Past clients", "hue": "teal", "office": "", "reminder_days": "5"}
    )
    assert f'{EXPIRED}">3' in admin.get(ROOT).text


def test_a_deleted_segment_comes_back_by_undo(admin, clients):
    assert "3 people are taken out of it" in admin.get(f"{ROOT}/{clients}/deletion").text
    admin.post(f"{ROOT}/{clients}/deletion")
    assert shown() == []
    assert db.session.scalars(select(PersonSegment)).all() == []
    page = admin.get(ROOT).text
    undo = page[page.index("/changes/") :].partition('"')[0]
    admin.post(undo)
    assert shown() == ["Past clients"]
    assert len(db.session.scalars(select(PersonSegment)).all()) == 3


def test_an_office_keeps_its_own_segments(outsider, coordinator, world, clients):
    assert "The office Boston" not in outsider.get(ROOT).text
    form = {"name": "Past clients", "hue": "gray", "office": str(world.lisbon)}
    outsider.post(ROOT, form)
    assert shown() == ["Past clients", "Lisbon/Past clients"]
    own = db.session.scalar(select(Segment.id).where(Segment.office_id == world.lisbon))
    assert coordinator.get(f"{ROOT}/{own}").status_code == 404
    assert coordinator.post(f"{ROOT}/{own}/deletion").status_code == 404
    assert coordinator.post(ROOT, {**form, "name": "Foreign"}).status_code == 422


def test_who_may_not_edit_segments_does_not(adviser, read_only, clients):
    for client in (adviser, read_only):
        for path in (ROOT, f"{ROOT}/{clients}", f"{ROOT}/{clients}/deletion"):
            assert client.get(path).status_code == 403
            assert client.post(path, {"name": "Mine"}).status_code == 403
        assert client.get(f"{ROOT}/{clients}/effect").status_code == 403
        assert client.post(f"{ROOT}/order").status_code == 403
    assert shown() == ["Past clients"]


def test_other_methods_and_ids_are_refused(admin, clients):
    assert admin.delete(f"{ROOT}/{clients}").status_code == 405
    assert admin.get(f"{ROOT}/{2**63}").status_code == 404
    assert admin.get(f"{ROOT}/{clients + 1}").status_code == 404
