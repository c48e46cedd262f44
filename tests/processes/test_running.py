"""Processes run once for each joining or leaving, in order, whatever fails in between."""

import random

import pytest
from sqlalchemy import func, select, update

from tests.processes.conftest import states, tagged
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.activity.setbacks import DELAYS_SECONDS, MOST_TRIES
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.groups.arranging import archive_group, bring_group_back
from webapp.groups.models import LedgerLine
from webapp.people.counting import wrong_counters
from webapp.people.models import Note, Person
from webapp.people.trashing import move_to_trash
from webapp.processes import running
from webapp.processes.arranging import delete_process, pause_process, resume_process
from webapp.processes.figures import waiting_runs
from webapp.processes.log import try_again
from webapp.processes.models import ProcessRun
from webapp.processes.running import CLAIM_SECONDS, claim_batch, do_next_step
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.tags import AddTag, RemoveTag


def notes() -> list[tuple[int, str]]:
    return db.session.execute(select(Note.person_id, Note.text).order_by(Note.id)).all()


def test_who_joins_is_worked_on_and_who_was_there_is_not(doing, world, italy):
    vip = doing.tag("VIP")
    doing.join([world.people["dana"]], italy)
    process = doing.process(italy, AddTag(vip.id))
    doing.join([world.people["dana"], world.people["ines"]], italy)
    assert states(process) == ["waiting"]
    doing.work()
    assert states(process) == ["done"]
    assert tagged(vip) == {world.people["ines"]}
    assert wrong_counters() == {}


def test_who_leaves_is_worked_on_by_what_begins_on_leaving(doing, everybody, italy):
    vip = doing.tag("VIP")
    doing.process(italy, AddTag(vip.id))
    doing.process(italy, RemoveTag(vip.id), moment="leave", name="Goodbye")
    doing.join(everybody, italy)
    doing.work()
    assert tagged(vip) == set(everybody)
    doing.leave(everybody[:1], italy)
    doing.work()
    assert tagged(vip) == set(everybody[1:])


def test_steps_are_done_in_their_order_in_one_change_set_that_can_be_taken_back(doing, everybody, italy):
    vip = doing.tag("VIP")
    doing.process(italy, WriteNote("First"), AddTag(vip.id), WriteNote("Last"))
    doing.join(everybody, italy)
    doing.work()
    wanted = [(i, "First") for i in sorted(everybody)] + [(i, "Last") for i in sorted(everybody)]
    assert notes() == wanted
    did = db.session.scalars(select(ChangeSet).where(ChangeSet.kind == "process")).one()
    assert (did.title, did.people, did.by_id) == ("Process Welcome, on joining Italy", len(everybody), None)
    doing.undo(did)
    assert tagged(vip) == set()
    assert db.session.scalar(select(func.count()).select_from(Note).where(Note.deleted_at.is_(None))) == 0


@pytest.mark.parametrize("seed", range(3))
def test_whatever_joins_and_leaves_there_is_one_run_a_line_and_each_is_done_once(
    doing, everybody, italy, spain, monkeypatch, seed
):
    monkeypatch.setattr(running, "BATCH", 2)
    dice = random.Random(seed)
    joining = doing.process(italy, WriteNote("Joined"))
    leaving = doing.process(italy, WriteNote("Left"), moment="leave", name="Goodbye")
    for _ in range(25):
        some = dice.sample(everybody, dice.randint(1, 3))
        dice.choice([doing.join, doing.leave])(some, *dice.choice([[italy], [spain], [italy, spain]]))
        if dice.random() < 0.4:
            doing.work(at=doing.now + CLAIM_SECONDS)
    doing.work(at=doing.now + 3 * CLAIM_SECONDS)
    for process, joined, text in ((joining, 1, "Joined"), (leaving, -1, "Left")):
        lines = select(LedgerLine.id).where(LedgerLine.group_id == italy.id, LedgerLine.joined == joined)
        runs = select(ProcessRun.ledger_id).where(ProcessRun.process_id == process.id)
        assert sorted(db.session.scalars(runs)) == sorted(db.session.scalars(lines))
        assert set(states(process)) <= {"done"}
        assert len([told for _, told in notes() if told == text]) == len(states(process))


