"""Taking change sets back: what returns, what stays, and that it happens once."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import Change, ChangeSet, Event
from webapp.activity.tracking import Changed, note_changes, open_change_set
from webapp.changes import undoing
from webapp.changes.models import Kept, UndoRun
from webapp.changes.previewing import preview
from webapp.changes.purging import purge_changes
from webapp.changes.undoing import CannotUndo, begin_undo, undo_in_chunks, unfinished_runs
from webapp.companies.naming import found_company
from webapp.db import db
from webapp.people.counting import wrong_counters
from webapp.people.creating import NewPerson, create_people
from webapp.people.editing import change_people, load_values
from webapp.people.models import Note, Person, Touch
from webapp.people.trashing import move_to_trash, restore
from webapp.people.visible import within_reach
from webapp.pipelines.statuses import status_named
from webapp.tags.models import PersonTag, Tag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags, remove_tags

DAY = 24 * 3600


@pytest.fixture
def change(world):
    """change(person_id, by=, **values) edits somebody and returns the change set."""

    def edit(person_id, *, by=None, at=NOW + 60, **values):
        by = by or world.mona
        change_set = open_change_set("edit", "Changed a value", by=by, now=at)
        change_people({person_id: values}, by=by, now=at, change_set=change_set)
        return change_set

    return edit


@pytest.fixture
def take_back(world):
    """take_back(change_set, by=) undoes it and returns the undo's change set."""

    def undo_it(change_set, *, by=None, at=NOW + 600):
        by = by or world.mona
        return undo_as(change_set, by=by, now=at)

    return undo_it


@pytest.fixture
def dana(world):
    return world.people["dana"]


def created(person_id) -> ChangeSet:
    """The change set that made a person."""
    made = select(ChangeSet).join(Change, Change.change_set_id == ChangeSet.id)
    return db.session.scalars(made.where(Change.person_id == person_id, Change.kind == "person")).first()


def kept(undo_set) -> list[tuple[str, str]]:
    rows = select(Kept.key, Kept.why).where(Kept.change_set_id == undo_set.id).order_by(Kept.key)
    return [tuple(row) for row in db.session.execute(rows)]


def city(person_id) -> str:
    return load_values([person_id])[person_id]["city"]


def test_undo_brings_the_old_values_back(dana, change, take_back):
    edited = change(dana, city="Bonn", country="DE", phones=[])
    before = load_values([dana])[dana]
    assert (before["city"], before["state"]) == ("Bonn", "")
    undone = take_back(edited)
    values = load_values([dana])[dana]
    assert (values["city"], values["country"], values["state"]) == ("Sacramento", "US", "US-CA")
    assert values["phones"] == [["(916) 555-0142", "+19165550142"]]
    assert (undone.kind, undone.title, undone.people) == ("undo", "Took back: Changed a value", 1)
    assert kept(undone) == []
    assert wrong_counters() == {}


def test_what_was_edited_since_stays_and_is_listed(dana, change, take_back):
    edited = change(dana, city="Bonn", title="Owner")
    change(dana, city="Berlin")
    undone = take_back(edited)
    values = load_values([dana])[dana]
    assert (values["city"], values["title"]) == ("Berlin", "Practice owner")
    assert kept(undone) == [("city", "Edited since.")]


def test_undoing_the_undo_does_it_again(dana, change, take_back):
    edited = change(dana, city="Bonn")
    first = take_back(edited)
    again = take_back(first)
    assert (again.kind, again.title) == ("redo", "Did again: Changed a value")
    assert city(dana) == "Bonn"
    assert edited.undone_at is None
    assert first.undone_at
    back = take_back(edited)
    assert (city(dana), back.undoes_id, back.title) == ("Sacramento", again.id, "Took back: Changed a value")
    assert edited.undone_at


def test_a_change_set_is_taken_back_once(dana, change, take_back):
    edited = change(dana, city="Bonn")
    take_back(edited)
    with pytest.raises(CannotUndo, match="already"):
        take_back(edited)


def test_undo_ends_after_thirty_days(dana, change, take_back):
    edited = change(dana, city="Bonn", at=NOW)
    with pytest.raises(CannotUndo, match="30 days"):
        take_back(edited, at=NOW + 30 * DAY + 1)


def test_what_is_still_at_work_is_not_undone(dana, change, take_back):
    edited = change(dana, city="Bonn")
    edited.ongoing = True
    with pytest.raises(CannotUndo, match="still at work"):
        take_back(edited)


def test_two_changes_of_one_value_in_a_set_go_back_to_the_first(world, dana, take_back):
    change_set = open_change_set("import", "Imported", by=world.mona, now=NOW)
    for value in ("Bonn", "Berlin"):
        change_people({dana: {"city": value}}, by=world.mona, now=NOW, change_set=change_set)
    take_back(change_set)
    assert city(dana) == "Sacramento"


