"""Processes that would lead back to themselves are stopped and told of, once."""

import pytest
from sqlalchemy import func, select

from tests.processes.conftest import states, tagged
from webapp.alerts.models import Alert
from webapp.criteria.text import parse
from webapp.db import db
from webapp.groups.membership import Cause, add_to_groups, remove_from_groups
from webapp.groups.states import memberships_of
from webapp.processes.figures import figures_of
from webapp.processes.log import log_page, skip_stopped, try_again
from webapp.processes.steps.groups import AddToGroup, RemoveFromGroup
from webapp.processes.steps.tags import AddTag
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import set_rule


def loops() -> int:
    return db.session.scalar(select(func.count()).select_from(Alert).where(Alert.kind == "process loop"))


def test_a_process_that_leads_to_itself_runs_once(doing, everybody, italy):
    process = doing.process(italy, RemoveFromGroup(italy.id), AddToGroup(italy.id))
    doing.join(everybody, italy)
    doing.work()
    assert sorted(states(process)) == ["done"] * 3 + ["stopped"] * 3
    assert figures_of([process.id])[process.id].why == "It would run in a loop: “Welcome” → “Welcome”."
    assert loops() == 1


def test_a_loop_through_two_groups_is_stopped_where_it_closes(doing, world, everybody, italy, spain):
    first = doing.process(italy, RemoveFromGroup(italy.id), AddToGroup(spain.id), name="To Spain")
    second = doing.process(spain, AddToGroup(italy.id), RemoveFromGroup(spain.id), name="To Italy")
    doing.join(everybody, italy)
    doing.work()
    doing.work()
    assert sorted(states(first)) == ["done"] * 3 + ["stopped"] * 3
    assert states(second) == ["done"] * 3
    stopped = figures_of([first.id])[first.id]
    assert stopped.why == "It would run in a loop: “To Spain” → “To Italy” → “To Spain”."
    assert loops() == 1
    assert {of for _, of in memberships_of(everybody, [italy.id, spain.id])} == {italy.id}


def test_a_chain_without_a_loop_runs_to_its_end(doing, everybody, italy, spain):
    rome, vip = doing.group("Rome"), doing.tag("VIP")
    chain = [
        doing.process(italy, AddToGroup(spain.id), name="One"),
        doing.process(spain, AddToGroup(rome.id), name="Two"),
        doing.process(rome, AddTag(vip.id), name="Three"),
    ]
    doing.join(everybody, italy)
    doing.work()
    assert [set(states(process)) for process in chain] == [{"done"}] * 3
    doing.leave(everybody, italy, spain, rome)
    doing.join(everybody, italy)
    doing.work()
    assert [states(process) for process in chain] == [["done"] * 6] * 3
    assert loops() == 0


def test_who_joins_through_something_else_in_the_same_change_set_inherits_the_chain(
    doing, everybody, italy, spain, monkeypatch
):
    """As a rule does, which puts people in a group because of what a process changed."""
    vip = doing.tag("VIP")
    process = doing.process(italy, AddTag(vip.id))
    tag = AddTag.do

    def with_rule(step, at_work):
        tag(step, at_work)
        doing_it = at_work.deed | {"cause": Cause("rule", 1)}
        remove_from_groups(at_work.people, [italy.id], **doing_it)
        add_to_groups(at_work.people, [italy.id], **doing_it)

    monkeypatch.setattr(AddTag, "do", with_rule)
    doing.join(everybody, italy)
    doing.work()
    assert sorted(states(process)) == ["done"] * 3 + ["stopped"] * 3


def test_a_loop_through_a_rule_is_stopped(doing, everybody, italy):
    """Whoever comes to Italy is tagged, who is tagged is in Rome, and Rome sends them to Italy again."""
    vip, rome = doing.tag("VIP"), doing.group("Rome")
    set_rule(rome, parse("tag:VIP", asker(now=doing.now)), apply_to_current=False, **doing.deed)
    first = doing.process(italy, AddTag(vip.id), name="To Rome")
    second = doing.process(rome, RemoveFromGroup(italy.id), AddToGroup(italy.id), name="To Italy")
    doing.join(everybody, italy)
    doing.work()
    assert sorted(states(first)) == ["done"] * 3 + ["stopped"] * 3
    assert states(second) == ["done"] * 3
    assert figures_of([first.id])[first.id].why.endswith("“To Rome” → “To Italy” → “To Rome”.")
    assert loops() == 1


def test_whoever_a_new_rule_finds_is_worked_on(doing, everybody, italy):
    vip = doing.tag("VIP")
    process = doing.process(italy, AddTag(vip.id))
    set_rule(italy, parse("kind:contact", asker(now=doing.now)), apply_to_current=True, **doing.deed)
    doing.work()
    assert set(states(process)) == {"done"}
    assert tagged(vip) == {i for i, _ in memberships_of(everybody, [italy.id])} != set()


def test_a_stopped_loop_is_left_out_but_never_tried_again(doing, world, everybody, italy):
    process = doing.process(italy, RemoveFromGroup(italy.id), AddToGroup(italy.id))
    doing.join(everybody, italy)
    doing.work()
    assert try_again(process.id) == 0
    logged, _ = log_page(process.id, world.mona, state="stopped")
    assert [line.in_loop for line in logged] == [True] * 3
    assert skip_stopped(process.id, now=doing.now) == 3
    assert figures_of([process.id])[process.id].stopped == 0


@pytest.mark.parametrize("moment", ["join", "leave"])
def test_joining_and_leaving_that_call_each_other_stop(doing, everybody, italy, moment):
    joining = doing.process(italy, RemoveFromGroup(italy.id), name="Out")
    leaving = doing.process(italy, AddToGroup(italy.id), moment="leave", name="In")
    doing.join(everybody, italy)
    doing.work()
    doing.work()
    assert "waiting" not in states(joining) + states(leaving)
    assert "stopped" in states(joining)
    assert loops() == 1
