"""Merging on screen: whom with, the choice per field, once, and taking apart."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.duplicates.finding import find_pairs
from webapp.people.editing import load_values
from webapp.people.models import Person, PersonMerged


@pytest.fixture
def twin(world):
    """Priya's second Dana, a customer under her mail at home."""
    twin = world.person(
        first="Dana",
        last="Whitfeld",
        emails=[["home@example.com"] * 2, ["dana@example.com"] * 2],
        city="Boston",
        kind="customer",
        website="dana.example.com",
        owner_id=world.priya.id,
    )
    db.session.commit()
    return twin


@pytest.fixture
def ids(world, twin):
    return [world.people["dana"], twin]


@pytest.fixture
def asked(ids):
    return "/people/merge?" + "&".join(f"people={i}" for i in ids)


def form_of(page: str) -> dict:
    """What the page's form posts as it stands."""
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split("<main")[1])
    radios = re.findall(r'type="radio" name="([\w-]+)" value="([^"]*)" checked', page)
    found = {}
    for name, value in [*hidden, *radios]:
        found.setdefault(name, []).append(value)
    return found


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def into() -> dict[int, int]:
    db.session.rollback()
    return dict(map(tuple, db.session.execute(select(PersonMerged.person_id, PersonMerged.into_id))))


def test_who_came_first_is_suggested_and_the_choices_show_where_they_come_from(adviser, asked, ids):
    page = text(adviser.get(asked))
    form = form_of(page)
    assert form["keep"] == [str(ids[0])]
    assert form["city"] == [str(ids[0])]
    assert form["kind"] == [str(ids[1])]
    assert form["emails"] == ["dana@example.com"]
    assert 'name="website"' not in page
    assert "dana.example.com" in page


def test_a_merge_takes_what_was_chosen_and_unites_the_addresses(adviser, asked, ids):
    form = form_of(text(adviser.get(asked))) | {"emails": "home@example.com", "city": str(ids[1])}
    answer = adviser.post("/people/merge", form)
    assert (answer.status_code, answer.location) == (303, f"/people/{ids[0]}")
    values = load_values(ids[:1])[ids[0]]
    assert [norm for _, norm in values["emails"]] == ["home@example.com", "dana@example.com"]
    assert (values["city"], values["website"], values["last"]) == ("Boston", "dana.example.com", "Whitfield")
    assert values["kind"] == "customer"
    assert into() == {ids[1]: ids[0]}


def test_three_into_one_leave_one_primary_address(world, admin, ids):
    third = world.person(first="D.", last="Whitfield", emails=[["third@example.com"] * 2])
    db.session.commit()
    query = "&".join(f"people={i}" for i in [*ids, third])
    form = form_of(text(admin.get(f"/people/merge?{query}")))
    assert admin.post("/people/merge", form).status_code == 303
    emails = [norm for _, norm in load_values(ids[:1])[ids[0]]["emails"]]
    assert emails == ["dana@example.com", "home@example.com", "third@example.com"]


def test_another_record_can_be_kept_and_its_owner_stays(world, admin, asked, ids):
    henrik = world.people["henrik"]
    form = form_of(text(admin.get(f"{asked}&people={henrik}&keep={ids[1]}")))
    assert admin.post("/people/merge", form).location == f"/people/{ids[1]}"
    assert load_values([ids[1]])[ids[1]]["owner_id"] == world.priya.id


def test_somebody_without_an_owner_gets_the_others(world, admin, ids):
    henrik = world.people["henrik"]
    form = form_of(text(admin.get(f"/people/merge?people={henrik}&people={ids[0]}&keep={henrik}")))
    admin.post("/people/merge", form)
    assert load_values([henrik])[henrik]["owner_id"] == world.priya.id


def test_posting_it_again_has_one_effect(adviser, asked, ids):
    form = form_of(text(adviser.get(asked)))
    first, second = (adviser.post("/people/merge", form) for _ in range(2))
    assert first.location == second.location == f"/people/{ids[0]}"
    assert len(into()) == 1


def test_what_changed_meanwhile_is_shown_first(adviser, asked, ids):
    form = form_of(text(adviser.get(asked)))
    db.session.get_one(Person, ids[1], populate_existing=True).city = "Oslo"
    db.session.commit()
    answer = adviser.post("/people/merge", form)
    assert answer.status_code == 409
    assert "Look at the values again" in answer.get_data(as_text=True)
    assert into() == {}


