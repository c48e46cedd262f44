"""`/people/saved`: filters kept under a name."""

import pytest
from sqlalchemy import select, update

from tests.world import NOW
from webapp.db import db
from webapp.people.models import Person
from webapp.segments.models import SavedSegment
from webapp.tags.administering import delete_tag
from webapp.tags.naming import found_tags

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

FORM = {"name": "Whitfields", "hue": "teal", "q": "whitfield"}


def only() -> SavedSegment:
    return db.session.scalars(select(SavedSegment)).one()


@pytest.fixture
def hers(adviser) -> int:
    """The id of a private one of Priya."""
    adviser.post("/people/saved", FORM)
    return only().id


def test_saving_the_filter_leads_back_to_it(adviser):
    answer = adviser.post("/people/saved", {**FORM, "reminder_days": "30", "counts_automatic": "y"})
    assert answer.status_code == 303
    assert answer.location == "/people?q=whitfield"
    saved = only()
    assert (saved.name, saved.hue, saved.reminder_days, saved.counts_automatic) == (
        "Whitfields",
        "teal",
        30,
        True,
    )
    assert saved.shared_at is None


def test_sending_twice_saves_once(adviser):
    for _ in range(2):
        assert adviser.post("/people/saved", {**FORM, "request_key": "k" * 16}).status_code == 303
    assert only()


def test_the_dialog_says_what_is_saved(adviser):
    page = adviser.part("get", "/people/saved/new?q=whitfield").get_data(as_text=True)
    assert "matching “whitfield”" in page
    assert "Share it" not in page


def test_what_is_wrong_stands_in_the_form(adviser, coordinator, hers):
    for wrong, words in (
        ({"name": ""}, "Give it a name."),
        ({"name": "whitfields"}, "already"),
        ({"reminder_days": "0"}, "Give a number of days"),
        ({"reminder_days": "x"}, ""),
        ({"q": "tag:nosuch"}, "cannot be saved"),
        ({"shared": "y"}, "for those who edit segments"),
    ):
        answer = adviser.post("/people/saved", {**FORM, "name": "Other", **wrong})
        assert answer.status_code == 422, wrong
        assert words in answer.get_data(as_text=True)
    assert only()


def test_it_stands_in_the_sidebar_with_its_numbers_loaded_later(adviser, hers):
    assert f'hx-get="/people/saved/{hers}/number?q=" hx-trigger="load"' in adviser.get("/people").get_data(
        as_text=True
    )
    line = adviser.get(f"/people/saved/{hers}/number?q=whitfield").get_data(as_text=True)
    assert "<i>1</i>" in line
    assert 'aria-current="page"' in line
    assert "overdue" not in line
    only().reminder_days = 30
    db.session.commit()
    assert "nobody overdue" in adviser.get(f"/people/saved/{hers}/number").get_data(as_text=True)
    db.session.execute(update(Person).values(created_at=NOW - 30 * 86_400))
    db.session.commit()
    line = adviser.get(f"/people/saved/{hers}/number").get_data(as_text=True)
    assert f"/people?q=whitfield&amp;overdue={hers}" in line
    late = adviser.get(f"/people?q=whitfield&overdue={hers}").get_data(as_text=True)
    assert "Dana Whitfield" in late
    assert "Remove: overdue in Whitfields" in late


def test_its_address_leads_to_its_list(adviser, hers):
    assert adviser.get(f"/people/saved/{hers}").location == "/people?q=whitfield"


def test_somebody_elses_private_one_is_not_there(admin, outsider, hers):
    for client in (admin, outsider):
        for path in ("", "/number", "/edit"):
            assert client.get(f"/people/saved/{hers}{path}").status_code == 404
        for path in ("", "/deletion", "/restoring"):
            assert client.post(f"/people/saved/{hers}{path}", FORM).status_code == 404
        assert client.post("/people/saved/restating", {"saved_id": hers, "q": "x"}).status_code == 404
        assert client.get(f"/people?overdue={hers}").status_code == 422
        assert "Whitfields" not in client.get("/people/saved").get_data(as_text=True)


