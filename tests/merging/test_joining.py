"""Several become one: who is kept, what comes along, and who is in which list afterwards."""

from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.activity.models import Event
from webapp.activity.tracking import open_change_set
from webapp.changes.previewing import preview
from webapp.changes.undoing import CannotUndo
from webapp.criteria.text import parse
from webapp.db import db
from webapp.groups.arranging import Wanted as WantedGroup
from webapp.groups.arranging import add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.models import LedgerLine
from webapp.groups.states import memberships_of
from webapp.merging.joining import GONE, CannotMerge, merge_people
from webapp.people.counting import wrong_counters
from webapp.people.editing import change_people, load_values
from webapp.people.merging import KEEP_SECONDS, make_final, parts_of, whose_now
from webapp.people.models import Note, Person, PersonMerged, Touch
from webapp.people.notes import add_note
from webapp.people.touches import Details, log_touch
from webapp.people.trash_list import trash_of
from webapp.people.trashing import empty_trash, move_to_trash, restore
from webapp.people.visible import person_for, within_reach
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment
from webapp.segments.pausing import snooze
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import set_rule
from webapp.tags.models import PersonTag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags

DAY = 24 * 3600


@pytest.fixture
def dana(world):
    return world.people["dana"]


@pytest.fixture
def henrik(world):
    return world.people["henrik"]


@pytest.fixture
def ines(world):
    return world.people["ines"]


@pytest.fixture
def doing(world):
    return {"by": world.mona, "now": NOW, "change_set": open_change_set("edit", "x", by=world.mona, now=NOW)}


def test_whoever_is_merged_is_nowhere_but_in_the_kept_one(world, merge, dana, henrik):
    merge(dana, henrik, city="Bonn")
    assert person_for(world.mona, henrik) is None
    assert trash_of(world.mona)[0] == []
    assert whose_now(henrik) == dana
    assert load_values([dana])[dana]["city"] == "Bonn"
    assert [part.name for part in parts_of(dana, now=NOW)] == ["Henrik Vaas"]
    assert wrong_counters() == {}


def test_notes_touches_tags_and_the_timeline_come_along(world, merge, dana, henrik, doing):
    add_note(henrik, "Likes tea", **doing)
    log_touch(henrik, Details("call", NOW - DAY), **doing)
    add_tags([henrik], [found_tags(["vip"], now=NOW)[0].id], **doing)
    told = len(db.session.scalars(select(Event).where(Event.person_id == henrik)).all())
    merge(dana, henrik)
    assert db.session.scalar(select(Note.person_id)) == db.session.scalar(select(Touch.person_id)) == dana
    assert db.session.get(Person, dana, populate_existing=True).last_contact_at == NOW - DAY
    assert dana in db.session.scalars(select(PersonTag.person_id)).all()
    assert len(db.session.scalars(select(Event).where(Event.person_id == dana)).all()) > told


def test_the_clock_that_ends_first_counts(world, merge, dana, henrik, doing):
    segment = add_segment(Wanted("Clients", reminder_days=30), now=NOW)
    add_to_segments([dana], [segment.id], **doing | {"now": NOW - 3 * DAY})
    add_to_segments([henrik], [segment.id], **doing | {"now": NOW - 9 * DAY})
    snooze(dana, segment.id, NOW + 90 * DAY, **doing)
    merge(dana, henrik)
    place = db.session.get(PersonSegment, (dana, segment.id), populate_existing=True)
    assert (place.at, place.snoozed_until, place.due_at) == (NOW - 9 * DAY, 0, NOW + 21 * DAY)


def test_groups_come_along_with_their_cause_and_the_ledger_says_by_merging(world, merge, dana, henrik, doing):
    group = add_group(WantedGroup("Travel"), by=world.mona, now=NOW)
    add_to_groups([henrik], [group.id], **doing)
    merge(dana, henrik, by=world.jonas)
    place = memberships_of([dana], [group.id])[dana, group.id]
    assert (place.cause, place.by_id, place.pinned) == ("hand", world.mona.id, True)
    line = db.session.scalars(select(LedgerLine).where(LedgerLine.person_id == dana)).one()
    assert (line.cause, line.joined, line.by_id) == ("merge", 1, world.jonas.id)


def test_a_rule_does_not_bring_back_through_a_merge_whom_a_hand_took_out(world, merge, dana, henrik, doing):
    group = add_group(WantedGroup("In Bonn"), by=world.mona, now=NOW)
    set_rule(group, parse("city:Bonn", asker(now=NOW)), apply_to_current=False, by=world.mona, now=NOW)
    change_people({dana: {"city": "Bonn"}, henrik: {"city": "Bonn"}}, **doing)
    remove_from_groups([dana], [group.id], **doing)
    merge(dana, henrik)
    assert (dana, group.id) not in memberships_of([dana], [group.id])


def test_a_rule_that_only_the_merged_one_meets_takes_the_kept_one_in(world, merge, dana, henrik, take_apart):
    group = add_group(WantedGroup("In Bonn"), by=world.mona, now=NOW)
    set_rule(group, parse("city:Bonn", asker(now=NOW)), apply_to_current=False, by=world.mona, now=NOW)
    merged = merge(dana, henrik, city="Bonn")
    assert memberships_of([dana], [group.id])[dana, group.id].cause == "rule"
    take_apart(merged)
    assert memberships_of([dana], [group.id]) == {}


def test_nobody_is_merged_with_themselves_or_with_nobody(merge, dana, henrik):
    for others in ((), (dana,), (henrik, dana)):
        with pytest.raises(CannotMerge, match="at least two"):
            merge(dana, *others)


