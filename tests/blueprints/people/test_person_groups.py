"""The groups on a person's page: why they are in each, the picker, and taking them out."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import Cause, add_to_groups
from webapp.groups.models import PersonGroup
from webapp.segments.administering import Wanted as SegmentWanted
from webapp.segments.administering import add_segment
from webapp.segments.membership import add_to_segments

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def dana(world) -> int:
    return world.people["dana"]


@pytest.fixture
def make(world):
    def make(name, office_id=None):
        group = add_group(Wanted(name, office_id=office_id), by=world.mona, now=NOW)
        db.session.commit()
        return group.id

    return make


@pytest.fixture
def put(world, dana):
    def put(group_id, cause):
        change_set = open_change_set("group", "Added", by=world.mona, now=NOW)
        add_to_groups([dana], [group_id], by=world.mona, now=NOW, change_set=change_set, cause=cause)
        db.session.commit()

    return put


def groups_of(person_id) -> set[int]:
    db.session.rollback()
    return set(db.session.scalars(select(PersonGroup.group_id).where(PersonGroup.person_id == person_id)))


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (Cause("hand"), "By hand, Mona Keller"),
        (Cause("rule", 2), "Rule v2"),
        (Cause("import", note="fair-leads.csv"), "Import “fair-leads.csv”"),
        (Cause("process", note="On joining Travel"), "By a process: “On joining Travel”, Mona Keller"),
        (Cause("undo"), "Put back by an undo, Mona Keller"),
    ],
)
def test_the_page_says_why_somebody_is_in_a_group(admin, dana, make, put, cause, reason):
    italy = make("Italy")
    put(italy, cause)
    page = admin.get(f"/people/{dana}").text
    assert f"<bdi>{reason}</bdi>" in page
    assert f'href="/groups/{italy}/why/{dana}"' in page


def test_the_picker_puts_in_and_takes_out_and_can_be_taken_back(admin, dana, make):
    italy, spain = make("Italy"), make("Spain")
    assert "Italy</option>" in admin.get(f"/people/{dana}/groups/edit").text
    admin.post(f"/people/{dana}/groups", {"groups": [italy]})
    assert groups_of(dana) == {italy}
    answer = admin.part("post", f"/people/{dana}/groups", {"groups": [spain], "seen": [italy]})
    assert "Added to 1 group and taken out of 1 group." in answer.text
    assert 'id="person-groups"' in answer.text
    assert groups_of(dana) == {spain}
    admin.delete(f"/people/{dana}/groups/{spain}")
    assert groups_of(dana) == set()
    page = admin.get(f"/people/{dana}").text
    assert "took this person out of the group <b>Spain</b>" in page


def test_what_somebody_else_changes_meanwhile_stays(admin, dana, make, put):
    italy, spain = make("Italy"), make("Spain")
    put(spain, Cause("hand"))
    admin.post(f"/people/{dana}/groups", {"groups": [italy]})
    assert groups_of(dana) == {italy, spain}


def test_groups_of_another_office_are_as_if_they_were_not_there(coordinator, world, dana, make, put):
    guests = make("Gäste", world.lisbon)
    put(guests, Cause("hand"))
    assert f"/groups/{guests}" not in coordinator.get(f"/people/{dana}").text
    assert "Gäste" not in coordinator.get(f"/people/{dana}/groups/edit").text
    coordinator.post(f"/people/{dana}/groups", {"seen": [guests]})
    assert coordinator.delete(f"/people/{dana}/groups/{guests}").status_code == 404
    assert groups_of(dana) == {guests}


def test_who_may_not_see_or_change_the_person_does_not(outsider, read_only, dana, make):
    italy = make("Italy")
    for client, status in ((outsider, 404), (read_only, 403)):
        assert client.get(f"/people/{dana}/groups/edit").status_code == status
        assert client.post(f"/people/{dana}/groups", {"groups": [italy]}).status_code == status
        assert client.delete(f"/people/{dana}/groups/{italy}").status_code == status
    assert groups_of(dana) == set()


def test_other_methods_are_refused(admin, dana):
    assert admin.put(f"/people/{dana}/groups").status_code == 405


def test_the_timeline_names_no_group_or_segment_of_an_office_that_one_does_not_know(
    admin, coordinator, world
):
    dana, deed = [world.people["dana"]], {"by": world.mona, "now": NOW}
    change_set = open_change_set("edit", "Added", **deed)
    groups = [
        add_group(Wanted(name, office_id=of), **deed) for name, of in (("Faro", world.lisbon), ("All", None))
    ]
    add_to_groups(dana, [group.id for group in groups], **deed, change_set=change_set)
    clients = add_segment(SegmentWanted("Clientes", office_id=world.lisbon), now=NOW)
    add_to_segments(dana, [clients.id], **deed, change_set=change_set)
    db.session.commit()
    theirs = coordinator.part("get", f"/people/{dana[0]}/timeline").text
    assert "added this person to the group <b>All</b> and a group of another office" in theirs
    assert "added this person to a segment of another office" in theirs
    assert "Faro" not in theirs
    assert "Clientes" not in theirs
    all_of_it = admin.get(f"/people/{dana[0]}/timeline").text
    assert "<b>Faro</b>" in all_of_it
    assert "the segment <b>Clientes</b>" in all_of_it
