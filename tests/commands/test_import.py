"""`muster import`: its figures, its refusals, and being killed on the way."""

import csv
import json
import re
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.commands.processes import Muster, kill
from tests.full_disk import full_disk, no_file_larger_than
from webapp.db import db
from webapp.imports.ahead import WORTH_BYTES
from webapp.imports.models import ImportRun

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
FILE = "First name,E-mail,Phone\nAda,ada@example.com,617-555-0101\nBen,ben@,\nCy,cy@example.com,\n"
FIRST_USER = ("user", "add", "mona@example.com", "--name", "Mona Keller", "--role", "Administrator",
              "--office", "Boston", "--password-stdin")  # fmt: skip
PASSWORD = "a long enough phrase\n"
ROWS = 4_000
DONE = "SELECT coalesce(max(done), 0) FROM import_run"


@pytest.fixture
def company(run):
    """company(*arguments) runs the command on a Muster that is set up."""
    done = run(*FIRST_USER, input=PASSWORD)
    assert done.exit_code == 0, done.stderr
    return run


@pytest.fixture
def people(tmp_path):
    """A file with three people, one of them with a bad address."""
    path = tmp_path / "people.csv"
    path.write_text(FILE)
    return str(path)


def test_the_figures_come_as_json_and_the_rejected_rows_as_a_file(company, people, ask):
    done = company("import", people, "--json", "--tag", "fair", "--kind", "lead")
    figures = json.loads(done.stdout)
    assert list(figures) == [
        "rows",
        "created",
        "updated",
        "skipped",
        "asked",
        "rejected",
        "rejects_file",
        "change_set",
    ]
    assert figures | {"rejects_file": "", "change_set": 0} == {
        "rows": 3, "created": 2, "updated": 0, "skipped": 0, "asked": 0, "rejected": 1,
        "rejects_file": "", "change_set": 0,
    }  # fmt: skip
    with open(figures["rejects_file"], encoding="utf-8-sig") as file:
        assert [row["First name"] for row in csv.DictReader(file)] == ["Ben"]
    assert ask("SELECT count(*) FROM person WHERE kind = 'lead'") == 2
    assert ask(f"SELECT kind FROM change_set WHERE id = {figures['change_set']}") == "import"


def test_a_dry_run_writes_nothing_and_says_why_rows_would_be_rejected(company, people, ask):
    done = company("import", people, "--dry-run")
    assert "3 rows: 2 people would be created" in done.stdout
    assert "line 3: Primary info › E-mail: “ben@” is not an e-mail address" in done.stdout
    for table in ("person", "import_run", "import_reject", "change_set"):
        assert ask(f"SELECT count(*) FROM {table}") == 0


@on_sqlite
def test_a_single_row_and_person_are_told_as_one(company, tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("First name,E-mail\nAda,ada@example.com\n")
    assert company("import", str(path), "--dry-run").stdout.startswith("1 row: 1 person would be created, 0 ")


def test_columns_are_mapped_as_asked(company, people, ask):
    done = company(
        "import", people, "--map", "First name=Primary info › Last name", "--map", "E-mail=", "--json"
    )
    assert json.loads(done.stdout)["created"] == 3
    assert ask("SELECT count(*) FROM person WHERE last IN ('Ada', 'Ben', 'Cy') AND email_norm = ''") == 3


def test_a_file_is_read_as_asked(company, tmp_path, ask):
    path = tmp_path / "people.txt"
    path.write_bytes("First name^E-mail\nZoë, the first^zoe@example.com\n".encode("cp850"))
    done = company("import", str(path), "--delimiter", "caret", "--encoding", "cp850", "--json")
    assert json.loads(done.stdout)["created"] == 1
    assert ask("SELECT first FROM person") == "Zoë, the first"


def test_a_sheet_is_chosen_by_its_name(company, tmp_path, ask):
    path = tmp_path / "people.xlsx"
    book = Workbook()
    book.active.append(["First name", "E-mail"])
    book.active.append(["Ada", "ada@example.com"])
    members = book.create_sheet("Members")
    members.append(["First name", "E-mail"])
    members.append(["Ben", "ben@example.com"])
    book.save(path)
    assert company("import", str(path), "--sheet", "Members").exit_code == 0
    assert ask("SELECT first FROM person") == "Ben"
    for option in (["--sheet", "Nowhere"], ["--delimiter", ";"], ["--encoding", "utf-8"]):
        assert company("import", str(path), *option).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.csv"], "cannot be read: No such file"),
        (["{people}", "--map", "Nothing=City"], "has no column “Nothing”"),
        (["{people}", "--map", "Phone=Nothing › There"], "There is no field “Nothing › There”"),
        (["{people}", "--map", "Phone"], "Write --map as"),
        (["{people}", "--status", "Unheard of"], "There is no status “Unheard of”"),
        (["{people}", "--country", "Atlantis"], "“Atlantis” is no country"),
        (["{people}", "--delimiter", "ab"], "“ab” cannot part cells"),
        (["{people}", "--encoding", "rot13"], "There is no encoding “rot13”"),
        (["{people}", "--encoding", "klingon"], "There is no encoding “klingon”"),
        (["{people}", "--sheet", "Members"], "it has no sheets"),
        (["{people}", "--tag", "x" * 99], "A tag's name has at most 60 characters"),
    ],
)
@on_sqlite
def test_what_cannot_be_done_is_refused_in_one_sentence(company, people, arguments, sentence):
    done = company("import", *(argument.format(people=people) for argument in arguments))
    assert (done.exit_code, sentence in done.stderr, done.stderr.count("\n")) == (2, True, 1)


