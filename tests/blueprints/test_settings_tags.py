"""Settings › Tags, and /tags."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.blueprints.settings.tags import TagForm
from webapp.db import db
from webapp.inputs import kept_by
from webapp.tags.models import Tag
from webapp.tags.naming import BadTag, found_tags


@pytest.fixture
def vip(world):
    tag = found_tags(["VIP"], now=NOW)[0]
    world.person(first="Ann", tag_ids=[tag.id])
    world.person(first="Ines", tag_ids=[tag.id], office_id=world.lisbon)
    db.session.commit()
    return tag.id


def names():
    db.session.rollback()
    return sorted(db.session.scalars(select(Tag.name)))


def test_a_tag_is_added_renamed_and_deleted(coordinator):
    coordinator.post("/settings/tags", {"name": "Trade fair", "hue": "teal"})
    tag_id = db.session.scalar(select(Tag.id))
    assert "Trade fair" in coordinator.get("/settings/tags").text
    coordinator.post(f"/settings/tags/{tag_id}", {"name": "Fair", "hue": "red"})
    assert names() == ["Fair"]
    assert "Nobody has it" in coordinator.get(f"/settings/tags/{tag_id}/deletion").text
    coordinator.post(f"/settings/tags/{tag_id}/deletion")
    assert names() == []


def test_deleting_says_how_many_lose_it(coordinator, vip):
    assert "2 people lose it" in coordinator.get(f"/settings/tags/{vip}/deletion").text


def test_two_tags_become_one(coordinator, vip):
    other = found_tags(["important"], now=NOW)[0].id
    db.session.commit()
    assert coordinator.post(f"/settings/tags/{vip}/merging", {"into": str(vip)}).status_code == 422
    assert coordinator.post(f"/settings/tags/{vip}/merging", {"into": "x"}).status_code == 422
    assert "2 people have “VIP” and get that one instead" in coordinator.get(f"/settings/tags/{vip}").text
    assert coordinator.post(f"/settings/tags/{vip}/merging", {"into": str(other)}).status_code == 303
    assert names() == ["important"]
    said = coordinator.get("/settings/tags").text
    assert "“VIP” is merged into “important”, which 2 people now have." in said


def test_what_is_deleted_is_said_with_the_number_who_had_it(coordinator, vip):
    coordinator.post(f"/settings/tags/{vip}/deletion")
    assert "The tag “VIP” is deleted; 2 people had it." in coordinator.get("/settings/tags").text


@pytest.mark.parametrize(
    "data", [{"name": ""}, {"name": "x" * 61}, {"name": "vip"}, {"name": "a", "hue": "url(x)"}]
)
def test_what_cannot_be_a_tag_is_said_and_kept(coordinator, vip, data):
    answer = coordinator.post("/settings/tags", {"hue": "gray", **data})
    assert answer.status_code == 422
    assert data["name"] in answer.text
    assert names() == ["VIP"]


def test_who_may_not_edit_tags_does_not(adviser, read_only, vip):
    for client in (adviser, read_only):
        for path in ("/settings/tags", f"/settings/tags/{vip}", f"/settings/tags/{vip}/deletion"):
            assert client.get(path).status_code == 403
            assert client.post(path, {"name": "mine", "hue": "red"}).status_code == 403
        assert client.post(f"/settings/tags/{vip}/merging", {"into": str(vip)}).status_code == 403
    assert names() == ["VIP"]


def test_other_methods_are_refused(coordinator, vip):
    assert coordinator.delete(f"/settings/tags/{vip}").status_code == 405
    assert coordinator.get(f"/settings/tags/{vip}/merging").status_code == 405
    assert coordinator.get("/settings/tags/99").status_code == 404


def test_everybody_finds_the_tags_with_the_people_they_see(read_only, vip):
    page = read_only.get("/tags").text
    assert "VIP" in page
    assert 'data-label="People">1</td>' in page
    assert "/settings/tags" not in page


def test_a_name_that_somebody_took_a_moment_ago_is_said(app, vip):
    taken = Tag(name="VIP", name_key="vip", created_at=NOW)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context(method="POST", data={"name": "VIP", "hue": "gray"}):
        form = TagForm()
        assert not kept_by(form, BadTag, lambda: db.session.add(taken))
        assert "a moment ago" in form.name.errors[0]
    assert names() == ["VIP"]
