import io
import os
from pathlib import Path

import pytest
from sqlalchemy import text, update

from tests.authenticator import given_second_factor
from tests.processes.conftest import Doing
from tests.schema import app_on
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.files.models import FileContent, PersonFile
from webapp.files.store import Store
from webapp.imports.models import ImportRun
from webapp.jobs import lease
from webapp.jobs.models import JobState
from webapp.jobs.runner import LEASE
from webapp.operations.doctor import Verdict, examine
from webapp.processes.models import ProcessRun
from webapp.processes.steps.note import WriteNote
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments


@pytest.fixture
def findings(app):
    """findings() gives what the doctor finds wrong or worth a note, by what it is about."""

    def examined() -> dict[str, str]:
        found = examine(app.config["SETTINGS"], now=NOW)
        return {f"{f.about}: {f.verdict}": f.sentence for f in found if f.verdict is not Verdict.OK}

    return examined


def test_a_good_instance_has_nothing_wrong(world, findings):
    assert set(findings()) == {"Address: note", "Mail: note", "Jobs: note"}


def test_a_lease_of_a_clock_that_was_ahead_runs_no_jobs(app, findings):
    lease.hold(LEASE, "dead", now=NOW + 86_400)
    db.session.commit()
    assert findings()["Jobs: note"].startswith("Nobody runs them now")
    lease.hold(LEASE, "living", now=NOW)
    db.session.commit()
    assert "Jobs: note" not in findings()


def test_a_secret_that_others_can_read_is_wrong(app, world, findings):
    os.chmod(f"{app.instance_path}/secret", 0o644)
    assert "chmod 600" in findings()["Secret: wrong"]


def test_second_factors_that_another_secret_made_are_wrong(world, findings):
    given_second_factor(world.mona.id)
    assert "Second factors: wrong" not in findings()
    db.session.execute(text("UPDATE second_factor SET key_mark = 'of another'"))
    db.session.commit()
    assert findings()["Second factors: wrong"].startswith("1 were set up under another secret")


def test_files_that_are_missing_are_wrong_and_those_of_nobody_worth_a_note(app, world, findings):
    store = Store(Path(app.instance_path))
    stray = store.path(store.take_in(io.BytesIO(b"hello")).name)
    os.utime(stray, (NOW, NOW))
    assert "Files: note" not in findings()
    db.session.rollback()
    os.utime(stray, (NOW - 2 * 86_400, NOW - 2 * 86_400))
    assert findings()["Files: note"].startswith("1 belong to nobody")
    db.session.rollback()
    content = FileContent(
        name="0" * 32, bytes=1, sha256="", type="text/plain", has_pictures=False, created_at=NOW
    )
    db.session.add(content)
    db.session.commit()
    assert "Files: wrong" not in findings()  # as after somebody was erased, until the rest is swept away
    dana = world.people["dana"]
    db.session.add(PersonFile(person_id=dana, content_id=content.id, name="hello.txt", created_at=NOW))
    db.session.commit()
    assert findings()["Files: wrong"].startswith("1 are not where they should be")


def test_counters_that_differ_from_a_count_are_wrong(world, findings):
    db.session.execute(text("UPDATE people_count SET people = people + 1"))
    db.session.commit()
    assert "doctor --fix" in findings()["Counters: wrong"]


def test_processes_that_stopped_are_named_and_those_that_fail_are_worth_a_note(world, findings):
    doing = Doing(world.mona)
    italy = doing.group("Italy")
    doing.process(italy, WriteNote("Ciao"))
    doing.join(list(world.people.values()), italy)
    db.session.execute(update(ProcessRun).values(tries=2))
    db.session.commit()
    assert findings()["Processes: note"] == "“Welcome, on joining Italy” fails for 3 and is tried again"
    dana = ProcessRun.person_id == world.people["dana"]
    db.session.execute(update(ProcessRun).where(dana).values(state="stopped", sentence="It jammed."))
    db.session.commit()
    named = findings()["Processes: wrong"]
    assert (
        named == "“Welcome, on joining Italy” stopped for 1 and fails for 2 and is tried again (It jammed.)"
    )


def test_a_reminder_that_is_not_when_it_should_be_is_wrong(world, findings):
    segment = add_segment(Wanted("Past clients", reminder_days=30), now=NOW)
    change_set = open_change_set("segment", "Added", by=world.mona, now=NOW)
    add_to_segments([world.people["dana"]], [segment.id], by=world.mona, now=NOW, change_set=change_set)
    db.session.commit()
    assert "Reminders: wrong" not in findings()
    db.session.execute(text("UPDATE person_segment SET due_at = due_at + 1"))
    db.session.commit()
    assert findings()["Reminders: wrong"].startswith("1 of the reminders of 1 people")


def test_a_job_that_failed_last_is_wrong(world, findings):
    db.session.add(JobState(name="mail", succeeded_at=1, failed_at=2, failure="ValueError: no stamps"))
    db.session.commit()
    assert "no stamps" in findings()["Job mail: wrong"]


def test_an_import_that_nobody_works_on_is_wrong(world, findings):
    run = {
        "state": "waiting",
        "file_name": "us.csv",
        "digest": "",
        "headers": None,
        "preview": {},
        "plan": {},
    }
    db.session.add(ImportRun(created_at=NOW - 3600, **run))
    db.session.commit()
    assert findings()["Imports: wrong"].startswith("1 wait, the first for 60 minutes")


def test_another_schema_is_wrong(world, findings):
    with db.engines["aside"].connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert findings()["Database: wrong"] == "Its schema is newer"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("setting", "value", "finding"),
    [
        ("MUSTER_BASE_URL", "https://muster.example.com", "Proxy: wrong"),
        ("MUSTER_BASE_URL", "http://muster.example.com", "Address: note"),
        ("MUSTER_SMTP_URL", "smtp://127.0.0.1:9", "Mail: wrong"),
    ],
)
def test_a_setting_that_cannot_work_is_found(database_url, tmp_path, setting, value, finding):
    with app_on(database_url, tmp_path, **{setting: value}) as app:
        found = examine(app.config["SETTINGS"], now=NOW)
        assert finding in {f"{f.about}: {f.verdict}" for f in found}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_database_that_cannot_be_opened_is_a_finding(database_url, tmp_path):
    with app_on(f"sqlite:///{tmp_path}/nowhere/x.sqlite", tmp_path) as app:
        found = {f.about: f for f in examine(app.config["SETTINGS"], now=NOW)}
        assert found["Database"].verdict is Verdict.WRONG
