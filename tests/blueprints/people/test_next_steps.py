"""What follows from a call, as Today reminds of it."""

import re

import pytest
from sqlalchemy import select, update

from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.alerts.models import Alert
from webapp.changes.undoing import undo
from webapp.db import db
from webapp.merging.joining import merge_people
from webapp.people.erasing import erase
from webapp.people.models import Person, Touch

THURSDAY = 1_790_222_400
"""24 September 2026, midnight in New York: 3 days after the tests."""
BAD_DAYS = ["", "2026-09-21", "2026-02-30", "9999-01-01", "\0", "x" * 100_000]


@pytest.fixture
def steps(world):
    """The next steps that stand."""

    def steps():
        db.session.rollback()
        return db.session.scalars(select(Alert).where(Alert.withdrawn_at == 0)).all()

    return steps


@pytest.fixture
def due(steps):
    """due() lets the day of the only next step come, and returns it."""

    def due():
        (alert,) = steps()
        db.session.execute(update(Alert).values(at=NOW))
        db.session.commit()
        return alert

    return due


def call(**more):
    return {"kind": "call", "at": "2026-09-21T09:00", "outcome": "reached", **more}


def test_whoever_plans_a_next_step_is_reminded_of_it_from_that_day_on(adviser, world, dana, steps, due):
    answer = adviser.part("post", f"{dana}/touches", call(next_in="3 days", next_text="Send the offer"))
    assert "Call with Dana logged. Today reminds you on 24 Sep 2026." in answer.text
    assert "planned a next step for" in adviser.get(dana).text
    (alert,) = steps()
    assert (alert.user_id, alert.person_id, alert.at) == (world.priya.id, world.people["dana"], THURSDAY)
    assert "Send the offer" not in adviser.get("/today").text
    due()
    page = adviser.get("/today").text
    assert "Send the offer" in page
    assert '<span class="count">1<' in page


def test_nobody_else_is_reminded_of_it(adviser, admin, dana, due):
    adviser.post(f"{dana}/touches", call(next_in="tomorrow", next_text="Send the offer"))
    due()
    assert "Send the offer" not in admin.get("/today").text


def test_one_undo_takes_call_and_next_step_back_and_another_brings_both(admin, dana, danas, steps):
    toast = admin.part("post", f"{dana}/touches", call(next_in="tomorrow")).text
    admin.post(re.findall(r'action="(/changes/\d+/undo)"', toast)[-1])
    assert (danas(Touch), steps()) == ([], [])
    undone = db.session.scalar(select(ChangeSet.id).order_by(ChangeSet.id.desc()))
    admin.post(f"/changes/{undone}/undo")
    assert (len(danas(Touch)), len(steps())) == (1, 1)


def test_a_form_sent_twice_reminds_once(admin, dana, steps):
    for _ in range(2):
        admin.post(f"{dana}/touches", call(next_in="week", request_key="abc"))
    assert len(steps()) == 1


def test_it_is_done_when_one_says_so_and_waits_again_on_undo(adviser, outsider, dana, steps, due):
    adviser.post(f"{dana}/touches", call(next_in="tomorrow", next_text="Ask again"))
    (alert,) = steps()
    seen, waiting = f"/today/told/{alert.id}/seen", f"/today/told/{alert.id}/waiting"
    assert adviser.post(seen).status_code == 404  # its day has not come
    due()
    assert outsider.post(seen).status_code == 404
    answer = adviser.part("post", seen)
    assert answer.status_code == 200
    assert "Ask again" not in answer.text
    assert waiting in answer.text
    assert adviser.post(seen).status_code == 404
    assert outsider.post(waiting).status_code == 404
    assert adviser.post(waiting).location == "/today"
    assert "Ask again" in adviser.get("/today").text
    assert adviser.post(seen).location == "/today"


def test_a_viewer_may_say_that_they_know_but_plans_nothing(read_only, world, dana, steps):
    assert read_only.post(f"{dana}/touches", call(next_in="tomorrow")).status_code == 403
    told = {"kind": "process", "once": "x", "at": NOW, "data": {"text": "Look"}}
    db.session.add(Alert(user_id=world.vera.id, person_id=world.people["dana"], **told))
    db.session.commit()
    assert "Look" in read_only.get("/today").text
    assert read_only.post(f"/today/told/{steps()[0].id}/seen").status_code == 303
    assert "Look" not in read_only.get("/today").text


@pytest.mark.parametrize("path", ["/today/told/1/seen", "/today/told/1/waiting"])
def test_only_a_post_says_so(admin, path):
    assert admin.get(path).status_code == 405


def test_a_day_that_is_none_or_past_is_refused_and_nothing_is_logged(admin, dana, danas):
    wrong = [{"next_in": "day", "next_on": on} for on in BAD_DAYS]
    wrong += [{"next_in": choice} for choice in ("'", "\0", "year", "x" * 100_000)]
    for more in wrong:
        answer = admin.part("post", f"{dana}/touches", call(**more, text="My words"))
        assert answer.status_code in (400, 422)
        assert answer.status_code == 400 or "My words" in answer.text
    assert danas(Touch) == []


def test_a_step_without_a_day_is_asked_for_one(admin, dana, danas):
    answer = admin.part("post", f"{dana}/touches", call(next_text="Send the offer"))
    assert answer.status_code == 422
    assert "Choose when to be reminded of it." in answer.text
    assert "Send the offer" in answer.text
    assert danas(Touch) == []


def test_who_does_not_see_the_person_any_more_is_told_neither_who_nor_what(adviser, dana, due):
    adviser.part("post", f"{dana}/touches", call(next_in="tomorrow", next_text="Ask about the villa"))
    alert = due()
    db.session.execute(update(Person).where(Person.id == alert.person_id).values(owner_id=None))
    db.session.commit()
    page = adviser.get("/today").text
    assert "Somebody whom you do not see any more" in page
    assert "Dana" not in page
    assert "villa" not in page


def test_next_steps_go_along_in_a_merge_and_come_back(admin, world, dana, steps):
    admin.post(f"{dana}/touches", call(next_in="tomorrow"))
    dana_id, ben = world.people["dana"], world.person(first="Ben")
    merged = merge_people(ben, [dana_id], {}, title="Merged", by=world.mona, now=NOW)
    db.session.commit()
    assert [step.person_id for step in steps()] == [ben]
    undo(merged, by=world.mona, now=NOW, reach=set)
    db.session.commit()
    assert [step.person_id for step in steps()] == [dana_id]


def test_next_steps_are_erased_with_the_person(admin, world, dana, steps):
    admin.post(f"{dana}/touches", call(next_in="tomorrow"))
    erase([world.people["dana"]])
    db.session.commit()
    assert steps() == []
