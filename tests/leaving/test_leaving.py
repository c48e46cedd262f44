"""Somebody leaves: what is theirs goes to others in one deed, and comes back with one."""

from threading import Event

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import AuditEntry, ChangeSet
from webapp.alerts.models import Alert
from webapp.changes.undoing import CannotUndo
from webapp.db import db, key
from webapp.groups.models import Group
from webapp.imports.models import ImportRun
from webapp.jobs.following import let_people_follow
from webapp.leaving.belongings import numbers_of
from webapp.leaving.deactivating import Heirs, deactivate, departure_of, unfinished_work
from webapp.leaving.next_steps import next_steps_of
from webapp.people import following
from webapp.people.models import Person
from webapp.people.next_steps import NEXT_STEP
from webapp.segments.models import SavedSegment
from webapp.selections.models import Selection
from webapp.users.user import User


def row(model, record_id):
    return db.session.get(model, record_id, populate_existing=True)


@pytest.fixture
def priya(world):
    """The adviser, who owns Dana, a group, a shared selection and a private saved segment."""
    own = {"owner_id": world.priya.id, "created_at": NOW}
    rows = {
        "group": Group(name="Hers", name_key="hers", sibling_key="0 hers", **own),
        "selection": selection("Letter", owner_id=world.priya.id, shared_at=NOW),
        "saved": SavedSegment(name="Mine", name_key="mine", criteria={}, **own),
    }
    db.session.add_all([*rows.values(), selection("Letter", owner_id=world.jonas.id)])
    db.session.commit()
    return {name: one.id for name, one in rows.items()}


def selection(name, **values):
    times = {"stated_at": NOW, "created_at": NOW, "changed_at": NOW}
    return Selection(name=name, name_key=key(name), criteria={}, **times, **values)


def leave(world, heirs):
    user = db.session.get(User, world.priya.id)
    change_set, done = deactivate(user, heirs, by=world.mona, now=NOW)
    db.session.commit()
    return user, change_set, done


def give_back(world, change_set):
    undo_set = undo_as(change_set, by=world.mona)
    db.session.commit()
    return undo_set


def everything(world, made):
    return (
        row(Person, world.people["dana"]).owner_id,
        row(Group, made["group"]).owner_id,
        row(Selection, made["selection"]).owner_id,
        row(Selection, made["selection"]).name,
        row(SavedSegment, made["saved"]).owner_id,
        row(User, world.priya.id).deactivated_at,
    )


def test_with_heirs_everything_goes_to_them_but_what_is_private(world, priya):
    leave(world, Heirs(world.mona.id, world.jonas.id))
    jonas = world.jonas.id
    letter = "Letter (Priya Raman)"
    assert everything(world, priya) == (world.mona.id, jonas, jonas, letter, world.priya.id, NOW)


def test_what_is_private_goes_too_if_that_is_said(world, priya):
    leave(world, Heirs(work_id=world.jonas.id, private=True))
    assert row(SavedSegment, priya["saved"]).owner_id == world.jonas.id
    assert row(Person, world.people["dana"]).owner_id == world.priya.id


def test_without_heirs_nothing_moves(world, priya):
    before = everything(world, priya)[:-1]
    user, _, _ = leave(world, Heirs())
    assert everything(world, priya)[:-1] == before
    assert departure_of(user, now=NOW) is None


def test_one_undo_gives_all_of_it_and_the_access_back(world, priya):
    before = everything(world, priya)
    user, change_set, _ = leave(world, Heirs(world.mona.id, world.jonas.id, private=True))
    assert departure_of(user, now=NOW) is change_set
    give_back(world, change_set)
    assert everything(world, priya) == before
    assert departure_of(user, now=NOW) is None


def test_what_was_changed_since_stays_as_it_is(world, priya):
    _, change_set, _ = leave(world, Heirs(world.mona.id, world.jonas.id))
    row(Group, priya["group"]).owner_id = world.tomas.id
    db.session.commit()
    give_back(world, change_set)
    assert row(Group, priya["group"]).owner_id == world.tomas.id
    assert row(Selection, priya["selection"]).owner_id == world.priya.id


