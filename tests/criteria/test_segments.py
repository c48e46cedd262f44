"""Segments in questions: names of the company and of offices, and who is expired at this second."""

from dataclasses import replace

import pytest

from tests.criteria.conftest import DAY
from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.listing.address import Address
from webapp.listing.neighbours import neighbours_of
from webapp.listing.opening import open_list
from webapp.segments.administering import Wanted, add_segment, change_segment, delete_segment
from webapp.segments.expiring import tell_of_expiries
from webapp.segments.membership import add_to_segments
from webapp.users.own_company import Labels


@pytest.fixture
def clients(world):
    return add_segment(Wanted("Past clients", reminder_days=30), now=NOW)


def found(q, asker) -> list[int]:
    return open_list(Address(q), asker).page(None, None).ids


def join(world, segment, *names, at=NOW):
    change_set = open_change_set("segment", "Added", by=world.mona, now=at)
    people = [world.people[name] for name in names]
    add_to_segments(people, [segment.id], by=world.mona, now=at, change_set=change_set)


def test_a_bare_name_is_the_companys_and_each_offices_own_comes_with_its_office(world, asker, clients):
    add_segment(Wanted("Past clients", office_id=world.lisbon), now=NOW)
    add_segment(Wanted("Regatta", office_id=world.lisbon), now=NOW)
    for text in ('segment:"Past clients"', 'segment:"Lisbon/Past clients"', "segment:Regatta"):
        assert print_text(parse(text, asker)) == text
    assert as_text(parse('-segment:"lisbon/past clients"', asker), Labels({})) == (
        "People not in Lisbon/Past clients"
    )


def test_one_may_ask_only_for_the_segments_that_one_knows(world, asker, clients):
    add_segment(Wanted("Regatta", office_id=world.lisbon), now=NOW)
    parse("segment:Regatta", Asker(world.tomas, NOW, "Europe/Lisbon", "PT"))
    with pytest.raises(CriteriaError, match="There is no segment"):
        parse("segment:Regatta", Asker(world.jonas, NOW, "America/New_York", "US"))


def test_a_name_that_two_offices_share_asks_which(world, asker):
    add_segment(Wanted("Regatta", office_id=world.lisbon), now=NOW)
    other = add_segment(Wanted("Regatta", office_id=world.boston), now=NOW)
    assert parse("segment:regatta", asker).values == (("is", other.id),)
    stranger = replace(asker, viewer=replace(world.mona, office_id=0))
    with pytest.raises(CriteriaError, match="Write segment:Lisbon/Regatta or segment:Boston/Regatta"):
        parse("segment:regatta", stranger)


def test_the_nearest_name_is_offered(asker, clients):
    with pytest.raises(CriteriaError) as refused:
        parse('expired:"pst clients"', asker)
    assert refused.value.suggestion == 'expired:"Past clients"'


def test_a_renamed_segment_is_renamed_in_questions_and_a_deleted_one_is_missed(world, asker, clients):
    tree = parse('expired:"Past clients"', asker)
    change_segment(clients, Wanted("Former clients", reminder_days=30), by=world.mona, now=NOW)
    assert print_text(tree) == 'expired:"Former clients"'
    delete_segment(clients, by=world.mona, now=NOW)
    with pytest.raises(CriteriaError, match="was deleted"):
        print_text(tree)


@pytest.mark.parametrize("told", [False, True])
def test_expired_people_are_found_from_the_second_on(world, asker, clients, told):
    join(world, clients, "dana", "henrik")
    at = NOW + 30 * DAY
    if told:
        tell_of_expiries(now=at)
    assert found('expired:"Past clients"', replace(asker, now=at - 1)) == []
    assert len(found('expired:"Past clients"', replace(asker, now=at))) == 2
    assert len(found("expired:any", replace(asker, now=at))) == 2
    assert len(found("-expired:any", replace(asker, now=at))) == 1
    assert open_list(Address('expired:"Past clients"'), replace(asker, now=at)).number_kept() == 2
    priya = Asker(world.priya, at, "America/New_York", "US")
    assert open_list(Address('expired:"Past clients"'), priya).number_kept() == 1
    assert open_list(Address('segment:"Past clients"'), priya).number_kept() == 1


def test_a_list_of_expired_people_begins_with_the_most_overdue(world, asker, clients):
    join(world, clients, "dana", at=NOW - 50 * DAY)
    join(world, clients, "ines", at=NOW - 90 * DAY)
    join(world, clients, "henrik", at=NOW - 70 * DAY)
    people = world.people
    expired = 'expired:"Past clients"'
    assert found(expired, asker) == [people["ines"], people["henrik"], people["dana"]]
    assert open_list(Address(expired), asker).sort.name == "due"
    around = neighbours_of(open_list(Address(expired), asker), people["henrik"])
    assert (around.previous.id, around.next.id, around.position) == (people["ines"], people["dana"], 2)
    by_name = open_list(Address(expired, "name"), asker)
    assert (by_name.sort.name, by_name.address.sort_word) == ("name", "name")


def test_a_list_of_one_segment_can_be_sorted_by_when_people_are_due(world, asker, clients):
    change_set = open_change_set("segment", "Added", by=world.mona, now=NOW)
    crowd = [world.person(first=f"P{n}") for n in range(120)]
    for n, person_id in enumerate(crowd):
        add_to_segments(
            [person_id], [clients.id], by=world.mona, now=NOW - n % 60 * DAY, change_set=change_set
        )
    opened = open_list(Address('segment:"Past clients"', "due"), asker)
    seen, after = [], None
    while True:
        page = opened.page(after and str(after), None)
        seen += page.ids
        if not (after := page.after):
            break
    assert sorted(seen) == sorted(crowd)
    assert [60 - n % 60 for n in map(crowd.index, seen)] == sorted(60 - n % 60 for n in range(120))
