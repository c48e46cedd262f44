"""Tags on people: who gets which, what is written down, and how names are found."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import Change, Event
from webapp.activity.tracking import open_change_set
from webapp.db import counters, db
from webapp.people.counting import wrong_counters
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import BadTag, found_tags
from webapp.tags.tagging import add_tags, change_tags, remove_tags


@pytest.fixture
def tagging(world):
    return {
        "by": world.mona,
        "now": NOW,
        "change_set": open_change_set("tag", "Tagged", by=world.mona, now=NOW),
    }


def test_tags_are_counted_noted_and_told(world, tagging):
    dana, henrik = world.people["dana"], world.people["henrik"]
    vip = found_tags(["VIP"], now=NOW)[0]
    assert len(add_tags([dana, henrik, 10**6], [vip.id], **tagging)) == 2
    assert add_tags([dana], [vip.id], **tagging) == []
    assert counters.read("tag") == {vip.id: 2}
    assert wrong_counters() == {}
    noted = select(Change.person_id, Change.key, Change.old, Change.new).where(Change.kind == "tag")
    assert set(db.session.execute(noted).all()) == {
        (dana, str(vip.id), None, True),
        (henrik, str(vip.id), None, True),
    }
    told = select(Event.data).where(Event.person_id == dana, Event.kind == "tagged")
    assert db.session.scalars(told).all() == [{"added": ["VIP"], "removed": []}]


def test_one_call_may_add_and_remove(world, tagging):
    dana = world.people["dana"]
    vip, cold = found_tags(["VIP", "cold"], now=NOW)
    add_tags([dana], [vip.id], **tagging)
    change_tags({(dana, vip.id): False, (dana, cold.id): True}, **tagging)
    assert db.session.scalars(select(PersonTag.tag_id)).all() == [cold.id]
    assert wrong_counters() == {}


def test_removing_what_is_not_there_changes_nothing(world, tagging):
    vip = found_tags(["VIP"], now=NOW)[0]
    assert remove_tags([world.people["dana"]], [vip.id], **tagging) == []


def test_names_are_the_same_tag_whatever_their_case_and_accents(app):
    first = found_tags(["Évian", "évian ", "EVIAN", "other"], now=NOW)
    assert [tag.name for tag in first] == ["EVIAN", "other"]
    assert found_tags(["evian"], now=NOW)[0].id == first[0].id
    assert len(db.session.scalars(select(Tag)).all()) == 2


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_tag_needs_a_short_name(app, name):
    with pytest.raises(BadTag):
        found_tags([name], now=NOW)
