"""Bringing people in from a file, as a person does it."""

import threading

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import assert_sound, follow
from tests.world import NOW
from webapp import clock
from webapp.activity import setbacks
from webapp.db import db
from webapp.imports.models import ImportRun
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


def test_a_press_on_try_now_counts_while_the_page_asks_how_far_the_import_is(at, cast):
    told = {"file_name": "people.csv", "digest": "", "plan": {}, "preview": {}}
    run = ImportRun(by_id=cast.mona.id, created_at=NOW, state="running", rows=30, **told)
    db.session.add(run)
    db.session.flush()
    setbacks.note_failure("import", run.id, "paper jam", now=clock.now(), change_set_id=None)
    db.session.commit()
    page = at(cast.mona, f"/imports/{run.id}")
    page.get_by_role("button", name="Try now").hover()
    assert_sound(page)
    page.mouse.down()
    run.done = 7
    db.session.commit()
    page.get_by_text("7 of 30").wait_for()
    expect(page.get_by_text("tries it again by itself at")).to_have_count(1)
    page.mouse.up()
    page.get_by_text("tries it again now").wait_for()
