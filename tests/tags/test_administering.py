"""Renaming, merging and deleting tags, with their counters."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.tags.administering import add_tag, change_tag, delete_tag, merge_tags, people_with
from webapp.tags.models import PersonTag
from webapp.tags.naming import BadTag, all_tags, found_tags


@pytest.fixture
def tagged(world):
    """Two tags: Ann and Ben have the first, Ben and Cleo the second."""
    vip, key_account = found_tags(["VIP", "key account"], now=NOW)
    world.person(first="Ann", tag_ids=[vip.id])
    world.person(first="Ben", tag_ids=[vip.id, key_account.id])
    world.person(first="Cleo", tag_ids=[key_account.id], office_id=world.lisbon)
    return vip, key_account


def test_a_merge_gives_everybody_the_other_tag_once(world, tagged):
    vip, key_account = tagged
    merge_tags(vip, key_account, by=world.mona, now=NOW)
    names = select(Person.first).join(PersonTag, PersonTag.person_id == Person.id)
    assert sorted(db.session.scalars(names)) == ["Ann", "Ben", "Cleo"]
    assert [tag.name for tag in all_tags()] == ["key account"]
    assert people_with(key_account) == 3
    assert wrong_counters() == {}


def test_a_deleted_tag_is_on_nobody(world, tagged):
    vip, key_account = tagged
    assert people_with(vip) == 2
    delete_tag(vip, by=world.mona, now=NOW)
    assert (people_with(vip), people_with(key_account)) == (0, 2)
    assert wrong_counters() == {}


def test_a_name_is_given_once(world, tagged):
    vip, _ = tagged
    with pytest.raises(BadTag, match="already"):
        change_tag(vip, "Key Account", "red", by=world.mona, now=NOW)
    change_tag(vip, "vip", "red", by=world.mona, now=NOW)
    assert (vip.name, vip.hue) == ("vip", "red")
    with pytest.raises(BadTag):
        add_tag("VIP", "gray", by=world.mona, now=NOW)
