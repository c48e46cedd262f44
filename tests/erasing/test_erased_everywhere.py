"""Whoever is erased is searched for everywhere: in every table, in the bytes of the file, in the folder."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.erasing.filling import EMAIL, MARKS, NAME, OLD_EMAIL, TWINS_EMAIL, Everywhere
from webapp.changes.models import Kept
from webapp.db import db
from webapp.jobs.housekeeping import checkpoint
from webapp.people.counting import wrong_counters
from webapp.people.models import Note, Person
from webapp.suppressions.checking import suppressed
from webapp.suppressions.models import ErasedPerson

AS_ONE_DOES = {"reason": "asked", "sure": "y"}


@pytest.fixture
def everywhere(own_database, app, world, admin) -> Everywhere:
    """Somebody with traces in every table and in the folder."""
    somebody = Everywhere(admin, world)
    somebody.fill()
    return somebody


def tables_with_marks() -> dict[str, list[str]]:
    """{table: its rows that hold a mark}, of every table there is, SQLite's own of the text index too."""
    db.session.rollback()
    found = {}
    for name in names_of_tables():
        rows = [repr(row) for row in db.session.execute(text(f'SELECT * FROM "{name}"'))]
        if marked := [row for row in rows if is_marked(row)]:
            found[name] = marked
    return found


def names_of_tables() -> list[str]:
    if db.engine.dialect.name == "sqlite":
        return list(db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    public = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    return list(db.session.scalars(text(public)))


def is_marked(words: str) -> bool:
    return any(mark in words.lower() for mark in MARKS)


def files_with_marks(folder: Path) -> list[str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if is_marked(path.read_bytes().decode("utf-8", "replace"))]


def test_nothing_is_left_of_whoever_is_erased(app, everywhere, admin, database_url):
    instance = Path(app.instance_path)
    before = tables_with_marks()
    assert before.keys() >= {
        "alert", "audit_entry", "bulk_choice", "change", "conversion", "duplicate_block", "duplicate_pair",
        "event", "group_process", "import_difference", "import_reject", "import_run", "note", "note_version",
        "person", "person_email", "person_file", "person_phone", "person_search", "rule_version",
        "saved_segment", "selection", "smart_group", "touch",
    }  # fmt: skip
    assert files_with_marks(instance)
    assert "4 addresses" in admin.get(f"{everywhere.here}/erasure").text
    assert "Notes on others" in admin.get(f"{everywhere.here}/erasure/named").text
    answer = admin.post(f"{everywhere.here}/erasure", AS_ONE_DOES)
    assert answer.status_code == 303, answer.text
    assert tables_with_marks() == {}
    assert files_with_marks(instance) == []
    assert len(list((instance / "files").iterdir())) == 1  # somebody else's
    assert wrong_counters() == {}
    assert admin.get(everywhere.here).status_code == 404
    db.session.rollback()
    checkpoint()
    if database_url.startswith("sqlite"):
        file = Path(database_url.removeprefix("sqlite:///"))
        assert not files_with_marks(file.parent)
        db.session.execute(text("INSERT INTO person_fts (person_fts) VALUES ('integrity-check')"))


def test_what_is_kept_must_not_come_back_unasked_and_what_is_others_stays_theirs(everywhere, admin):
    kept = db.session.scalar(select(func.count()).select_from(Kept))
    admin.post(f"{everywhere.here}/erasure", AS_ONE_DOES)
    db.session.rollback()
    theirs = {EMAIL, OLD_EMAIL, TWINS_EMAIL, "+12065550177"}
    assert suppressed([*theirs, "henrik@example.com"]).keys() == theirs
    assert db.session.scalar(select(func.count()).select_from(ErasedPerson)) == 2
    henrik = db.session.get(Person, everywhere.henrik)
    assert (henrik.name, henrik.hidden, henrik.email_norm) == ("Henrik Vaas", 0, "henrik@example.com")
    notes = db.session.scalars(select(Note.text).where(Note.person_id == henrik.id)).all()
    assert "Married to [erased] since May" in notes
    assert NAME not in admin.get("/activity").text
    assert admin.get(f"/people/{henrik.id}").status_code == 200
    assert db.session.scalar(select(func.count()).select_from(Kept)) <= kept
