"""/import and /imports: a file from upload to undo, and who may do what on the way."""

import io
import os
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.full_disk import full_disk, no_file_larger_than
from webapp.busy import FULL, NOT_UPLOADED
from webapp.db import db
from webapp.fields.models import Field
from webapp.imports.models import ImportRun
from webapp.jobs.imports import run_imports
from webapp.people.models import Person

PEOPLE = b"First name,Last name,E-mail,Shoe size\nAda,Quill,ada@example.com,38\nBen,Moss,ben@,44\n"


def upload(client, content=PEOPLE, name="people.csv"):
    return client.post("/import", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


@pytest.fixture
def draft(coordinator):
    """The address of a file that the coordinator uploaded."""
    return upload(coordinator).location


def plan(**choices):
    return {
        "header": "y",
        "column-0": "first",
        "column-1": "last",
        "column-2": "email",
        "column-3": "",
        "match": "email",
        "on_match": "fill",
        "unknown": "create",
        "kind": "contact",
        "status": "0",
        "office": "1",
        "country": "US",
        "source": "",
        "tags": "",
        **choices,
    }


def work():
    """What the jobs process does."""
    db.session.rollback()
    run_imports(stop=threading.Event())


def people():
    db.session.rollback()
    return set(db.session.scalars(select(Person.name).where(Person.hidden == 0)))


def test_a_file_is_mapped_rehearsed_and_imported(coordinator, draft):
    page = coordinator.get(draft).text
    assert "Where do the columns of" in page
    assert "ada@example.com" in page
    there = coordinator.post(draft, plan(rehearse="1")).location
    assert "every 1s" in coordinator.get(there).text
    work()
    rehearsed = coordinator.get(there).text
    assert "would bring in 1 new person" in rehearsed
    assert "“ben@” is not an e-mail address" in rehearsed
    assert "Some who would be added" in rehearsed
    assert "Ada Quill" in rehearsed
    assert "Ada Quill" not in people()
    assert coordinator.post(f"{there}/start").location == there
    work()
    assert "Ada Quill" in people()
    report = coordinator.get(there).text
    assert "brought in 1 new person" in report
    (shown,) = re.findall(r'href="(/people\?q=import[^"]*)"', report)
    listed = coordinator.get(shown).text
    assert "Ada Quill" in listed
    assert "Henrik Vaas" not in listed, "nobody but those who came in"
    assert "people.csv" in coordinator.get("/imports").text
    assert coordinator.get(draft).location == there, "the back button leads to what became of it"


def test_a_rehearsal_shows_its_changes_only_to_who_may_see_the_person(admin, app, world):
    draft = upload(admin, b"First name,Last name,E-mail,City\nDana,W,dana@example.com,Fresno\n").location
    there = admin.post(draft, plan(**{"column-3": "city", "rehearse": "1"}, on_match="overwrite")).location
    work()
    assert "Sacramento" in admin.get(there).text
    run = db.session.scalars(select(ImportRun)).one()
    run.by_id = world.tomas.id
    db.session.commit()
    seen = world.client(app, world.tomas).get(there).text
    assert "would bring in" in seen
    assert "Sacramento" not in seen


def test_a_file_can_be_imported_at_once_with_what_holds_for_all_of_it(admin, world):
    draft = upload(admin).location
    admin.post(
        draft, plan(**{"import": "1"}, kind="lead", source="Fair", tags="a, b", office=str(world.lisbon))
    )
    work()
    ada = db.session.scalars(select(Person).where(Person.first == "Ada")).one()
    assert (ada.kind, ada.source, ada.office_id, ada.country) == ("lead", "Fair", world.lisbon, "US")


def test_rejected_rows_come_back_as_a_file(coordinator, draft):
    there = coordinator.post(draft, plan(**{"import": "1"})).location
    work()
    answer = coordinator.get(f"{there}/rejects")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Ben,Moss,ben@,44,Primary info › E-mail" in answer.text


def test_an_import_is_taken_back(coordinator, draft):
    there = coordinator.post(draft, plan(**{"import": "1"})).location
    work()
    run = db.session.scalars(select(ImportRun)).one()
    for page in (there, "/imports"):
        assert f"/changes/{run.change_set_id}/undo" in coordinator.get(page).text
    coordinator.post(f"/changes/{run.change_set_id}/undo")
    assert "Ada Quill" not in people()
    report = coordinator.get(there).text
    assert "This was taken back." in report
    assert "Show people" not in report
    assert "taken back" in coordinator.get("/imports").text


def test_a_column_can_become_a_field(admin):
    draft = upload(admin).location
    admin.post(draft, plan(**{"column-3": "new", "import": "1"}))
    work()
    field = db.session.scalars(select(Field).where(Field.name == "Shoe size")).one()
    assert field.type == "number"
    run = db.session.scalars(select(ImportRun)).one()
    assert run.plan["columns"][3] == f"field:{field.id}"


def test_a_column_without_a_name_becomes_a_field_by_its_number(admin):
    draft = upload(admin, b"First name,,E-mail\nAda,red,ada@example.com\n").location
    admin.post(draft, plan(**{"column-1": "new", "import": "1"}))
    assert db.session.scalars(select(Field).where(Field.name == "Column 2")).one().type == "text"


def test_two_columns_of_one_name_never_become_one_field(admin):
    draft = upload(admin, b"E-mail,Colour,Colour\nada@example.com,red,blue\n").location
    admin.post(draft, {"again": "1", "header": "y"})
    chosen = {"header": "y", "column-0": "email", "column-1": "new", "column-2": "new", "import": "1"}
    answer = admin.post(draft, plan(**chosen))
    assert answer.status_code == 422
    assert "Two columns go to More › Colour" in answer.text
    assert not db.session.scalars(select(Field).where(Field.name == "Colour")).all()


def test_who_may_not_change_settings_makes_no_fields(coordinator, draft):
    assert "A new field" not in coordinator.get(draft).text
    coordinator.post(draft, plan(**{"column-3": "new", "import": "1"}))
    assert not db.session.scalars(select(Field).where(Field.name == "Shoe size")).all()


def test_mappings_are_remembered_by_their_headers(coordinator, draft):
    coordinator.post(draft, plan(**{"column-3": "title", "import": "1"}))
    again = upload(coordinator).location
    assert '<option value="title" selected>' in coordinator.get(again).text


def test_a_file_is_read_again_without_a_header(coordinator, draft):
    coordinator.post(draft, plan(header="", again="1"))
    page = coordinator.get(draft).text
    assert "Column 1" in page
    assert "First name · Ada" in page


def test_a_file_is_read_again_with_another_delimiter_and_encoding(coordinator):
    draft = upload(
        coordinator, "First name;E-mail\nZoë, the first;zoe@example.com\n".encode("cp850")
    ).location
    page = coordinator.get(draft).text
    assert '<option selected value=";">Semicolon</option>' in page
    coordinator.post(draft, {"header": "y", "again": "1", "encoding": "cp850", "delimiter": ";"})
    page = coordinator.get(draft).text
    assert "Zoë, the first" in page
    assert '<option selected value="cp850">' in page
    coordinator.post(draft, {"header": "y", "again": "1", "encoding": "cp850", "delimiter": ","})
    assert "First name;E-mail" in coordinator.get(draft).text


def test_a_file_that_is_not_in_the_chosen_encoding_is_not_read_so(coordinator):
    draft = upload(coordinator, "Name,E-mail\nZoë,zoe@example.com\n".encode("latin-1")).location
    answer = coordinator.post(draft, {"header": "y", "again": "1", "encoding": "utf-8-sig", "delimiter": ","})
    assert (answer.status_code, "is not UTF-8" in answer.text) == (422, True)
    answer = coordinator.post(draft, {"header": "y", "again": "1", "encoding": "rot13", "delimiter": '"'})
    assert answer.status_code == 303


def test_nothing_is_imported_in_another_way_than_was_looked_at(coordinator, draft):
    assert coordinator.post(draft, plan(header="", **{"import": "1"})).location == draft
    assert "Column 1" in coordinator.get(draft).text


def test_what_was_chosen_stays_when_something_is_wrong(coordinator, draft):
    answer = coordinator.post(draft, plan(**{"column-3": "city", "column-0": "city"}, source="Fair"))
    assert answer.status_code == 422
    assert "Two columns go to Primary info › City" in answer.text
    assert 'value="Fair"' in answer.text
    assert answer.text.count('<option value="city" selected>') == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("match", "x"),
        ("kind", "boss"),
        ("status", "999"),
        ("office", "2"),
        ("country", "ZZ"),
        ("tags", "x" * 99),
        ("status", "9" * 30),
    ],
)
def test_a_choice_that_is_not_offered_is_refused(coordinator, draft, field, value):
    assert coordinator.post(draft, plan(**{field: value})).status_code == 422


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7", "a PDF document"),
        (b'a,b\n"c,d\n', "line 2 is never closed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(coordinator, content, sentence):
    answer = upload(coordinator, content)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert not db.session.scalars(select(ImportRun)).all()


def test_no_file_is_asked_for(coordinator):
    answer = coordinator.post("/import", {}, content_type="multipart/form-data")
    assert (answer.status_code, "Choose a file first." in answer.text) == (422, True)


def test_a_file_that_breaks_off_fails_and_says_why(coordinator):
    rows = b"Name,Mail\n" + b"Ada,ada@example.com\n" * 9_000 + b'"Torn,x\n'
    draft = upload(coordinator, rows).location
    there = coordinator.post(
        draft, {**plan(**{"import": "1"}), "column-0": "name", "column-1": "email"}
    ).location
    work()
    page = coordinator.get(there).text
    assert "could not be imported" in page
    assert "A quote that is opened in line 9,002 is never closed" in page
    assert "Ada" not in people()


def test_a_draft_can_be_discarded(coordinator, draft, app):
    assert coordinator.post(f"{draft}/discard").location == "/import"
    assert coordinator.get(draft).status_code == 404


def test_nobody_reaches_the_import_of_another(coordinator, draft, adviser, outsider):
    there = draft.replace("/import/", "/imports/")
    for client in (adviser, outsider):
        assert client.get(draft).status_code == 404
        assert client.post(draft, plan()).status_code == 404
        assert client.get(there).status_code == 404
        assert client.get(f"{there}/rejects").status_code == 404
        assert client.post(f"{there}/start").status_code == 404
        assert client.post(f"{draft}/discard").status_code == 404


def test_who_sees_all_activity_sees_the_runs_of_others_but_not_their_drafts(coordinator, draft, admin):
    assert admin.get(draft).status_code == 404
    there = coordinator.post(draft, plan(**{"import": "1"})).location
    assert admin.get(there).status_code == 200


def test_readers_and_strangers_import_nothing(read_only, anybody, draft):
    for path in ("/import", "/imports", draft, "/imports/1", "/imports/1/rejects"):
        assert read_only.get(path).status_code == 403
        assert anybody.get(path).status_code in (302, 303)
    for path in ("/import", draft, f"{draft}/discard", "/imports/1/start"):
        assert read_only.post(path, {}).status_code == 403


@pytest.mark.parametrize(
    "path", ["/import", "/import/1", "/imports/1/start", "/import/1/discard", "/imports/1/rejects"]
)
def test_other_methods_are_refused(admin, path):
    assert admin.delete(path).status_code == 405


@pytest.mark.parametrize("path", ["/import/{}", "/imports/{}", "/imports/{}/rejects"])
@pytest.mark.parametrize("number", ["0", "999", str(2**63)])
def test_what_does_not_exist_is_not_found(admin, path, number):
    assert admin.get(path.format(number)).status_code == 404


def test_of_several_starts_at_once_all_but_one_find_no_draft(app, sign_in, world, draft):
    def start(client):
        with app.app_context():
            return client.post(draft, plan(**{"import": "1"})).status_code

    clients = [sign_in(world.jonas) for _ in range(4)]
    with ThreadPoolExecutor(len(clients)) as pool:
        assert sorted(pool.map(start, clients)) == [303, 404, 404, 404]


def test_a_draft_that_was_started_cannot_be_started_again(coordinator, draft):
    there = coordinator.post(draft, plan(**{"import": "1"})).location
    assert coordinator.post(f"{there}/start").status_code == 404
    assert coordinator.post(draft, plan()).status_code == 404


def test_an_upload_without_room_on_the_disk_is_told_at_the_form_and_leaves_nothing(app, coordinator):
    with no_file_larger_than(200_000):
        answer = upload(coordinator, PEOPLE * 5_000)
    assert answer.status_code == 503
    assert NOT_UPLOADED in answer.text
    assert 'type="file"' in answer.text
    assert _left_in(app) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_upload_whose_import_does_not_fit_into_the_database_leaves_nothing(app, coordinator):
    wide = ",".join(f"A column with a long name {number}" for number in range(400))
    with full_disk():
        answer = upload(coordinator, f"{wide}\n{wide}\n".encode())
    assert answer.status_code == 503
    assert FULL.sentence in answer.text
    assert _left_in(app) == []


def _left_in(app) -> list[str]:
    folder = Path(app.instance_path) / "imports"
    return os.listdir(folder) if folder.exists() else []