def test_who_is_merged_or_in_the_trash_cannot_be_merged_again(merge, dana, henrik, ines, doing):
    merge(dana, henrik)
    with pytest.raises(CannotMerge, match="meanwhile"):
        merge(ines, henrik)
    move_to_trash([ines], **doing)
    with pytest.raises(CannotMerge, match="meanwhile"):
        merge(dana, ines)


def test_of_two_at_once_one_wins_and_the_other_gets_a_sentence(app, world, dana, henrik):
    db.session.commit()
    start, told = Barrier(2), []

    def do(kept_id, other_id):
        with app.app_context():
            start.wait()
            try:
                merge_people(kept_id, [other_id], {}, title="Merged", by=world.mona, now=NOW)
                db.session.commit()
                told.append("")
            except CannotMerge as refusal:
                db.session.rollback()
                told.append(str(refusal))
            finally:
                db.session.remove()

    threads = [Thread(target=do, args=pair) for pair in ((dana, henrik), (henrik, dana))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["", GONE]
    assert len(db.session.scalars(select(PersonMerged)).all()) == 1


def test_what_was_edited_since_stays_and_is_told_of(world, merge, take_apart, dana, henrik, doing):
    merged = merge(dana, henrik, city="Bonn", title="Dentist")
    change_people({dana: {"city": "Oslo"}}, **doing | {"now": NOW + 60})
    add_note(dana, "Said on the phone", **doing | {"now": NOW + 60})
    kept = preview(merged, reach=lambda ids: within_reach(world.mona, ids)).kept
    assert {(line.kind, line.present) for line in kept} == {("field", "Oslo"), ("since the merge", 1)}
    take_apart(merged)
    values = load_values([dana])[dana]
    assert (values["city"], values["title"]) == ("Oslo", "Practice owner")
    assert db.session.scalar(select(Note.person_id)) == dana


def test_a_note_edited_meanwhile_goes_back_to_whom_it_is_about(world, merge, take_apart, dana, henrik, doing):
    note = add_note(henrik, "Likes tea", **doing)
    merged = merge(dana, henrik)
    note.text = "Likes coffee"
    take_apart(merged)
    db.session.refresh(note)
    assert (note.person_id, note.text) == (henrik, "Likes coffee")


def test_the_middle_of_a_chain_is_not_taken_apart_and_a_sentence_says_what_to_do(
    merge, take_apart, dana, henrik, ines
):
    first, second = merge(henrik, ines), merge(dana, henrik)
    assert whose_now(ines) == dana
    with pytest.raises(CannotUndo, match="Take that merge apart first"):
        take_apart(first)
    take_apart(second)
    take_apart(first)
    assert whose_now(ines) is None


def test_an_earlier_merge_waits_for_the_later_one(merge, take_apart, dana, henrik, ines):
    first, second = merge(dana, henrik), merge(dana, ines)
    with pytest.raises(CannotUndo, match="merged again since"):
        take_apart(first)
    take_apart(second)
    take_apart(first)


def test_who_does_not_see_all_of_them_takes_nobody_apart(world, merge, take_apart, dana, ines):
    merged = merge(dana, ines)
    with pytest.raises(CannotUndo, match="do not see all"):
        take_apart(merged, by=world.priya)


def test_taking_apart_can_be_taken_back(world, merge, take_apart, dana, henrik, doing):
    add_note(henrik, "Likes tea", **doing)
    merged = merge(dana, henrik, city="Bonn")
    apart = take_apart(merged)
    assert person_for(world.mona, henrik)
    take_apart(apart)
    assert whose_now(henrik) == dana
    assert db.session.scalar(select(Note.person_id)) == dana
    assert load_values([dana])[dana]["city"] == "Bonn"
    assert wrong_counters() == {}


def test_who_was_taken_apart_and_changed_hands_is_not_put_together_by_undo(
    merge, take_apart, dana, henrik, doing
):
    apart = take_apart(merge(dana, henrik))
    move_to_trash([henrik], **doing)
    with pytest.raises(CannotUndo, match="Merge them anew"):
        take_apart(apart)


def test_who_is_kept_takes_the_merged_ones_to_the_trash_and_back(
    world, merge, take_apart, dana, henrik, doing
):
    merged = merge(dana, henrik)
    move_to_trash([dana], **doing)
    with pytest.raises(CannotUndo, match="Restore them first"):
        take_apart(merged)
    assert restore([henrik], **doing) == []
    restore([dana], **doing)
    take_apart(merged)
    assert person_for(world.mona, henrik)


def test_after_thirty_days_the_merge_is_final_and_the_address_still_leads_on(
    world, merge, dana, henrik, ines
):
    merge(henrik, ines)
    merge(dana, henrik, now=NOW + DAY)
    assert make_final(now=NOW + KEEP_SECONDS) == 0
    assert make_final(now=NOW + KEEP_SECONDS + 1) == 1
    assert make_final(now=NOW + KEEP_SECONDS + DAY + 1) == 1
    assert (whose_now(ines), whose_now(henrik)) == (dana, dana)
    assert set(db.session.scalars(select(Person.id))) == {dana}
    assert parts_of(dana, now=NOW + KEEP_SECONDS + DAY + 1) == []


def test_who_is_erased_goes_with_all_who_were_merged_into_them(merge, dana, henrik, ines, doing):
    merge(henrik, ines)
    merge(dana, henrik)
    move_to_trash([dana], **doing)
    empty_trash(now=NOW + KEEP_SECONDS + 1)
    assert set(db.session.scalars(select(Person.id))) == set()
    assert db.session.scalars(select(PersonMerged)).all() == []