def test_whoever_takes_their_people_is_reminded_of_their_next_steps(world, priya):
    steps = [
        Alert(kind=NEXT_STEP, once=f"{NEXT_STEP}:{n}", at=NOW + n, user_id=world.priya.id, data={"text": ""},
              person_id=world.people["dana"], seen_at=seen)
        for n, seen in ((1, 0), (2, 0), (3, NOW))
    ]  # fmt: skip
    db.session.add_all(steps)
    db.session.commit()
    theirs, hers, done = (step.id for step in steps)
    assert next_steps_of(world.priya.id) == 2
    _, change_set, _ = leave(world, Heirs(world.mona.id))
    assert [row(Alert, i).user_id for i in (theirs, hers, done)] == [world.mona.id] * 2 + [world.priya.id]
    row(Alert, hers).seen_at = NOW
    db.session.commit()
    give_back(world, change_set)
    assert [row(Alert, i).user_id for i in (theirs, hers)] == [world.priya.id, world.mona.id]


def test_an_undo_of_the_undo_takes_nobody_s_access(world, priya):
    user, change_set, _ = leave(world, Heirs(world.mona.id))
    give_back(world, give_back(world, change_set))
    assert row(User, user.id).deactivated_at is None
    assert row(Person, world.people["dana"]).owner_id == world.mona.id


def test_many_people_are_given_away_by_the_job(world, priya, monkeypatch):
    monkeypatch.setattr(following, "IN_REQUEST", 0)
    _, change_set, done = leave(world, Heirs(world.mona.id))
    assert not done
    assert change_set.ongoing
    with pytest.raises(CannotUndo):
        give_back(world, change_set)
    let_people_follow(now=NOW, stop=Event())
    assert row(Person, world.people["dana"]).owner_id == world.mona.id
    assert not row(ChangeSet, change_set.id).ongoing
    give_back(world, row(ChangeSet, change_set.id))
    assert row(Person, world.people["dana"]).owner_id == world.priya.id


def test_how_much_they_answer_for_is_known_before(world, priya):
    assert numbers_of(world.priya.id) == (2, 1)


def test_what_they_have_not_finished_is_counted(world):
    def began(state):
        given = {"digest": "", "headers": None, "preview": {}, "plan": {}}
        return ImportRun(by_id=world.priya.id, created_at=NOW, file_name="a.csv", state=state, **given)

    db.session.add_all([began("waiting"), began("stopped"), began("draft"), began("done")])
    db.session.flush()
    assert unfinished_work(world.priya.id) == 2
    assert unfinished_work(world.jonas.id) == 0


def test_the_page_asks_and_one_button_gives_everything_back(admin, world, priya):
    path = f"/settings/users/{world.priya.id}"
    page = admin.get(f"{path}/deactivation").text
    assert "2 things that others see are theirs" in page
    assert f'<option selected value="{world.mona.id}">' in page
    form = {"heir_id": world.jonas.id, "work_id": world.mona.id}
    assert admin.post(f"{path}/deactivation", form).location == "/settings/users"
    assert "give back what was theirs" in admin.get(path).text
    change_set = departure_of(db.session.get(User, world.priya.id), now=NOW)
    assert admin.get(f"/changes/{change_set.id}").status_code == 200
    assert admin.post(f"/changes/{change_set.id}/undo").status_code == 303
    assert "give back what was theirs" not in admin.get(path).text
    hers = select(AuditEntry.what).where(AuditEntry.about == "priya@example.com")
    noted = db.session.scalars(hers.order_by(AuditEntry.id)).all()
    assert noted == ["user deactivated", "user reactivated"]
    assert row(Person, world.people["dana"]).owner_id == world.priya.id


def test_only_who_manages_users_deactivates_or_gives_back(coordinator, outsider, read_only, world, priya):
    _, change_set, _ = leave(world, Heirs(world.mona.id))
    for client in (coordinator, outsider, read_only):
        assert client.get(f"/settings/users/{world.tomas.id}/deactivation").status_code == 403
        assert client.post(f"/settings/users/{world.tomas.id}/deactivation").status_code == 403
        assert client.post(f"/changes/{change_set.id}/undo").status_code in (403, 404)
    assert row(User, world.priya.id).deactivated_at == NOW