def test_new_people_go_to_the_trash_and_come_back_with_a_redo(world, dana, take_back):
    undone = take_back(created(dana))
    assert db.session.get(Person, dana).hidden
    assert wrong_counters() == {}
    take_back(undone)
    assert not db.session.get(Person, dana, populate_existing=True).hidden
    assert wrong_counters() == {}


def test_new_people_who_were_worked_with_stay(world, change, take_back):
    names = ("edited", "tagged", "noted", "called", "alone")
    args = {"by": world.mona, "now": NOW}
    change_set = open_change_set("import", "Imported", **args)
    required = {"kind": "contact", "status_id": world.new, "office_id": world.boston}
    new = [NewPerson({"first": name, **required}) for name in names]
    people = dict(zip(names, create_people(new, change_set=change_set, **args), strict=True))
    change(people["edited"], city="Bonn")
    tagging = open_change_set("tag", "Tagged", **args)
    add_tags([people["tagged"]], [found_tags(["vip"], now=NOW)[0].id], change_set=tagging, **args)
    later = {"by_id": world.mona.id, "created_at": NOW + 60}
    db.session.add(Note(person_id=people["noted"], text="Hello", **later))
    db.session.add(Touch(person_id=people["called"], kind="call", at=NOW, **later))
    db.session.flush()
    seen = preview(change_set, reach=lambda ids: within_reach(world.mona, ids))
    undone = take_back(change_set)
    hidden = set(db.session.scalars(select(Person.first).where(Person.hidden != 0)))
    assert hidden == {"alone"}
    assert sorted(why for _, why in kept(undone)) == [
        "Edited since it was added.",
        "Edited since it was added.",
        "Has a note.",
        "Has a touch logged.",
    ]
    assert (seen.people, seen.back, len(seen.kept), seen.unseen) == (5, 1, 4, 0)


def test_an_edit_that_was_taken_back_keeps_nobody_alive(dana, change, take_back):
    take_back(change(dana, city="Bonn"))
    take_back(created(dana))
    assert db.session.get(Person, dana).hidden


def test_trash_is_taken_back(world, dana, take_back):
    change_set = open_change_set("trash", "Moved to the trash", by=world.mona, now=NOW)
    move_to_trash([dana], by=world.mona, now=NOW, change_set=change_set)
    take_back(change_set)
    assert not db.session.get(Person, dana).hidden


def test_somebody_in_the_trash_keeps_their_values(world, dana, change, take_back):
    edited = change(dana, city="Bonn")
    change_set = open_change_set("trash", "Moved to the trash", by=world.mona, now=NOW)
    move_to_trash([dana], by=world.mona, now=NOW, change_set=change_set)
    undone = take_back(edited)
    assert kept(undone) == [("city", "No longer there, or in the trash.")]


def test_tags_are_taken_back_except_those_changed_since(world, dana, take_back):
    henrik = world.people["henrik"]
    vip, cold = found_tags(["VIP", "cold"], now=NOW)
    args = {"by": world.mona, "now": NOW}
    tagging = open_change_set("tag", "Tagged", **args)
    add_tags([dana, henrik], [vip.id, cold.id], change_set=tagging, **args)
    other = open_change_set("tag", "Untagged", **args)
    remove_tags([henrik], [vip.id], change_set=other, **args)
    undone = take_back(tagging)
    assert db.session.scalars(select(PersonTag.person_id)).all() == []
    assert kept(undone) == []  # the tag is off already, which is what the undo wants
    take_back(undone)
    assert set(db.session.execute(select(PersonTag.person_id, PersonTag.tag_id)).all()) == {
        (dana, vip.id),
        (dana, cold.id),
        (henrik, cold.id),
    }
    assert wrong_counters() == {}


def test_a_deleted_tag_is_listed(world, dana, take_back):
    vip = found_tags(["VIP"], now=NOW)[0]
    tagging = open_change_set("tag", "Tagged", by=world.mona, now=NOW)
    remove = {"by": world.mona, "now": NOW, "change_set": tagging}
    add_tags([dana], [vip.id], **remove)
    db.session.execute(PersonTag.__table__.delete())
    db.session.execute(Tag.__table__.delete())
    assert kept(take_back(tagging)) == [(str(vip.id), "No longer there, or in the trash.")]


def test_people_out_of_sight_are_neither_undone_nor_named(world, dana, take_back):
    ines = world.people["ines"]
    change_set = open_change_set("bulk", "Changed two", by=world.mona, now=NOW)
    args = {"by": world.mona, "now": NOW, "change_set": change_set}
    change_people({dana: {"city": "Bonn"}, ines: {"city": "Bonn"}}, **args)
    undone = take_back(change_set, by=world.jonas)
    assert (city(dana), city(ines)) == ("Sacramento", "Bonn")
    assert kept(undone) == [("", "")]


