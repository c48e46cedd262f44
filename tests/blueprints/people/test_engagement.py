"""How engaged somebody is, on their page and in lists."""

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.touches import Details, log_touch

DAY = 86_400


@pytest.fixture
def met(world):
    """Priya met Dana twice this month."""
    for days in (1, 8):
        change_set = open_change_set("touch", "Met", by=world.priya, now=NOW)
        details = Details("meeting", NOW - days * DAY)
        log_touch(world.people["dana"], details, by=world.priya, now=NOW, change_set=change_set)
    db.session.commit()


def test_the_page_asks_for_it_and_says_why(adviser, dana, met):
    assert f'hx-get="{dana}/engagement"' in adviser.get(dana).text
    words = "Engagement high: 2 meetings in the last 30 days"
    assert words in adviser.part("get", f"{dana}/engagement").text
    assert words in adviser.get(f"{dana}/engagement").text


def test_the_page_of_who_was_never_touched_asks_nothing(admin, dana):
    assert "engagement" not in admin.get(dana).text
    assert "none: nothing in the last 90 days" in admin.get(f"{dana}/engagement").text


def test_it_is_only_read_by_those_who_see_the_person(outsider, read_only, dana, met):
    assert read_only.get(f"{dana}/engagement").status_code == 200
    assert outsider.get(f"{dana}/engagement").status_code == 404
    assert read_only.post(f"{dana}/engagement").status_code == 405


def test_lists_find_the_engaged(admin, met):
    page = admin.get("/people?q=engagement:high").text
    assert "Dana Whitfield" in page
    assert "Henrik" not in page
    assert "People whose engagement is" in page
