"""The list as a file."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import AuditEntry
from webapp.blueprints.people import export
from webapp.db import db
from webapp.imports.headers import read_header
from webapp.listing.columns import all_columns
from webapp.listing.exporting import import_columns
from webapp.tags.models import Tag
from webapp.users.own_company import Labels


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.fixture
def spiky(world):
    """Somebody whose values look like formulas, with several addresses and tags."""
    tags = [Tag(name=name, name_key=name, created_at=NOW) for name in ("press", "vip")]
    db.session.add_all(tags)
    db.session.flush()
    person_id = world.person(
        first="=1+1",
        last='O\'Neil, "Jr"',
        emails=[["a@example.com"] * 2, ["b@example.com"] * 2],
        phones=[["+49 341 555 0199", "+493415550199"]],
        city="-Stadt",
        tag_ids=[tag.id for tag in tags],
    )
    db.session.commit()
    return person_id


def test_the_file_holds_the_list_in_its_order_with_its_columns(admin):
    admin.post("/people/columns", {"column": ["city", "status"]})
    answer = admin.post("/people/export", {"format": "csv", "q": "office:Boston", "sort": "-name"})
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="people-2026-09-21.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    found = rows(answer)
    assert [row["First name"] for row in found] == ["Henrik", "Dana"]
    assert list(found[1]) == ["First name", "Last name", "Company", "City", "Status"]
    assert list(found[1].values()) == ["Dana", "Whitfield", "Whitfield Family Dental", "Sacramento", "New"]


def test_nobody_exports_whom_they_do_not_see(adviser):
    assert [row["First name"] for row in rows(adviser.post("/people/export", {"format": "csv"}))] == ["Dana"]


def test_formulas_are_guarded_and_everything_else_is_as_it_was_typed(admin, spiky):
    (row,) = rows(admin.post("/people/export", {"format": "csv", "q": "email:a@example.com", "all": "1"}))
    assert row["First name"] == "'=1+1"
    assert row["Last name"] == 'O\'Neil, "Jr"'
    assert row["E-mail"] == "a@example.com; b@example.com"
    assert row["Phone"] == "'+49 341 555 0199"
    assert row["City"] == "'-Stadt"
    assert row["Tags"] == "press; vip"


def test_a_sheet_opens_and_says_the_same(admin, spiky):
    answer = admin.post("/people/export", {"format": "xlsx", "q": "email:a@example.com", "all": "1"})
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    heads, values = ([cell.value for cell in row] for row in sheet.iter_rows())
    row = dict(zip(heads, values, strict=True))
    assert row["First name"] == "=1+1"
    assert row["Phone"] == "+49 341 555 0199"
    assert row["Tags"] == "press; vip"
    assert sheet["A2"].data_type != "f"


def test_an_export_is_noted(world, admin):
    admin.post("/people/export", {"format": "csv", "q": "kind:lead"})
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.what == "exported people"))
    assert (entry.by_id, entry.about) == (world.mona.id, "1 as csv: Leads")


def test_without_the_permission_there_is_no_export(read_only):
    assert read_only.get("/people/export").status_code == 403
    assert read_only.post("/people/export", {"format": "csv"}).status_code == 403
    assert "/people/export" not in read_only.get("/people").get_data(as_text=True)


def test_exports_are_limited_in_an_hour(admin, monkeypatch):
    monkeypatch.setattr(export, "AN_HOUR", 1)
    assert admin.post("/people/export", {"format": "csv"}).status_code == 200
    assert admin.post("/people/export", {"format": "csv"}).status_code == 429


def test_what_cannot_be_exported_is_said(admin):
    assert admin.post("/people/export", {"format": "exe"}).status_code == 400
    assert admin.post("/people/export", {"format": "csv", "q": "stattus:x"}).status_code == 422
    assert admin.get("/people/export?q=stattus:x").status_code == 422


@pytest.mark.parametrize("choice", ["abc", "0", "-1", "999", "9" * 30])
def test_a_choice_that_is_none_is_not_the_whole_list(admin, choice):
    assert admin.get(f"/people/export?choice={choice}").status_code == 404
    assert admin.post("/people/export", {"choice": choice}).status_code == 404


def test_the_dialog_says_how_many(admin):
    assert "Export 3 people" in admin.part("get", "/people/export").get_data(as_text=True)


def test_the_import_reads_every_column_as_what_it_was(app):
    """Columns that only Muster can know, such as the last contact, are passed over."""
    heads = {c.key: c.label for c in import_columns(all_columns(Labels({})).values())}
    read = {key: read_header(label).target for key, label in heads.items()}
    passed_over = {"office", "contacted", "touched", "changed", "reminder"}
    assert read == {key: None if key in passed_over else key for key in heads}
