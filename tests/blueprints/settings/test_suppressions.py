"""`/settings/suppressions`, and who was erased coming back by hand."""

import pytest
from sqlalchemy import select

from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.people.models import Person
from webapp.suppressions.checking import suppressed
from webapp.suppressions.keeping import note_erasure

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

AT = 1_777_800_000
PAGE = "/settings/suppressions"
DANA = {"first": "Dana", "last": "Whitfield", "email": "DANA@old.com", "phone": "", "kind": "contact"}


@pytest.fixture(autouse=True)
def erased(world):
    """Somebody with two addresses was erased on 3 May 2026."""
    note_erasure(
        {77: 5}, ["DANA@old.com".lower(), "+19165550199"], reason="asked", by_id=world.mona.id, now=AT
    )
    db.session.commit()


def people() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(Person.name).where(Person.last == "Whitfield")))


def test_it_lists_when_and_by_whom_but_no_address(admin):
    page = admin.get(PAGE).text
    assert "3 May 2026" in page
    assert "Mona Keller" in page
    assert "They asked for it" in page
    assert "old.com" not in page


def test_an_address_is_checked_however_it_is_written(admin):
    for typed in ("Dana@OLD.com", "(916) 555-0199"):
        assert "was erased on 3 May 2026" in admin.post(f"{PAGE}/check", {"address": typed}).text
    assert "is not suppressed" in admin.post(f"{PAGE}/check", {"address": "x@example.com"}).text
    for typed in ("", "nonsense", "a@"):
        assert admin.post(f"{PAGE}/check", {"address": typed}).status_code == 422


def test_a_suppression_can_be_lifted_and_that_is_noted(admin):
    assert admin.post(f"{PAGE}/lift", {"address": "dana@old.com"}).status_code == 303
    assert suppressed(["dana@old.com", "+19165550199"]).keys() == {"+19165550199"}
    assert db.session.scalar(select(AuditEntry.what).order_by(AuditEntry.id.desc())) == "suppression lifted"


def test_only_who_may_erase_opens_it(coordinator, read_only):
    for client in (coordinator, read_only):
        assert client.get(PAGE).status_code == 403
        assert client.post(f"{PAGE}/lift", {"address": "dana@old.com"}).status_code == 403


def test_adding_somebody_who_was_erased_says_so_and_keeps_what_was_typed(admin, coordinator):
    for client in (admin, coordinator):
        answer = client.post("/people/new", DANA)
        assert answer.status_code == 422
        assert "was erased on request on 3 May 2026" in answer.text
        assert 'value="DANA@old.com"' in answer.text
    assert people() == ["Dana Whitfield"]


def test_who_may_erase_can_add_them_all_the_same_and_the_suppression_ends(admin):
    assert admin.post("/people/new", {**DANA, "again": "y"}).status_code == 303
    assert len(people()) == 2
    assert suppressed(["dana@old.com"]) == {}


def test_who_may_not_erase_cannot_say_so_either(coordinator):
    answer = coordinator.post("/people/new", {**DANA, "again": "y"})
    assert answer.status_code == 422
    assert "somebody who may erase people can add them" in answer.text
    assert len(people()) == 1


def test_nobody_gets_a_suppressed_address_by_an_edit(admin, world):
    dana = f"/people/{world.people['dana']}"
    answer = admin.post(f"{dana}/fields/emails", {"emails": ["dana@example.com", "DANA@old.com"]})
    assert answer.status_code == 422
    assert "Whoever had dana@old.com was erased on request on 3 May 2026" in answer.text
    assert 'value="DANA@old.com"' in answer.text
    assert (
        admin.post(f"{dana}/fields/emails", {"emails": ["dana@example.com", "d@new.com"]}).status_code == 303
    )
