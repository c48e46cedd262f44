"""The tags of a person."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.tags.models import Tag
from webapp.tags.naming import found_tags
from webapp.tags.of_person import tags_of


@pytest.fixture
def hers(world):
    """hers() are the names of Dana's tags in the database."""

    def hers():
        db.session.rollback()
        return [tag.name for tag in tags_of(world.people["dana"])]

    return hers


def test_the_form_adds_makes_and_removes(adviser, dana, hers):
    adviser.post(f"{dana}/tags", {"tags": ["VIP", "Évian"], "new": "one, two;"})
    assert hers() == ["Évian", "one", "two", "VIP"]
    adviser.post(f"{dana}/tags", {"tags": ["VIP"], "seen": ["VIP", "Évian", "one"]})
    assert hers() == ["two", "VIP"]


def test_what_others_tagged_meanwhile_stays(adviser, admin, dana, hers):
    admin.post(f"{dana}/tags", {"tags": ["theirs"]})
    adviser.post(f"{dana}/tags", {"tags": ["mine"], "seen": []})
    assert hers() == ["mine", "theirs"]


def test_a_tag_is_removed_in_place_with_undo(adviser, dana, hers):
    adviser.post(f"{dana}/tags", {"tags": ["VIP"]})
    tag_id = db.session.scalar(select(Tag.id))
    answer = adviser.part("delete", f"{dana}/tags/{tag_id}")
    assert "1 tag removed." in answer.text
    assert "/undo" in answer.text
    assert hers() == []
    assert adviser.part("delete", f"{dana}/tags/{tag_id}").status_code == 200
    assert adviser.part("delete", f"{dana}/tags/{2**53}").status_code == 200


def test_the_picker_offers_every_tag(adviser, dana):
    found_tags(["VIP"], now=NOW)
    db.session.commit()
    assert "<option>VIP</option>" in adviser.part("get", f"{dana}/tags/edit").text
    assert "<option>VIP</option>" in adviser.get(f"{dana}/tags/edit").text


def test_a_name_that_is_too_long_is_said_and_kept(adviser, dana, hers):
    answer = adviser.post(f"{dana}/tags", {"tags": ["x" * 61]})
    assert answer.status_code == 422
    assert "x" * 61 in answer.text
    assert "at most 60" in answer.text
    assert hers() == []
    assert adviser.post(f"{dana}/tags", {"tags": [str(n) for n in range(300)]}).status_code == 422


def test_an_outsider_finds_nobody(outsider, dana):
    assert outsider.get(f"{dana}/tags/edit").status_code == 404
    assert outsider.post(f"{dana}/tags", {"tags": ["x"]}).status_code == 404
    assert outsider.delete(f"{dana}/tags/1").status_code == 404
    assert db.session.scalars(select(Tag)).all() == []


def test_who_only_reads_tags_nobody(read_only, dana):
    assert read_only.get(f"{dana}/tags/edit").status_code == 403
    assert read_only.post(f"{dana}/tags", {"tags": ["x"]}).status_code == 403
    assert read_only.delete(f"{dana}/tags/1").status_code == 403


def test_other_methods_are_refused(adviser, dana):
    assert adviser.put(f"{dana}/tags").status_code == 405
    assert adviser.post(f"{dana}/tags/1").status_code == 405