def test_who_comes_second_is_told_that_they_were_merged(adviser, coordinator, outsider, asked):
    mine, theirs = (form_of(text(client.get(asked))) for client in (adviser, coordinator))
    assert adviser.post("/people/merge", mine).status_code == 303
    merged = into()
    for answer in (coordinator.post("/people/merge", theirs), coordinator.get(asked)):
        assert answer.status_code == 409
        assert "One of them was merged meanwhile" in answer.get_data(as_text=True)
    assert outsider.post("/people/merge", theirs).status_code == 404
    assert into() == merged


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("people={0}", 422),
        ("people={0}&people={0}", 422),
        ("", 422),
        ("people=x&people=-1", 422),
        ("people={0}&people=99999", 404),
        ("choice=99999", 404),
        ("&".join(f"people={i}" for i in range(1, 20)), 422),
    ],
)
def test_bad_company_is_refused_with_a_sentence(adviser, ids, query, status):
    assert adviser.get(f"/people/merge?{query.format(*ids)}").status_code == status


def test_a_value_that_was_not_offered_is_refused(adviser, asked):
    form = form_of(text(adviser.get(asked))) | {"city": "4711"}
    assert adviser.post("/people/merge", form).status_code == 409
    assert into() == {}


def test_one_returns_to_ones_own_pages_only(adviser, asked):
    form = form_of(text(adviser.get(f"{asked}&back=/duplicates")))
    assert form["back"] == ["/duplicates"]
    assert adviser.post("/people/merge", form | {"back": "//evil.example.com"}).location.startswith(
        "/people/"
    )


def test_the_address_of_who_was_merged_leads_to_the_kept_one(adviser, outsider, asked, ids):
    adviser.post("/people/merge", form_of(text(adviser.get(asked))))
    answer = adviser.get(f"/people/{ids[1]}")
    assert (answer.status_code, answer.location) == (303, f"/people/{ids[0]}")
    assert outsider.get(f"/people/{ids[1]}").status_code == 404


def test_a_merge_is_taken_apart_from_the_page(adviser, asked, ids):
    adviser.post("/people/merge", form_of(text(adviser.get(asked))))
    page = text(adviser.get(f"/people/{ids[0]}"))
    path = re.search(rf"/people/{ids[0]}/merges/\d+", page).group()
    assert "becomes a record of its own" in text(adviser.get(path))
    assert adviser.post(path).location == f"/people/{ids[0]}"
    assert into() == {}
    assert adviser.get(f"/people/{ids[1]}").status_code == 200
    assert adviser.post(path).status_code == 404


def test_a_merge_stands_in_the_activity_and_goes_back_from_there(adviser, asked, ids):
    adviser.post("/people/merge", form_of(text(adviser.get(asked))))
    change_set_id = db.session.scalar(select(PersonMerged.change_set_id))
    page = text(adviser.get(f"/changes/{change_set_id}"))
    assert "moved" in page
    assert adviser.post(f"/changes/{change_set_id}/undo").status_code == 303
    assert into() == {}


def test_ticked_rows_go_to_the_merge(adviser, ids):
    answer = adviser.post(
        "/bulk", {"people": [str(i) for i in ids], "action": "merge", "back": "/people?q=x"}
    )
    assert answer.location.startswith("/people/merge?choice=")
    assert form_of(text(adviser.get(answer.location)))["back"] == ["/people?q=x"]
    part = adviser.part("get", answer.location)
    assert part.headers["HX-Location"] == answer.location


def test_whom_to_merge_with_is_suggested_or_searched(world, adviser, ids):
    for _ in find_pairs(now=NOW):
        db.session.commit()
    here = f"/people/{ids[0]}/merge"
    assert f"people={ids[0]}&amp;people={ids[1]}" in text(adviser.get(here))
    found = text(adviser.part("get", f"{here}?q=whit"))
    assert f"people={ids[1]}" in found
    assert "Nobody whom you see fits" in text(adviser.get(f"{here}?q=zzz"))


def test_an_outsider_finds_nobody(outsider, asked, ids):
    assert outsider.get(asked).status_code == 404
    assert outsider.get(f"/people/{ids[0]}/merge").status_code == 404
    assert outsider.post("/people/merge", {"people": [str(i) for i in ids]}).status_code == 404
    assert outsider.post(f"/people/{ids[0]}/merges/1").status_code == 404


def test_who_only_reads_merges_nobody(read_only, asked, ids):
    assert read_only.get(asked).status_code == 403
    assert read_only.get(f"/people/{ids[0]}/merge").status_code == 403
    assert read_only.post("/people/merge", {"people": [str(i) for i in ids]}).status_code == 403
    assert read_only.post(f"/people/{ids[0]}/merges/1").status_code == 403
    assert "Merge with" not in text(read_only.get(f"/people/{ids[0]}"))


def test_other_methods_are_refused(adviser, ids):
    assert adviser.delete("/people/merge").status_code == 405
    assert adviser.post(f"/people/{ids[0]}/merge").status_code == 405
    assert adviser.delete(f"/people/{ids[0]}/merges/1").status_code == 405
