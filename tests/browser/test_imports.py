"""Bringing people in from a file, as a person does it."""

import threading

import pytest

from tests.browser.conftest import assert_sound, follow
from webapp.db import db
from webapp.jobs.imports import run_imports

PEOPLE = b"First name,Last name,E-mail,Shoe size\n" + b"".join(
    b"Ada%d,Quill,ada%d@example.com,38\n" % (i, i) for i in range(30)
)


@pytest.fixture
def work():
    """What the jobs process does."""

    def run():
        db.session.rollback()
        run_imports(stop=threading.Event())

    return run


def test_a_file_is_rehearsed_imported_and_taken_back(at, cast, work):
    page = at(cast.mona, "/imports")
    assert_sound(page)
    page.get_by_role("link", name="Import a file").first.click()
    assert_sound(page)
    page.get_by_label("CSV, Excel or ODS").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE + b"Ben,Moss,ben@,44\n"}
    )
    page.get_by_role("button", name="Look at it").click()
    assert page.get_by_label("Where E-mail goes").input_value() == "email"
    assert_sound(page)
    page.get_by_label("Where Shoe size goes").select_option("new")
    page.get_by_label("Tags").fill("fair")
    page.get_by_role("button", name="Rehearse").click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_text("would bring in 30 new people").wait_for()
    page.get_by_text("is not an e-mail address").wait_for()
    assert_sound(page)
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("progressbar").wait_for()
    work()
    page.get_by_text("brought in 30 new people").wait_for()
    assert_sound(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert "Ben,Moss,ben@,44" in download.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_text("Took back").first.wait_for()
    follow(page, "/imports/1")
    page.get_by_text("This was taken back.").wait_for()
