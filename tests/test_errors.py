"""Errors answer with words, as a page or as a toast."""

import errno

import pytest
from flask import abort
from sqlalchemy import update

from tests.full_disk import LONG, full_disk
from tests.schema import app_on
from tests.world import NOW
from webapp import clock
from webapp.busy import FULL, FULL_WITHOUT_FORM
from webapp.db import db
from webapp.errors import WORDS
from webapp.people.models import Person


@pytest.fixture
def app(database_url, tmp_path):
    """An app of the test's own, which takes more addresses and other time limits."""
    with clock.frozen(NOW), app_on(database_url, tmp_path / "instance") as app:
        app.testing = True
        yield app


def test_a_missing_page_says_so_calmly(anybody):
    answer = anybody.get("/nowhere")
    assert answer.status_code == 404
    assert WORDS[404].title in answer.text
    assert "Traceback" not in answer.text


def test_a_part_that_fails_leaves_the_page_and_shows_a_toast(anybody):
    answer = anybody.get("/nowhere", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.status_code == 404
    assert 'hx-swap-oob="afterbegin:#toasts"' in answer.text
    assert "<html" not in answer.text


def test_a_page_that_breaks_still_answers_in_words(app, anybody):
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/breaks")
    def breaks():
        raise RuntimeError("secret detail")

    answer = anybody.get("/breaks")
    assert answer.status_code == 500
    assert WORDS[500].title in answer.text
    assert "secret detail" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


def test_an_error_says_what_the_view_told_it(app, anybody):
    @app.get("/refused")
    def refused():
        abort(409, "Mona changed the status to Dead.")

    answer = anybody.get("/refused")
    assert answer.status_code == 409
    assert "Mona changed the status to Dead." in answer.text


def test_a_wrong_method_names_the_right_ones(anybody):
    answer = anybody.open("/", method="TRACE")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.fixture
def hurried(monkeypatch):
    """Nobody waits longer than a moment for the database."""
    monkeypatch.setattr("webapp.db.engine.BUSY_TIMEOUT_MS", 50)


@pytest.fixture
def busy(hurried, admin, world):
    """Somebody holds the rows of Dana and, on SQLite, the write lock."""
    db.session.commit()
    with db.engine.connect() as elsewhere:
        elsewhere.execute(update(Person).where(Person.id == world.people["dana"]).values(title="Held"))
        yield
        elsewhere.rollback()


@pytest.mark.usefixtures("busy")
def test_a_busy_database_shows_what_was_typed_to_be_sent_again(world, admin):
    answer = admin.post(f"/people/{world.people['dana']}/fields/city", {"city": "Bonn am Rhein"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert WORDS[503].title in answer.text
    assert "Bonn am Rhein" in answer.text
    assert "Send it again" in answer.text


@pytest.mark.usefixtures("busy")
def test_a_busy_database_answers_a_part_with_a_toast(world, admin):
    path = f"/people/{world.people['dana']}/fields/city"
    answer = admin.part("post", path, {"city": "Bonn"})
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert ":#toasts" in answer.text
    assert WORDS[503].sentence in answer.text


@pytest.mark.usefixtures("busy")
def test_a_busy_database_is_still_read(world, admin):
    assert admin.get(f"/people/{world.people['dana']}").status_code == 200


@pytest.fixture
def full(admin):
    """The database cannot grow."""
    with full_disk():
        yield


@pytest.mark.usefixtures("full")
def test_a_full_disk_shows_what_was_typed_to_be_sent_again(world, admin):
    answer = admin.post(f"/people/{world.people['dana']}/notes", {"text": LONG})
    assert answer.status_code == 503
    assert FULL.title in answer.text
    assert FULL.sentence in answer.text
    assert LONG in answer.text
    assert "Send it again" in answer.text


@pytest.mark.usefixtures("full")
def test_a_full_disk_answers_a_part_with_a_toast(world, admin):
    answer = admin.part("post", f"/people/{world.people['dana']}/notes", {"text": LONG})
    assert answer.status_code == 503
    assert ":#toasts" in answer.text
    assert FULL.sentence in answer.text


@pytest.mark.usefixtures("full")
def test_on_a_full_disk_one_still_reads(world, admin):
    assert admin.get(f"/people/{world.people['dana']}").status_code == 200


def test_a_file_that_does_not_fit_on_the_disk_is_told(app, admin):
    @app.post("/takes-a-file")
    def takes_a_file():
        raise OSError(errno.ENOSPC, "No space left on device")

    answer = admin.post("/takes-a-file")
    assert answer.status_code == 503
    assert FULL.title in answer.text
    assert FULL_WITHOUT_FORM.sentence in answer.text