def test_a_shared_one_means_me_for_whoever_looks(coordinator, adviser, read_only):
    coordinator.post("/people/saved", {**FORM, "q": "owner:me", "shared": "y"})
    shared = only().id
    assert "<i>1</i>" in adviser.get(f"/people/saved/{shared}/number").get_data(as_text=True)
    assert "<i>0</i>" in coordinator.get(f"/people/saved/{shared}/number").get_data(as_text=True)
    assert read_only.get(f"/people/saved/{shared}").status_code == 303
    for client in (adviser, read_only):
        assert client.post(f"/people/saved/{shared}", FORM).status_code == 403
        assert client.post(f"/people/saved/{shared}/deletion").status_code == 403


def test_changing_it(adviser, hers):
    page = adviser.get(f"/people/saved/{hers}/edit").get_data(as_text=True)
    assert ">whitfield</textarea>" in page
    form = {"name": "Duartes", "hue": "red", "q": "duarte", "was": "whitfield"}
    assert adviser.post(f"/people/saved/{hers}", form).status_code == 303
    assert adviser.get(f"/people/saved/{hers}").location == "/people?q=duarte"
    wrong = adviser.post(f"/people/saved/{hers}", {**form, "q": "tag:nosuch"})
    assert wrong.status_code == 422
    assert "Duartes" in wrong.get_data(as_text=True)
    adviser.post("/people/saved/restating", {"saved_id": hers, "q": "vaas"})
    assert adviser.get(f"/people/saved/{hers}").location == "/people?q=vaas"


def test_deleting_it_can_be_undone(adviser, hers):
    answer = adviser.post(f"/people/saved/{hers}/deletion", follow_redirects=True)
    assert f'action="/people/saved/{hers}/restoring"' in answer.get_data(as_text=True)
    assert adviser.get(f"/people/saved/{hers}").status_code == 404
    adviser.post(f"/people/saved/{hers}/restoring")
    assert adviser.get(f"/people/saved/{hers}").status_code == 303


def test_putting_them_in_order(adviser, hers):
    adviser.post("/people/saved", {**FORM, "name": "Second"})
    adviser.post("/people/saved/order", {"move": f"{hers}:1"})
    page = adviser.get("/people/saved").get_data(as_text=True)
    assert page.index("Second") < page.index("Whitfields")


def test_one_whose_tag_was_deleted_says_so_and_finds_nobody(admin, world):
    (tag,) = found_tags(["vip"], now=NOW)
    db.session.commit()
    admin.post("/people/saved", {**FORM, "q": "tag:vip"})
    delete_tag(tag, by=world.mona, now=NOW)
    db.session.commit()
    saved = only().id
    assert "paused" in admin.get(f"/people/saved/{saved}/number").get_data(as_text=True)
    answer = admin.get(f"/people/saved/{saved}")
    assert answer.status_code == 422
    assert "A tag that is asked for was deleted." in answer.get_data(as_text=True)
    assert "Paused" in admin.get("/people/saved").get_data(as_text=True)
    assert "State it anew" in admin.get(f"/people/saved/{saved}/edit").get_data(as_text=True)


def test_other_methods_are_refused(adviser, hers):
    assert adviser.delete(f"/people/saved/{hers}").status_code == 405
    assert adviser.get(f"/people/saved/{hers}/deletion").status_code == 405
    assert adviser.get("/people/saved/order").status_code == 405


def test_what_leads_on_from_the_overdue_stays_with_them_and_the_lists_beside_do_not(admin):
    admin.post("/people/saved", {**FORM, "q": "kind:lead whitfield", "reminder_days": "30"})
    page = admin.get(f"/people?q=kind:lead whitfield&overdue={only().id}").get_data(as_text=True)
    assert f"/people?q=whitfield&amp;overdue={only().id}" in page
    assert '<a href="/people?q=kind%3Acontact">' in page
    export = admin.get(f"/people/export?q=whitfield&overdue={only().id}").get_data(as_text=True)
    assert f'name="overdue" value="{only().id}"' in export
