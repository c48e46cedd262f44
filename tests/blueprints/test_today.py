"""/today: who waits for whom, and how people stand."""

import re
from html import unescape

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.listing.counts import Totals
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import change_people
from webapp.people.touches import Details, log_touch
from webapp.pipelines.stages import pipelines
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.naming import segments_for
from webapp.today.charts import funnels, health
from webapp.today.reminders import MOST, overdue
from webapp.today.whose import whose

DAY = 86_400
LATER = NOW + 40 * DAY


def doing(world, kind="segment", now=NOW):
    change_set = open_change_set(kind, "Something", by=world.mona, now=now)
    return {"by": world.mona, "now": now, "change_set": change_set}


def remind(world, since):
    """Everybody is a past client (30 days), Dana a hot lead too (14 days)."""
    clients = add_segment(Wanted("Past clients", reminder_days=30), now=since)
    hot = add_segment(Wanted("Hot leads", reminder_days=14), now=since)
    quiet = add_segment(Wanted("Readers"), now=since)
    add_to_segments(list(world.people.values()), [clients.id, quiet.id], **doing(world, now=since))
    add_to_segments([world.people["dana"]], [hot.id], **doing(world, now=since))
    db.session.commit()


@pytest.fixture
def reminded(world):
    """Their clocks began now."""
    remind(world, NOW)


@pytest.fixture
def expired(world):
    """Their clocks ran out long ago."""
    remind(world, NOW - 90 * DAY)


def queue(viewer, word="all", now=LATER):
    return [
        (reminder.name, reminder.segment.name)
        for reminder in overdue(segments_for(viewer), whose(word, viewer), now=now)
    ]


def test_the_longest_overdue_comes_first_and_each_person_once(world, reminded):
    assert queue(world.mona) == [
        ("Dana Whitfield", "Hot leads"),
        ("Henrik Vaas", "Past clients"),
        ("Inês Duarte", "Past clients"),
    ]


def test_nobody_waits_before_the_period_has_passed(world, reminded):
    assert queue(world.mona, now=NOW + 14 * DAY - 1) == []
    assert queue(world.mona, now=NOW + 14 * DAY) == [("Dana Whitfield", "Hot leads")]


def test_one_sees_only_whom_one_may_see(world, reminded):
    assert queue(world.priya) == [("Dana Whitfield", "Hot leads")]
    assert queue(world.tomas) == [("Inês Duarte", "Past clients")]


def test_mine_are_those_one_owns(world, reminded):
    assert queue(world.mona, "mine") == []
    assert queue(world.priya, "mine") == [("Dana Whitfield", "Hot leads")]


def test_a_touch_takes_somebody_off_the_queue(world, reminded):
    log_touch(world.people["dana"], Details("call", LATER - DAY), **doing(world, "touch"))
    assert ("Dana Whitfield", "Hot leads") not in queue(world.mona)


def test_the_health_of_a_segment_adds_up_to_its_people(world, reminded):
    def numbers(now):
        return [
            (one.segment.name, one.in_time, one.soon, one.expired)
            for one in health(segments_for(world.mona), Totals(world.mona), now=now)
        ]

    assert numbers(NOW) == [("Past clients", 3, 0, 0), ("Hot leads", 1, 0, 0)]
    assert numbers(NOW + 10 * DAY) == [("Past clients", 3, 0, 0), ("Hot leads", 0, 1, 0)]
    assert numbers(NOW + 25 * DAY) == [("Past clients", 0, 3, 0), ("Hot leads", 0, 0, 1)]
    assert numbers(LATER) == [("Past clients", 0, 0, 3), ("Hot leads", 0, 0, 1)]


def test_a_funnel_counts_and_sums_its_stages(world):
    first, *_, lost = next(iter(pipelines())).stages
    changes = {
        world.people["dana"]: {"stage_id": first.id, "stage_value": 120_050},
        world.people["henrik"]: {"stage_id": first.id, "stage_value": 5_000},
        world.people["ines"]: {"stage_id": lost.id},
    }
    change_people(changes, **doing(world, "edit"))

    def numbers(viewer):
        (funnel, *_) = funnels(pipelines(), Totals(viewer))
        return {step.stage.name: (step.people, step.value) for step in funnel.steps if step.people}

    assert numbers(world.mona) == {first.name: (2, 125_050), lost.name: (1, 0)}
    assert numbers(world.priya) == {first.name: (1, 120_050)}


def test_the_page_greets_and_names_who_waits(adviser, expired):
    page = adviser.get("/today").text
    assert "Priya." in page
    assert "Dana Whitfield" in page
    assert "Hot leads" in page
    assert "Henrik Vaas" not in page


def test_the_page_counts_the_people_of_the_list_that_it_leads_to(admin, expired):
    page = admin.get("/today").text
    assert "3 people wait for you." in page
    assert "3 people" in admin.get("/people/count?q=expired:any").text


def test_more_than_it_shows_are_counted_after_the_page(world, admin, expired):
    clients = next(segment for segment in segments_for(world.mona) if segment.name == "Past clients")
    values = {"kind": "contact", "status_id": world.new, "office_id": world.boston}
    guests = [NewPerson(values | {"first": f"Guest {n}"}) for n in range(MOST)]
    made = create_people(guests, **doing(world, "create", now=NOW - 90 * DAY))
    add_to_segments(made, [clients.id], **doing(world, now=NOW - 90 * DAY))
    db.session.commit()
    page = admin.get("/today").text
    assert "Many people</span> wait for you." in page
    assert page.count("Log call") == MOST
    counted = unescape(re.search(r'hx-get="(/people/count[^"]+)"', page)[1])
    assert f"{MOST + 3} people" in admin.get(counted).text


def test_a_segment_of_another_office_reminds_of_ones_own_people_too(world, adviser):
    segment = add_segment(Wanted("Gäste", reminder_days=14, office_id=world.lisbon), now=NOW - 90 * DAY)
    add_to_segments([world.people["dana"]], [segment.id], **doing(world, now=NOW - 90 * DAY))
    db.session.commit()
    page = adviser.get("/today").text
    assert "One person waits for you." in page
    assert "Dana Whitfield" in page


def test_without_reminders_the_page_says_how_to_get_them(admin):
    assert "A segment with a reminder lists everybody here" in admin.get("/today").text


def test_who_may_only_look_is_offered_no_call(read_only, expired):
    page = read_only.get("/today").text
    assert "Dana Whitfield" in page
    assert "Log call" not in page


def test_a_part_is_only_the_queue(adviser, reminded):
    assert "<html" not in adviser.part("get", "/today").text


def test_it_is_only_read(adviser):
    assert adviser.post("/today").status_code == 405


def test_strangers_sign_in_first(anybody):
    assert anybody.get("/today").status_code in (302, 303)
