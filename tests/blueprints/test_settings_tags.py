"""Settings › Tags, and /tags."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.blueprints.settings.tags import TagForm
from webapp.db import db
from webapp.inputs import kept_by
from webapp.people import following
from webapp.tags.models import Tag
from webapp.tags.naming import BadTag, all_tags, found_tags


@pytest.fixture
def vip(world):
    tag = found_tags(["VIP"], now=NOW)[0]
    world.person(first="Ann", tag_ids=[tag.id])
    world.person(first="Ines", tag_ids=[tag.id], office_id=world.lisbon)
    db.session.commit()
    return tag.id


def names():
    db.session.rollback()
    return sorted(tag.name for tag in all_tags())


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


def undo_offered(page: str) -> str:
    """Where the toast's Undo posts to."""
    return re.search(r'action="(/changes/\d+/undo)"', page)[1]


def test_each_deed_on_a_tag_offers_undo(coordinator, vip):
    coordinator.post("/settings/tags", {"name": "Trade fair", "hue": "teal"})
    coordinator.post(undo_offered(coordinator.get("/settings/tags").text))
    assert names() == ["VIP"]
    coordinator.post(f"/settings/tags/{vip}", {"name": "Important", "hue": "red"})
    coordinator.post(undo_offered(coordinator.get("/settings/tags").text))
    assert names() == ["VIP"]
    question = coordinator.get(f"/settings/tags/{vip}/deletion").text
    assert "Undo brings it back for 30 days" in question
    coordinator.post(f"/settings/tags/{vip}/deletion")
    assert names() == []
    answer = coordinator.post(
        undo_offered(coordinator.get("/settings/tags").text),
        headers={"Referer": "http://localhost/settings/tags"},
    )
    assert answer.location == "/settings/tags"
    page = coordinator.get("/settings/tags").text
    assert "Took back: Deleted the tag VIP." in page
    assert 'data-label="People">2</td>' in page
    coordinator.post(undo_offered(page))
    assert names() == []


def test_a_change_that_changes_nothing_has_no_undo(coordinator, vip):
    hue = db.session.get(Tag, vip).hue
    coordinator.post(f"/settings/tags/{vip}", {"name": "VIP", "hue": hue})
    assert "/undo" not in coordinator.get("/settings/tags").text
    assert "Changed the tag" not in coordinator.get("/activity").text


def test_a_merge_is_looked_at_and_taken_back_in_the_activity(coordinator, vip):
    other = found_tags(["important"], now=NOW)[0].id
    db.session.commit()
    coordinator.post(f"/settings/tags/{vip}/merging", {"into": str(other)})
    merged = db.session.scalar(select(ChangeSet.id).where(ChangeSet.about == "tag"))
    listed = coordinator.get("/activity").text
    assert "Merged the tag VIP into important" in listed
    assert f'href="/changes/{merged}/undo"' in listed
    shown = coordinator.get(f"/changes/{merged}").text
    assert "Tag VIP" in shown
    assert "deleted" in shown
    assert "Duarte" not in shown
    question = coordinator.get(f"/changes/{merged}/undo").text
    assert "<b>Tag VIP</b> comes back." in question
    assert "2 people go back to how they were before." in question
    coordinator.post(f"/changes/{merged}/undo")
    assert names() == ["VIP", "important"]


def test_what_an_undo_of_a_tag_keeps_is_listed(coordinator, vip):
    coordinator.post(f"/settings/tags/{vip}", {"name": "Important", "hue": "red"})
    found_tags(["vip"], now=NOW)
    db.session.commit()
    renamed = db.session.scalar(select(ChangeSet.id).where(ChangeSet.about == "tag"))
    question = coordinator.get(f"/changes/{renamed}/undo").text
    assert "Another tag has this name today." in question
    answer = coordinator.post(f"/changes/{renamed}/undo")
    page = coordinator.get(answer.location).text
    assert "What was kept" in page
    assert "Tag Important · Name is now “Important”" in page


def test_only_who_may_edit_tags_takes_their_deeds_back(world, sign_in, coordinator, vip):
    coordinator.post(f"/settings/tags/{vip}/deletion")
    deleted = db.session.scalar(select(ChangeSet).where(ChangeSet.about == "tag"))
    deleted.by_id = world.priya.id
    path = f"/changes/{deleted.id}/undo"
    db.session.commit()
    adviser = sign_in(world.priya)
    assert path not in adviser.get("/activity").text
    assert adviser.get(path).status_code == 403
    assert adviser.post(path).status_code == 403
    assert sign_in(world.tomas).post(path).status_code == 404
    assert names() == []
    assert sign_in(world.mona).post(path).status_code == 303
    assert names() == ["VIP"]


def test_a_deleted_tag_has_no_page(coordinator, vip):
    coordinator.post(f"/settings/tags/{vip}/deletion")
    for path in (f"/settings/tags/{vip}", f"/settings/tags/{vip}/deletion"):
        assert coordinator.get(path).status_code == 404
        assert coordinator.post(path, {"name": "x", "hue": "red"}).status_code == 404
    assert "VIP" not in coordinator.get("/people").text


def test_a_tag_that_a_merge_is_still_filling_stays(coordinator, vip, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 1)
    other = found_tags(["important"], now=NOW)[0].id
    db.session.commit()
    coordinator.post(f"/settings/tags/{vip}/merging", {"into": str(other)})
    assert "is merged into “important”, in the background." in coordinator.get("/settings/tags").text
    answer = coordinator.post(f"/settings/tags/{other}/deletion")
    assert answer.status_code == 409
    assert "Try again in a minute" in answer.text


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
