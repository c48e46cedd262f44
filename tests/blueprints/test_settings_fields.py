"""Settings › Sections and fields."""

import pytest
from sqlalchemy import select

from webapp.db import db
from webapp.fields.arranging import fields_of, sections
from webapp.fields.models import Field, Section

ROOT = "/settings/fields"


@pytest.fixture
def section(admin) -> int:
    admin.post(f"{ROOT}/sections", {"name": "Compliance"})
    return db.session.scalar(select(Section.id).where(Section.name == "Compliance"))


@pytest.fixture
def field(admin, section) -> int:
    admin.post(f"{ROOT}/sections/{section}/fields", {"name": "Checked", "type": "date"})
    return db.session.scalar(select(Field.id).where(Field.name == "Checked"))


def names(section_id):
    db.session.rollback()
    return [f.name for f in fields_of(section_id)]


def test_sections_and_fields_are_made_and_shown(admin, section, field):
    page = admin.get(ROOT).text
    assert "Compliance" in page
    assert "Checked" in page
    assert admin.get(f"{ROOT}/new?section={section}").status_code == 200
    assert admin.get(f"{ROOT}/{field}").status_code == 200
    assert admin.get(f"{ROOT}/sections/{section}").status_code == 200


def test_what_is_wrong_is_said_beside_what_was_typed(admin, section, field):
    for data, words in (
        ({"name": "checked", "type": "date"}, "already"),
        ({"name": "Size", "type": "choice", "choices": " \n"}, "at least one choice"),
        ({"name": "State", "type": "state"}, "add a country field"),
        ({"name": "", "type": "text"}, "Give the field a name"),
        ({"name": "Odd", "type": "emails"}, "valid choice"),
    ):
        answer = admin.post(f"{ROOT}/sections/{section}/fields", data)
        assert (answer.status_code, words in answer.text) == (422, True), words
        assert f'value="{data["name"]}"' in answer.text
    assert names(section) == ["Checked"]


def test_fields_move_by_button_and_by_order(admin, section, field):
    admin.post(f"{ROOT}/sections/{section}/fields", {"name": "Second", "type": "text"})
    admin.post(f"{ROOT}/sections/{section}/order", {"move": f"{field}:1"})
    assert names(section) == ["Second", "Checked"]
    second = db.session.scalar(select(Field.id).where(Field.name == "Second"))
    part = admin.part("post", f"{ROOT}/sections/{section}/order", {"order": f"{field},{second},9,x"})
    assert part.status_code == 200
    assert names(section) == ["Checked", "Second"]
    for data in ({}, {"move": "x:1"}, {"move": f"{field}:77"}, {"move": "²:1"}, {"order": "a,,"}):
        assert admin.post(f"{ROOT}/sections/{section}/order", data).status_code == 303
    assert names(section) == ["Checked", "Second"]


def test_sections_move(admin, section):
    admin.post(f"{ROOT}/sections/order", {"move": f"{section}:-1"})
    db.session.rollback()
    assert [s.name for s in sections()] == ["Compliance", "Primary info"]


def test_a_field_is_changed_archived_brought_back_and_deleted(admin, section, field):
    admin.post(f"{ROOT}/{field}", {"name": "Checked on", "required": "y"})
    assert db.session.get(Field, field, populate_existing=True).required
    admin.post(f"{ROOT}/{field}/archiving")
    assert "Archived:" in admin.get(ROOT).text
    admin.post(f"{ROOT}/{field}/restoring")
    assert "Archived:" not in admin.get(ROOT).text
    assert "Nobody has anything" in admin.get(f"{ROOT}/{field}/deletion").text
    admin.post(f"{ROOT}/{field}/deletion")
    assert names(section) == []


def test_a_section_is_renamed_and_deleted(admin, section, field):
    assert admin.post(f"{ROOT}/sections/{section}", {"name": "primary INFO"}).status_code == 422
    admin.post(f"{ROOT}/sections/{section}", {"name": "Checks"})
    assert "1 field goes" in admin.get(f"{ROOT}/sections/{section}/deletion").text.replace("Its 1", "1")
    admin.post(f"{ROOT}/sections/{section}/deletion")
    db.session.rollback()
    assert [s.name for s in sections()] == ["Primary info"]


def test_built_in_fields_keep_their_names(admin):
    city = db.session.scalar(select(Field.id).where(Field.builtin == "city"))
    admin.post(f"{ROOT}/{city}", {"name": "Town", "required": "y"})
    row = db.session.get(Field, city, populate_existing=True)
    assert (row.name, row.required) == ("City", True)
    admin.post(f"{ROOT}/{city}/deletion")
    admin.post(f"{ROOT}/{city}/archiving")
    assert db.session.get(Field, city, populate_existing=True).archived_at is None


def test_who_may_not_set_things_does_not(coordinator, adviser, read_only, section, field):
    paths = (ROOT, f"{ROOT}/{field}", f"{ROOT}/sections/{section}", f"{ROOT}/{field}/deletion")
    for client in (coordinator, adviser, read_only):
        for path in paths:
            assert client.get(path).status_code == 403
        for path in (
            *paths[1:],
            f"{ROOT}/sections",
            f"{ROOT}/sections/order",
            f"{ROOT}/sections/{section}/fields",
            f"{ROOT}/sections/{section}/order",
            f"{ROOT}/sections/{section}/deletion",
            f"{ROOT}/{field}/archiving",
            f"{ROOT}/{field}/restoring",
        ):
            assert client.post(path, {"name": "Mine", "type": "text"}).status_code == 403
    assert names(section) == ["Checked"]


def test_other_methods_and_ids_are_refused(admin, field):
    assert admin.delete(f"{ROOT}/{field}").status_code == 405
    assert admin.get(f"{ROOT}/{field}/archiving").status_code == 405
    assert admin.get(f"{ROOT}/99999").status_code == 404
    assert admin.get(f"{ROOT}/new?section=x").status_code == 404
    assert admin.get(f"{ROOT}/{2**63}").status_code == 404
