"""Groups in questions: names and paths, those of offices, archived and deleted ones, and since when."""

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import ALL, Draft, Row
from webapp.criteria.building.draft import Group as Rows
from webapp.criteria.building.reading import draft_of, tree_of
from webapp.criteria.completing import complete
from webapp.criteria.errors import CriteriaError
from webapp.criteria.estimating import at_most
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.db import db
from webapp.groups.arranging import archive_group, rename_group
from webapp.groups.membership import add_to_groups
from webapp.groups.models import Group
from webapp.users.own_company import Labels

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
TRAVEL, ITALY, SICILY, FAIR = range(4)


def said(text, asker) -> str:
    return as_text(parse(text, asker), Labels({}))


@pytest.fixture
def tomas(world) -> Asker:
    return Asker(world.tomas, NOW, "Europe/Lisbon", "PT")


def join(world, group_id, *names, at=NOW):
    change_set = open_change_set("group", "Added", by=world.mona, now=at)
    people = [world.people[name] for name in names]
    add_to_groups(people, [group_id], by=world.mona, now=at, change_set=change_set)


def test_a_name_that_several_groups_bear_is_an_error_that_names_their_paths(asker, groups):
    with pytest.raises(CriteriaError, match="Write group:Travel/Italy or group:Fair/Italy"):
        parse("group:italy", asker)
    with pytest.raises(CriteriaError, match="Write joined:Travel/Italy or joined:Fair/Italy"):
        parse("joined:Italy:30d", asker)


def test_what_is_unique_is_written_short_and_the_rest_by_its_path(asker, groups):
    for typed, written in (
        ("group:travel/italy/SICILY", "group:Sicily"),
        ('in-group:"travel/italy"', "in-group:Travel/Italy"),
        ("joined:sicily:>=2026-01-01", "joined:Sicily:>=2026-01-01"),
        ("joined:fair/italy:2026-01-01..2026-03-31", "joined:Fair/Italy:2026-01-01..2026-03-31"),
        (r'group:"a\\/b"', r'group:"a\\/b"'),
        ('group:"none"', 'group:"none"'),
    ):
        assert print_text(parse(typed, asker)) == written


def test_groups_of_offices_with_one_path_go_by_their_office(asker, tomas, groups):
    assert print_text(parse("group:guests", asker)) == "group:Boston/Guests"
    assert print_text(parse("group:guests", tomas)) == "group:Lisbon/Guests"
    with pytest.raises(CriteriaError, match="There is no group “boston/guests”"):
        parse("group:boston/guests", tomas)
    assert print_text(parse("group:lisbon/guests", asker)) == "group:Lisbon/Guests"


def test_an_archived_group_can_be_asked_for_and_is_not_offered(world, asker, groups):
    old = groups[-1]
    assert "Old" in [completion.shown for completion in complete("group:", asker)]
    archive_group(db.session.get_one(Group, old), by=world.mona, now=NOW)
    assert parse("group:old", asker).values == (("is", old),)
    assert "Old" not in [completion.shown for completion in complete("group:", asker)]


def test_the_nearest_name_is_offered(asker, groups):
    with pytest.raises(CriteriaError) as refused:
        parse("group:scily", asker)
    assert refused.value.suggestion == "group:Sicily"


def test_a_renamed_group_is_renamed_in_questions_and_a_deleted_one_is_missed(world, asker, groups):
    tree = parse("group:Sicily joined:Sicily:30d", asker)
    sicily = db.session.get_one(Group, groups[SICILY])
    rename_group(sicily, "Sicilia", by=world.mona, now=NOW)
    assert print_text(tree) == "group:Sicilia joined:Sicilia:30d"
    sicily.retired_at = NOW
    db.session.flush()
    with pytest.raises(CriteriaError, match="A group that is asked for was deleted"):
        print_text(tree)


def test_it_is_said_in_words(asker, groups):
    assert said("group:Sicily", asker) == "People in the group Sicily"
    assert said("-group:Travel/Italy", asker) == "People not in the group Travel › Italy"
    assert said("in-group:Sicily", asker) == "People directly in the group Sicily"
    assert said("group:none,Sicily", asker) == "People in the group Sicily or in no group"
    assert said("joined:Sicily:30d", asker) == "People who joined Sicily in the last 30 days"
    assert said("-joined:Sicily:>=2026-01-01", asker) == "People who did not join Sicily since 1 Jan 2026"


def test_joining_takes_days_behind_the_group_only(asker, groups):
    with pytest.raises(CriteriaError, match=r"Write when they joined it, as in joined:Italy:30d"):
        parse("joined:Sicily", asker)
    with pytest.raises(CriteriaError, match=r"is not a date\. Write joined:Sicily:2026-01-05"):
        parse("joined:Sicily:soon", asker)
    with pytest.raises(CriteriaError, match="runs backwards"):
        parse("joined:Sicily:2026-03-01..2026-01-01", asker)


def test_the_counters_count_somebody_in_two_subgroups_once(world, asker, groups):
    join(world, groups[ITALY], "dana")
    join(world, groups[SICILY], "dana", "henrik")
    for text, people in (
        ("group:Travel", 2),
        ("in-group:Travel", 0),
        ("in-group:Sicily", 2),
        ("joined:Sicily:30d", 2),
        ("joined:Travel:30d", 0),
    ):
        assert at_most(parse(text, asker), asker) == people, text


def test_the_builder_asks_for_the_group_and_when(asker, groups):
    (row,) = draft_of(parse("-joined:Sicily:30d", asker)).rows()
    assert (row.key, row.operator, row.values) == ("joined", "-last", [("Sicily", "30", "d")])
    (row,) = draft_of(parse("joined:Sicily:2026-01-01..2026-03-31", asker)).rows()
    assert (row.operator, row.values) == ("..", [("Sicily", "2026-01-01", "2026-03-31")])
    waiting = Draft(Rows(0, ALL, [Row(1, "joined", "last", [("Sicily", "", "d")])]))
    assert tree_of(waiting, asker, complete=True) is None
    assert waiting.errors == ["Choose which, and: Write how long."]
