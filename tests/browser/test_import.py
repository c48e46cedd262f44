"""Bringing people in from a spreadsheet, and taking it back."""

import csv
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound
from webapp.jobs.runner import Runner


@pytest.fixture
def jobs(server):
    """The jobs process's work, in a thread."""
    runner = Runner(server.app)
    thread = Thread(target=runner.work)
    thread.start()
    yield
    runner.stop.set()
    thread.join()


@pytest.fixture
def spreadsheet(tmp_path):
    """Forty people with the columns that a plain export has: one is known already, one has no name."""
    file = tmp_path / "fair-leads.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["first_name", "last_name", "company_name", "city", "state", "zip", "email"])
        rows.writerow(["Dana", "Whitfield", "", "Fresno", "CA", "95816", "dana@example.com"])
        rows.writerow(["", "", "", "Boston", "MA", "02100", "nobody@example.com"])
        for n in range(38):
            rows.writerow([f"Guest {n}", "Novak", "Fjord", "Boston", "MA", f"021{n:02}", f"g{n}@example.com"])
    return file


def test_a_spreadsheet_comes_in_and_is_taken_back(at, cast, server, jobs, spreadsheet):
    page = at(cast.mona)
    page.get_by_role("link", name="Imports").click()
    page.goto(f"{server.url}/import")
    assert_sound(page)
    page.set_input_files("input[type=file]", spreadsheet)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="Where do the columns of fair-leads.csv go?")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Rehearse").click()
    expect(page.get_by_role("heading", name="fair-leads.csv would bring in 38 new people")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="fair-leads.csv brought in 38 new people")).to_be_visible()
    assert_sound(page)

    page.goto(f"{server.url}/people?q=novak")
    expect(page.locator("[data-row-link]")).to_have_count(38)
    page.goto(f"{server.url}/imports")
    page.get_by_role("link", name="fair-leads.csv").click()
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_contain_text("back")
    page.goto(f"{server.url}/people")
    expect(page.locator("[data-row-link]")).to_have_count(3)
    page.goto(f"{server.url}/people/{cast.people['dana']}")
    expect(page.get_by_label("Fields")).not_to_contain_text("95816")
