"""Status, owner, office and kind of a person, and their vCard."""

import re

import pytest
from sqlalchemy import select

from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.people.models import Person
from webapp.pipelines.statuses import status_named

BAD_ID = ["", "x", "-1", "0", "999999", "9223372036854775808", "\0", "'", "x" * 100_000]


@pytest.fixture
def now_is(world):
    """now_is('owner_id') gives Dana's value in the database."""

    def now_is(column):
        db.session.rollback()
        return db.session.scalar(select(getattr(Person, column)).where(Person.id == world.people["dana"]))

    return now_is


def test_the_status_is_set_and_can_be_taken_back(admin, world, dana, now_is):
    dead = status_named("Dead").id
    assert admin.post(f"{dana}/status", {"value": dead, "seen": world.new}).status_code == 303
    assert now_is("status_id") == dead
    undo = re.search(r'action="(/changes/\d+/undo)"', admin.get(dana).text)[1]
    admin.post(undo)
    assert now_is("status_id") == world.new


def test_another_status_set_meanwhile_is_shown_with_a_choice(admin, adviser, world, dana, now_is):
    dead, qualified = status_named("Dead").id, status_named("Qualified").id
    adviser.post(f"{dana}/status", {"value": dead, "seen": world.new})
    answer = admin.post(f"{dana}/status", {"value": qualified, "seen": world.new})
    assert answer.status_code == 409
    assert "Keep Dead" in answer.text
    assert "Set Qualified" in answer.text
    assert now_is("status_id") == dead
    admin.post(f"{dana}/status", {"value": qualified, "seen": dead})
    assert now_is("status_id") == qualified


def test_converted_by_hand_offers_the_conversion(admin, dana, now_is):
    admin.post(f"{dana}/status", {"value": status_named("Converted").id})
    assert "is still a lead" in admin.get(dana).text
    admin.post(f"{dana}/conversion", {"to": "customer"})
    assert now_is("kind") == "customer"
    assert "is still a" not in admin.get(dana).text


def test_what_is_no_choice_is_refused(admin, dana, now_is):
    before = now_is("status_id"), now_is("office_id")
    for path in ("status", "office"):
        for value in BAD_ID:
            assert admin.post(f"{dana}/{path}", {"value": value}).status_code in (400, 422)
    assert (now_is("status_id"), now_is("office_id")) == before


def test_an_owner_who_is_nobody_is_refused(admin, dana, now_is, world):
    for value in BAD_ID[1:]:
        assert admin.post(f"{dana}/owner", {"value": value}).status_code in (400, 422)
    assert now_is("owner_id") == world.priya.id


def test_an_assigner_gives_people_to_anybody_and_to_nobody(coordinator, world, dana, now_is):
    assert "Priya Raman" in coordinator.get(f"{dana}/owner/edit").text
    coordinator.post(f"{dana}/owner", {"value": world.jonas.id})
    assert now_is("owner_id") == world.jonas.id
    coordinator.post(f"{dana}/owner", {"value": ""})
    assert now_is("owner_id") is None


def test_an_adviser_gives_people_to_nobody_else_but_lets_them_go(adviser, world, dana, now_is):
    assert "Jonas Bauer" not in adviser.get(f"{dana}/owner/edit").text
    assert adviser.post(f"{dana}/owner", {"value": world.jonas.id}).status_code == 403
    assert now_is("owner_id") == world.priya.id
    answer = adviser.post(f"{dana}/owner", {"value": ""})
    assert answer.location == "/people"
    assert now_is("owner_id") is None


def test_only_who_may_assign_moves_people_to_another_office(coordinator, adviser, world, dana, now_is):
    assert adviser.get(f"{dana}/office/edit").status_code == 403
    assert adviser.post(f"{dana}/office", {"value": world.lisbon}).status_code == 403
    coordinator.post(f"{dana}/office", {"value": world.lisbon})
    assert now_is("office_id") == world.lisbon
    assert coordinator.get(dana).status_code == 404


def test_a_conversion_is_taken_back_for_a_reason(admin, dana, now_is, world):
    admin.post(f"{dana}/conversion", {"to": "customer"})
    for reason in ("", "  ", "x" * 100_000):
        assert admin.part("post", f"{dana}/conversion/back", {"reason": reason}).status_code == 422
    assert admin.post(f"{dana}/conversion/back", {"reason": "By mistake"}).status_code == 303
    assert (now_is("kind"), now_is("status_id")) == ("lead", world.new)
    assert "By mistake" in admin.get(dana).text


def test_nobody_is_converted_to_what_is_no_kind(admin, dana, now_is):
    for kind in ("", "contact", "nobody", "\0", "x" * 100_000):
        assert admin.post(f"{dana}/conversion", {"to": kind}).status_code in (400, 422)
    assert now_is("kind") == "lead"


def test_who_is_a_customer_already_stays_one(admin, dana):
    for _ in range(2):
        assert admin.post(f"{dana}/conversion", {"to": "customer"}).status_code == 303
    assert "is a customer already." in admin.get(dana).text


def test_a_vcard_is_downloaded_and_noted(admin, dana):
    card = admin.get(f"{dana}/vcard?version=3.0")
    assert card.content_type == "text/vcard; charset=utf-8"
    assert "filename*=UTF-8''Dana%20Whitfield.vcf" in card.headers["Content-Disposition"]
    assert "VERSION:3.0" in card.text
    assert "VERSION:4.0" in admin.get(f"{dana}/vcard?version='").text
    assert "exported" in db.session.scalars(select(AuditEntry.what)).all()


PATHS = ["status", "owner", "office", "conversion", "conversion/back"]


def test_a_viewer_changes_nothing(read_only, dana, now_is):
    data = {"value": "1", "to": "customer", "reason": "Because"}
    for path in PATHS:
        assert read_only.post(f"{dana}/{path}", data).status_code == 403
    assert read_only.get(f"{dana}/vcard").status_code == 403
    assert now_is("kind") == "lead"


def test_an_outsider_changes_nothing_of_people_they_do_not_see(outsider, world, dana, now_is):
    data = {"value": world.tomas.id, "to": "customer", "reason": "Because"}
    for path in PATHS:
        assert outsider.post(f"{dana}/{path}", data).status_code == 404
    assert (now_is("kind"), now_is("owner_id")) == ("lead", world.priya.id)


def test_only_a_post_changes(admin, dana):
    for path in ("status", "owner", "office", "conversion"):
        assert admin.get(f"{dana}/{path}").status_code == 405


def test_somebody_in_the_trash_is_told_only_to_who_may_bring_them_back(admin, read_only, outsider, dana):
    admin.post(f"{dana}/trash")
    page = admin.get(dana)
    assert page.status_code == 404
    assert "Dana Whitfield is in the trash." in page.text
    assert "Restore" in page.text
    for client in (read_only, outsider):
        answer = client.get(dana)
        assert answer.status_code == 404
        assert "Dana" not in answer.text
    assert admin.post(f"{dana}/status", {"value": "1"}).status_code == 404
    assert admin.get(f"{dana}/timeline").status_code == 404
