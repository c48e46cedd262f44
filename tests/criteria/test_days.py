"""Which days a value means."""

from datetime import UTC, date, datetime

import pytest

from webapp.criteria.asking import Asker
from webapp.criteria.days import window
from webapp.criteria.evaluating import holds
from webapp.criteria.text import parse

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        (("is", "2026-01-05"), "2026-01-05", "2026-01-05"),
        ((">", "2026-01-05"), "2026-01-06", None),
        ((">=", "2026-01-05"), "2026-01-05", None),
        (("<", "2026-01-05"), None, "2026-01-04"),
        (("<=", "2026-01-05"), None, "2026-01-05"),
        (("..", "2026-01-05", "2026-02-01"), "2026-01-05", "2026-02-01"),
        (("last", 0, "d"), "2026-03-31", None),
        (("last", 30, "d"), "2026-03-01", None),
        (("last", 2, "w"), "2026-03-17", None),
        (("last", 1, "m"), "2026-02-28", None),
        (("last", 13, "m"), "2025-02-28", None),
        (("last", 2, "y"), "2024-03-31", None),
        (("next", 1, "m"), "2026-03-31", "2026-04-30"),
        (("next", 7, "d"), "2026-03-31", "2026-04-07"),
    ],
)
def test_both_ends_are_included_and_months_are_clamped_to_their_end(value, first, last):
    expected = tuple(day and date.fromisoformat(day).toordinal() for day in (first, last))
    assert window(value, TODAY) == expected


def at(year, month, day, hour=0, minute=0) -> int:
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_days_begin_at_the_askers_midnight(world):
    now = at(2026, 3, 9, 3)
    for zone, begins in (("UTC", at(2026, 3, 9)), ("America/New_York", at(2026, 3, 8, 5))):
        asker = Asker(world.mona, now, zone, "US")
        today = parse("created:0d", asker)
        assert holds(today, {"created_at": begins}, asker)
        assert not holds(today, {"created_at": begins - 1}, asker)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_day_on_which_clocks_change_has_23_hours(world):
    asker = Asker(world.mona, at(2026, 6, 1), "America/New_York", "US")
    that_day = parse("contacted:2026-03-08", asker)
    begins, ends = at(2026, 3, 8, 5), at(2026, 3, 9, 4)
    found = [holds(that_day, {"last_contact_at": t}, asker) for t in (begins - 1, begins, ends - 1, ends)]
    assert found == [False, True, True, False]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_never_is_before_no_day(world):
    asker = Asker(world.mona, at(2026, 6, 1), "UTC", "US")
    never = {"last_contact_at": 0}
    assert not holds(parse("contacted:<2026-01-01", asker), never, asker)
    assert holds(parse("-contacted:30d", asker), never, asker)
    assert holds(parse("contacted:never", asker), never, asker)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("today", "span", "born", "found"),
    [
        ((2026, 12, 28), "7d", 1228, True),
        ((2026, 12, 28), "7d", 104, True),
        ((2026, 12, 28), "7d", 105, False),
        ((2026, 12, 28), "7d", 1227, False),
        ((2026, 3, 1), "0d", 229, True),
        ((2028, 3, 1), "0d", 229, False),
        ((2028, 2, 29), "0d", 229, True),
        ((2026, 2, 27), "3d", 229, True),
        ((2026, 5, 1), "12m", 430, True),
        ((2026, 5, 1), "2y", 430, True),
        ((2026, 5, 1), "2y", 0, False),
    ],
)
def test_birthdays_come_every_year(world, today, span, born, found):
    asker = Asker(world.mona, at(*today, 12), "UTC", "US")
    facts = {"birthday": 1 if born else 0, "birthday_md": born}
    assert holds(parse(f"birthday:next:{span}", asker), facts, asker) is found