@on_sqlite
def test_without_room_for_the_file_or_in_the_database_it_ends_with_a_sentence(app, company, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("First name,E-mail\n" + "".join(f"Ada{n},ada{n}@example.com\n" for n in range(9_000)))
    with no_file_larger_than(200_000):
        file = company("import", str(path))
    with full_disk():
        database = company("import", str(path))
    for done in (file, database):
        assert (done.exit_code, done.stdout) == (2, "")
        assert done.stderr == "muster: The disk is full. Make room, then run the command again.\n"
    assert not list((Path(app.instance_path) / "imports").glob("incoming-*"))


def test_before_the_set_up_nothing_is_imported(run, people):
    done = run("import", people)
    assert (done.exit_code, "Set Muster up first" in done.stderr) == (2, True)


def test_it_loads_neither_pages_nor_migrations_which_take_as_long_as_thousands_of_rows(tmp_path):
    muster = Muster(tmp_path, f"sqlite:///{tmp_path}/new.sqlite")
    begun = muster.run("import", "people.csv", PYTHONPROFILEIMPORTTIME="1")
    loaded = set(re.findall(r"\| +(\S+)$", begun.stderr, re.MULTILINE))
    assert {"webapp.imports.running", "webapp.nouns"} <= loaded
    assert not {"webapp.pages", "webapp.blueprints", "alembic", "apscheduler", "waitress"} & loaded


def test_an_import_that_is_killed_again_and_again_is_carried_on_by_the_same_command(
    company, muster, tmp_path, ask, until, somebody_writes
):
    path = tmp_path / "many.csv"
    lines = (f"P{i} Q,p{i}@{'a-long-name-of-a-company.' * 2}example.com,a\n" for i in range(ROWS))
    path.write_text("Name,E-mail,Tags\n" + "".join(lines))
    assert path.stat().st_size > WORTH_BYTES  # so that a process beside it makes the drafts
    arguments = ("import", str(path), "--json")
    for _ in range(2):
        before = ask(DONE)
        process = muster.start(*arguments)
        until(lambda before=before: ask(DONE) > before and somebody_writes())
        kill(process)
        assert before < ask(DONE) < ROWS
        print("AT", before, ask(DONE))
        db.session.query(ImportRun).update({"held_until": 0})
        db.session.commit()
    figures = json.loads(company(*arguments).stdout)
    assert (figures["rows"], figures["created"], figures["rejected"]) == (ROWS, ROWS, 0)
    for question in (
        "SELECT count(*) FROM person",
        "SELECT count(DISTINCT email_norm) FROM person",
        "SELECT count(*) FROM person_tag",
        "SELECT count(*) FROM event",
        "SELECT count(*) FROM change",
        "SELECT sum(people) FROM people_count WHERE facet = 'kind'",
        "SELECT people FROM change_set",
    ):
        assert ask(question) == ROWS
