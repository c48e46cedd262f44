"""The tree: names, places, moves, and counts that follow them."""

import pytest

from tests.groups.conftest import below
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group, move_group, rename_group
from webapp.groups.naming import BadGroup, groups_for, tree
from webapp.people.counting import wrong_counters


def test_names_are_kept_apart_among_siblings_only(doing, travel, italy, spain):
    with pytest.raises(BadGroup, match="There is a group “Ítaly” here already"):
        doing.make(" Ítaly ", travel)
    doing.make("Italy")
    with pytest.raises(BadGroup, match="“Italy” here already"):
        rename_group(spain, "Italy", **doing.deed)
    with pytest.raises(BadGroup, match="“Italy” here already"):
        move_group(italy, None, **doing.deed)


def test_a_path_names_one_group_and_a_bare_name_perhaps_several(doing, travel, italy, sicily):
    other = doing.make("Sicily")
    known = tree()
    assert known.path(sicily.id) == "Travel/Italy/Sicily"
    assert known.called("travel/italy/sicily", known.by_id) == [sicily.id]
    assert known.called("Italy/Sicily", known.by_id) == [sicily.id]
    assert known.called("Sicily", known.by_id) == [other.id]
    assert known.called("Italy", known.by_id) == [italy.id]


def test_a_group_is_not_moved_below_itself(doing, travel, italy, sicily):
    for below_itself in (travel, italy, sicily):
        with pytest.raises(BadGroup, match="cannot stand below itself"):
            move_group(travel, below_itself.id, **doing.deed)


def test_people_count_where_their_group_went(world, doing, travel, italy, spain, sicily):
    dana, henrik = world.people["dana"], world.people["henrik"]
    doing.add([dana], [sicily.id, spain.id])
    doing.add([henrik], [sicily.id])
    move_group(sicily, spain.id, **doing.deed)
    assert below(italy) == {}
    assert below(spain) == {dana: 2, henrik: 1}
    assert below(travel) == {dana: 2, henrik: 1}
    move_group(sicily, None, **doing.deed)
    assert below(travel) == {dana: 1}
    assert below(sicily) == {dana: 1, henrik: 1}
    assert wrong_counters() == {}


def test_a_group_is_put_at_a_place_among_its_siblings(doing, travel, italy, spain, sicily):
    move_group(sicily, travel.id, index=1, **doing.deed)
    assert [node.name for node in tree().children(travel.id)] == ["Italy", "Sicily", "Spain"]


def test_groups_of_another_office_are_known_to_those_who_see_everybody(world, doing):
    guests = add_group(Wanted("Gäste", office_id=world.lisbon), by=world.mona, now=doing.now)
    db.session.flush()
    assert guests.id in {node.id for node in groups_for(world.mona)}
    assert guests.id not in {node.id for node in groups_for(world.priya)}