def test_a_claim_keeps_others_away_until_it_runs_out(doing, everybody, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join(everybody, italy)
    db.session.commit()
    batch = claim_batch(now=NOW)
    assert sorted(batch.runs.values()) == sorted(everybody)
    assert claim_batch(now=NOW) is None
    again = claim_batch(now=NOW + CLAIM_SECONDS)
    assert again.runs == batch.runs
    assert do_next_step(batch, now=NOW + CLAIM_SECONDS) is None
    assert notes() == []
    do_next_step(again, now=NOW + CLAIM_SECONDS)
    assert len(notes()) == len(everybody)
    assert set(states(process)) == {"done"}


def test_what_was_cut_off_between_two_steps_goes_on_with_the_next(doing, everybody, italy):
    doing.process(italy, WriteNote("First"), WriteNote("Second"))
    doing.join(everybody, italy)
    db.session.commit()
    do_next_step(claim_batch(now=NOW), now=NOW)
    db.session.commit()
    doing.work(at=NOW + CLAIM_SECONDS)
    assert sorted(text for _, text in notes()) == ["First"] * 3 + ["Second"] * 3
    assert db.session.scalar(select(func.count()).where(ChangeSet.kind == "process")) == 1


def test_a_failing_person_is_tried_again_and_stops_alone(doing, world, everybody, italy, monkeypatch):
    process = doing.process(italy, WriteNote("Hello"))
    write = WriteNote.do

    def jam(step, doing_it):
        if world.people["henrik"] in doing_it.runs:
            raise RuntimeError("paper jam")
        write(step, doing_it)

    monkeypatch.setattr(WriteNote, "do", jam)
    doing.join(everybody, italy)
    at = NOW
    for delay in (*DELAYS_SECONDS, 0):
        doing.work(at)
        at += delay
    assert sorted(states(process)) == ["done", "done", "stopped"]
    run = db.session.scalars(select(ProcessRun).where(ProcessRun.state == "stopped")).one()
    assert run.sentence == f"Step 1 failed {MOST_TRIES} times, so Muster stopped here."
    assert db.session.scalars(select(Alert.kind)).all() == ["process stopped"]
    monkeypatch.setattr(WriteNote, "do", write)
    assert try_again(process.id) == 1
    doing.work(at)
    assert set(states(process)) == {"done"}
    assert len(notes()) == 3


def test_people_in_the_trash_and_of_other_offices_are_left_out(doing, world, everybody):
    boston = doing.group("Boston only", office_id=world.boston)
    process = doing.process(boston, WriteNote("Hello"))
    doing.join(everybody, boston)
    move_to_trash([world.people["dana"]], **doing.context())
    doing.work()
    assert sorted(states(process)) == ["done", "skipped", "skipped"]
    assert notes() == [(world.people["henrik"], "Hello")]


def test_undoing_a_joining_leaves_out_what_still_waits_and_begins_nothing(doing, everybody, italy):
    joining = doing.process(italy, WriteNote("Joined"))
    leaving = doing.process(italy, WriteNote("Left"), moment="leave", name="Goodbye")
    doing.join(everybody, italy)
    undone = doing.undo()
    assert set(states(joining)) == {"skipped"}
    doing.undo(undone)
    doing.work()
    assert states(leaving) == []
    assert len(states(joining)) == len(everybody)
    assert notes() == []


def test_what_a_batch_did_may_be_taken_back_before_its_next_step(doing, everybody, italy):
    process = doing.process(italy, WriteNote("First"), WriteNote("Second"))
    doing.join(everybody, italy)
    db.session.commit()
    do_next_step(claim_batch(now=NOW), now=NOW)
    db.session.commit()
    doing.undo(db.session.scalars(select(ChangeSet).where(ChangeSet.kind == "process")).one())
    doing.work(at=NOW + CLAIM_SECONDS)
    assert set(states(process)) == {"skipped"}
    assert {text for _, text in notes()} == {"First"}


def test_processes_of_archived_groups_rest(doing, world, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join([world.people["dana"]], italy)
    archive_group(italy, **doing.deed)
    doing.leave([world.people["dana"]], italy)
    doing.work()
    assert states(process) == ["waiting"]
    bring_group_back(italy, **doing.deed)
    doing.work()
    assert states(process) == ["done"]


def test_a_paused_process_begins_for_nobody_and_a_deleted_one_neither(doing, world, everybody, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join(everybody[:1], italy)
    pause_process(process, **doing.deed)
    doing.join(everybody[1:2], italy)
    doing.work()
    assert states(process) == ["waiting"]
    resume_process(process, **doing.deed)
    doing.work()
    assert states(process) == ["done"]
    deleted = delete_process(process, **doing.deed)
    doing.join(everybody[2:], italy)
    assert states(process) == ["done"]
    doing.undo(deleted)
    assert process.retired_at is None


def test_somebody_who_joined_twice_gets_both_runs_one_after_the_other(doing, world, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join([world.people["dana"]], italy)
    doing.leave([world.people["dana"]], italy)
    doing.join([world.people["dana"]], italy)
    db.session.commit()
    assert len(claim_batch(now=NOW).runs) == 1
    db.session.execute(update(ProcessRun).values(claimed_until=0))
    doing.work()
    assert states(process) == ["done", "done"]
    assert len(notes()) == 2


def test_runs_that_were_claimed_while_the_clock_was_ahead_are_anybodys(doing, world, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join([world.people["dana"]], italy)
    db.session.commit()
    claim_batch(now=NOW + 86_400)
    db.session.commit()
    doing.work()
    assert states(process) == ["done"]


def test_it_acts_as_muster_and_the_timeline_says_so(doing, world, italy):
    doing.process(italy, WriteNote("Hello"))
    doing.join([world.people["dana"]], italy)
    doing.work()
    assert db.session.scalars(select(Note.by_id)).all() == [None]
    assert db.session.get(Person, world.people["dana"]).owner_id == world.priya.id


def test_what_waits_is_told_to_whoever_watches(doing, everybody, italy):
    process = doing.process(italy, WriteNote("Hello"))
    doing.join(everybody, italy)
    assert waiting_runs() == (len(everybody), NOW)
    pause_process(process, **doing.deed)
    assert waiting_runs() == (0, 0)