def test_what_nobody_can_take_back_is_listed(world, dana, take_back):
    change_set = open_change_set("send", "Sent a mail", by=world.mona, now=NOW)
    note_changes(change_set, [Changed(dana, "message", "5", None, "sent")], now=NOW)
    assert kept(take_back(change_set)) == [("5", "This cannot be taken back.")]


def test_a_value_that_points_at_something_deleted_stays(world, dana, change, take_back):
    acme = found_company("Acme", by=world.mona, now=NOW)
    change(dana, company_id=acme.id)
    edited = change(dana, company_id=None, status_id=status_named("Dead").id)
    acme.hidden = 1
    undone = take_back(edited)
    assert kept(undone) == [("company_id", "The company from before was deleted.")]
    assert load_values([dana])[dana]["status_id"] == world.new


def test_nobody_is_left_without_a_name(world, change, take_back):
    person_id = world.person(company="Acme")
    named = change(person_id, first="Ann")
    change(person_id, company_id=None)
    undone = take_back(named)
    assert kept(undone) == [("first", "There would be no name left.")]


def test_a_country_is_not_put_back_under_a_state_chosen_since(world, dana, change, take_back):
    moved = change(dana, country="DE")
    change(dana, state="DE-BE")
    undone = take_back(moved)
    assert [key for key, _ in kept(undone)] == ["country", "state"]
    assert load_values([dana])[dana]["country"] == "DE"


def test_an_undo_is_seen_on_the_timeline(dana, change, take_back):
    undone = take_back(change(dana, city="Bonn"))
    event = db.session.scalars(select(Event).where(Event.change_set_id == undone.id)).one()
    assert (event.kind, event.data) == ("undone", {"changes": [["city", "Bonn", "Sacramento"]]})


def test_a_large_undo_is_carried_on_where_it_stopped(world, take_back, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 2)
    people = [world.person(first=f"P{n}") for n in range(5)]
    change_set = open_change_set("bulk", "Changed five", by=world.mona, now=NOW)
    args = {"by": world.mona, "now": NOW}
    change_people({i: {"city": "Bonn"} for i in people}, change_set=change_set, **args)
    run = begin_undo(change_set, **args)
    args["reach"] = lambda ids: within_reach(world.mona, ids)
    next(undo_in_chunks(run, **args))
    db.session.commit()
    db.session.expunge_all()
    run = unfinished_runs(now=NOW)[0]
    assert (run.done, run.people, [city(i) for i in people].count("Bonn")) == (2, 5, 3)
    for _ in undo_in_chunks(run, **args):
        db.session.commit()
    assert [city(i) for i in people] == [""] * 5
    assert unfinished_runs(now=NOW) == []
    undo_set = db.session.get(ChangeSet, run.change_set_id)
    assert (undo_set.people, undo_set.ongoing) == (5, False)


def test_values_are_forgotten_after_thirty_days_but_deeds_are_not(dana, change):
    old = change(dana, city="Bonn", at=NOW)
    new = change(dana, city="Berlin", at=NOW + 20 * DAY)
    while purge_changes(now=NOW + 31 * DAY):
        pass
    assert db.session.scalars(select(Change.change_set_id)).all() == [new.id]
    db.session.expire_all()
    assert (old.purged_at, new.purged_at) == (NOW + 31 * DAY, None)


def test_undo_runs_are_forgotten_with_their_values(dana, change, take_back):
    take_back(change(dana, city="Bonn"))
    while purge_changes(now=NOW + 31 * DAY):
        pass
    assert db.session.scalars(select(UndoRun)).all() == []


def test_restoring_by_hand_is_a_change_of_its_own(world, dana, take_back):
    args = {"by": world.mona, "now": NOW}
    trash = open_change_set("trash", "Moved to the trash", **args)
    move_to_trash([dana], change_set=trash, **args)
    back = open_change_set("restore", "Restored", **args)
    assert restore([dana], change_set=back, **args) == [dana]
    take_back(back)
    assert db.session.get(Person, dana, populate_existing=True).hidden


def test_two_undos_at_once_have_one_effect(app, world, dana, change, take_back):
    edited = change(dana, city="Bonn")
    db.session.commit()
    db.session.remove()
    together, outcomes = Barrier(2), []

    def take_back_at_once():
        with app.app_context():
            together.wait()
            try:
                change_set = db.session.get_one(ChangeSet, edited.id)
                take_back(change_set)
                db.session.commit()
                outcomes.append("done")
            except CannotUndo:
                db.session.rollback()
                outcomes.append("refused")

    threads = [Thread(target=take_back_at_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert city(dana) == "Sacramento"
    assert len(db.session.scalars(select(ChangeSet.id).where(ChangeSet.undoes_id == edited.id)).all()) == 1
