"""/activity and /changes: who sees which deeds, and who takes them back."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.blueprints import changes as changes_page
from webapp.changes.undoing import unfinished_runs
from webapp.db import db
from webapp.groups.models import Group
from webapp.jobs.undoing import carry_undos_on
from webapp.people.editing import change_people, load_values
from webapp.people.models import Person

DAY = 24 * 3600


@pytest.fixture
def edited(world):
    """edited(by, name, …) gives the change set of moving these people to Bonn."""

    def edit(by, *names, city="Bonn"):
        change_set = open_change_set("edit", "Changed City", by=by, now=NOW)
        ids = [world.people[name] for name in names]
        change_people({i: {"city": city} for i in ids}, by=by, now=NOW, change_set=change_set)
        db.session.commit()
        return change_set.id

    return edit


def city(person_id):
    db.session.rollback()
    return load_values([person_id])[person_id]["city"]


def test_one_sees_ones_own_deeds_and_the_people_that_one_may_see(world, edited, adviser, coordinator):
    own = edited(world.priya, "dana")
    others = edited(world.jonas, "henrik")
    page = adviser.get("/activity").text
    assert f"/changes/{own}" in page
    assert "Dana Whitfield" in page
    assert f"/changes/{others}" not in page
    assert adviser.get(f"/changes/{own}").status_code == 200
    assert adviser.get(f"/changes/{others}").status_code == 404
    assert adviser.get(f"/changes/{others}/undo").status_code == 404
    assert adviser.post(f"/changes/{others}/undo").status_code == 404


def test_with_the_permission_one_sees_everybodys(world, edited, admin):
    own, others = edited(world.mona, "dana", city="Ulm"), edited(world.jonas, "henrik")
    everybody, mine = admin.get("/activity").text, admin.get("/activity?who=me").text
    assert f"/changes/{others}" in everybody
    assert f"/changes/{others}" not in mine
    assert f"/changes/{own}" in mine


def test_a_deed_names_nobody_who_is_out_of_sight(world, edited, coordinator):
    mixed = edited(world.jonas, "henrik", "ines")
    for path in ("/activity", f"/changes/{mixed}", f"/changes/{mixed}/undo"):
        page = coordinator.get(path).text
        assert "Henrik Vaas" in page or path.endswith("undo")
        assert "Duarte" not in page
    assert "1 more" in coordinator.get(f"/changes/{mixed}/undo").text


def test_undo_takes_back_and_offers_to_be_undone(world, edited, adviser):
    own = edited(world.priya, "dana")
    answer = adviser.post(f"/changes/{own}/undo", headers={"Referer": "http://localhost/people?q=x"})
    assert answer.location == "/people?q=x"
    assert city(world.people["dana"]) == "Sacramento"
    page = adviser.get("/activity").text
    undo_id = db.session.scalar(select(ChangeSet.id).where(ChangeSet.undoes_id == own))
    assert "Took back: Changed City." in page
    assert f'action="/changes/{undo_id}/undo"' in page
    adviser.post(f"/changes/{undo_id}/undo")
    assert city(world.people["dana"]) == "Bonn"


def test_an_undo_that_kept_something_leads_to_what_it_kept(world, edited, adviser):
    own = edited(world.priya, "dana")
    edited(world.mona, "dana", city="Ulm")
    question = adviser.get(f"/changes/{own}/undo").text
    assert "This stays" in question
    assert "is now “Ulm”" in question
    answer = adviser.post(f"/changes/{own}/undo", headers={"Referer": "http://localhost/people"})
    page = adviser.get(answer.location).text
    assert "What was kept" in page
    assert "Ulm" in page
    assert "Edited since." in page


def test_a_second_undo_says_that_it_was_done(world, edited, adviser):
    own = edited(world.priya, "dana")
    adviser.post(f"/changes/{own}/undo")
    again = adviser.post(f"/changes/{own}/undo")
    assert again.status_code == 303
    assert "already" in adviser.get("/activity").text
    part = adviser.part("post", f"/changes/{own}/undo")
    assert part.status_code == 409
    assert "already" in part.text
    assert city(world.people["dana"]) == "Sacramento"


def test_after_thirty_days_there_is_no_undo(world, edited, adviser):
    own = edited(world.priya, "dana")
    db.session.get(ChangeSet, own).at = NOW - 30 * DAY - 1
    db.session.commit()
    assert "more than 30 days ago" in adviser.get(f"/changes/{own}/undo").text
    assert f"/changes/{own}/undo" not in adviser.get("/activity").text
    adviser.post(f"/changes/{own}/undo")
    assert city(world.people["dana"]) == "Bonn"


def test_who_only_reads_takes_nothing_back(world, edited, read_only):
    own = edited(world.vera, "dana")
    assert f"/changes/{own}/undo" not in read_only.get("/activity").text
    assert read_only.get(f"/changes/{own}/undo").status_code == 403
    assert read_only.post(f"/changes/{own}/undo").status_code == 403
    assert city(world.people["dana"]) == "Bonn"


@pytest.mark.parametrize("path", ["/activity", "/changes/1", "/changes/1/undo"])
def test_without_signing_in_there_is_nothing(anybody, path):
    assert anybody.get(path).location.startswith("/sign-in")


def test_other_methods_are_refused(adviser, world, edited):
    own = edited(world.priya, "dana")
    assert adviser.post("/activity").status_code == 405
    assert adviser.delete(f"/changes/{own}").status_code == 405
    assert adviser.put(f"/changes/{own}/undo").status_code == 405


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=9999999999999999", "before=%F0%9F%8E%88"])
def test_odd_addresses_are_harmless(adviser, query):
    assert adviser.get(f"/activity?{query}").status_code == 200


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, 10**30])
def test_ids_that_no_database_holds_are_not_found(adviser, number):
    assert adviser.get(f"/changes/{number}").status_code == 404
    assert adviser.post(f"/changes/{number}/undo").status_code in (404, 405)


def test_a_large_undo_is_left_to_the_jobs(world, edited, adviser, monkeypatch):
    monkeypatch.setattr(changes_page, "IN_REQUEST", 0)
    own = edited(world.priya, "dana")
    answer = adviser.post(f"/changes/{own}/undo")
    assert city(world.people["dana"]) == "Bonn"
    assert "You can leave this page" in adviser.get(answer.location).text
    assert "Taking it back" in adviser.part("get", answer.location).text
    carry_undos_on(now=NOW + 5, stop=Event())
    assert unfinished_runs(now=NOW) == []
    assert city(world.people["dana"]) == "Sacramento"
    assert adviser.part("get", answer.location).headers["HX-Redirect"] == answer.location


def test_pages_of_deeds_follow_each_other(world, edited, adviser):
    ids = [edited(world.priya, "dana", city=f"City {n}") for n in range(52)]
    first = adviser.get("/activity").text
    assert f"before={ids[2]}" in first
    second = adviser.get(f"/activity?before={ids[2]}").text
    assert f'href="/changes/{ids[1]}"' in second
    assert f'href="/changes/{ids[2]}"' not in second


@pytest.mark.parametrize(
    ("on", "leads_to"),
    [
        ("/people?q=x", "/people?q=x"),
        ("/people/{dana}", "/people/{dana}"),
        ("/people/{new}/notes/new", "/activity"),
        ("/changes/{made}/undo", "/activity"),
        ("/imports/{new}", "/imports/{new}"),
        ("/people/" + "9" * 30, "/people/" + "9" * 30),
    ],
)
def test_one_stays_on_the_page_of_undo_unless_it_goes_with_what_is_taken_back(world, adviser, on, leads_to):
    new = world.person(by=world.priya, first="Newly", owner_id=world.priya.id)
    db.session.commit()
    made = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    ids = {"dana": world.people["dana"], "new": new, "made": made}
    came_from = {"Referer": f"http://localhost{on.format(**ids)}"}
    answer = adviser.post(f"/changes/{made}/undo", headers=came_from)
    assert answer.location == leads_to.format(**ids)


def test_one_leaves_the_page_of_a_group_that_undo_takes_away(world, admin):
    admin.post("/groups/new", {"name": "Fair"})
    group_id = db.session.scalar(select(Group.id))
    made = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    came_from = {"Referer": f"http://localhost/groups/{group_id}"}
    assert admin.post(f"/changes/{made}/undo", headers=came_from).location == "/activity"


def test_people_made_by_a_deed_are_moved_to_the_trash(world, adviser):
    person_id = world.person(by=world.priya, first="Newly", owner_id=world.priya.id)
    db.session.commit()
    made = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()).limit(1))
    answer = adviser.post(
        f"/changes/{made}/undo", headers={"Referer": f"http://localhost/people/{person_id}"}
    )
    assert answer.location == "/activity"
    assert db.session.scalar(select(Person.hidden).where(Person.id == person_id))
    assert "in the trash" in adviser.get("/activity").text


def test_a_change_set_says_that_somebody_went_from_the_list_to_the_trash(world, adviser):
    adviser.post(f"/people/{world.people['dana']}/trash")
    made = db.session.scalar(select(ChangeSet.id).where(ChangeSet.kind == "trash"))
    page = adviser.get(f"/changes/{made}").text
    assert '"What">Where<' in page
    assert '"Before">in the list<' in page
    assert '"After">in the trash<' in page
