"""Pages of processes: putting one together, pausing, deleting, the log, the dry run, and who may do what."""

import re

import pytest
from sqlalchemy import select

from tests.processes.conftest import Doing
from tests.trust.routes import database_hash
from tests.world import NOW
from webapp.db import db
from webapp.groups.models import Group
from webapp.processes.models import Process, ProcessRun
from webapp.processes.standing import processes_of
from webapp.processes.steps.field import FillField
from webapp.processes.steps.groups import AddToGroup, RemoveFromGroup
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.tags import AddTag
from webapp.tags.administering import delete_tag
from webapp.users.permission import Permission
from webapp.users.role import Role


@pytest.fixture
def doing(world) -> Doing:
    return Doing(world.mona)


@pytest.fixture
def group(doing) -> Group:
    group = doing.group("Travel")
    db.session.commit()
    return group


@pytest.fixture
def at(group) -> str:
    return f"/groups/{group.id}/processes"


@pytest.fixture
def process(doing, group) -> Process:
    process = doing.process(group, AddTag(doing.tag("VIP").id), WriteNote("Sent the brochure"))
    db.session.commit()
    return process


@pytest.fixture
def one(at, process) -> str:
    return f"{at}/{process.id}"


def steps_in(page: str) -> list[str]:
    return re.findall(r'name="step" value="([^"]+)"', page)


def saved() -> list[Process]:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Process).where(Process.retired_at.is_(None))).all()


def test_the_group_says_what_happens_by_itself(coordinator, read_only, at, process):
    page = coordinator.get(at).text
    for words in (
        "On joining",
        "Add the tag",
        "VIP",
        "Sent the brochure",
        "It has not run yet",
        "On leaving",
    ):
        assert words in page
    assert "Add a process" not in read_only.get(at).text
    assert "Welcome" in read_only.get(at).text


def test_a_process_is_put_together_step_by_step_and_begins_with_the_next_joining(
    coordinator, doing, at, group, world
):
    tag = doing.tag("VIP")
    db.session.commit()
    page = coordinator.get(f"{at}/new").text
    assert "Choose one" in page
    page = coordinator.part("post", at, {"name": "Welcome", "moment": "join", "kind": "note"}).text
    assert 'name="a-text"' in page
    form = {"name": "Welcome", "moment": "join", "kind": "note", "a-text": "Hello", "do": "add"}
    page = coordinator.post(at, form).text
    assert saved() == []
    chosen = coordinator.post(at, {"kind": "add-tag", "order": "", "step": steps_in(page)}).text
    assert len(steps_in(chosen)) == 1
    form = {"name": "Welcome", "moment": "join", "kind": "add-tag", "a-tag": str(tag.id), "do": "add"}
    page = coordinator.post(at, {**form, "step": steps_in(page)}).text
    assert [text in page for text in ("1.", "2.")] == [True, True]
    steps = steps_in(page)
    page = coordinator.post(at, {"name": "Welcome", "moment": "join", "step": steps, "move": "2:-1"}).text
    assert steps_in(page) == steps[::-1]
    answer = coordinator.post(at, {"name": "Welcome", "moment": "join", "step": steps_in(page), "do": "save"})
    assert (answer.status_code, answer.location) == (303, at)
    (process,) = saved()
    assert process.steps == [{"step": "add-tag", "tag": tag.id}, {"step": "note", "text": "Hello"}]
    assert "Undo" in coordinator.get(at).text
    doing.join([world.people["dana"]], group)
    doing.work()
    assert "Ran 1 time, once for each joining" in coordinator.get(at).text


def test_steps_are_dragged_changed_and_removed(coordinator, one, process):
    page = coordinator.get(one).text
    first, second = steps_in(page)
    both = {"name": "Welcome", "step": [first, second]}
    dragged = {"name": "Welcome", "step": [second, first], "order": "2,1"}
    assert steps_in(coordinator.post(one, dragged).text) == [second, first]
    assert steps_in(coordinator.post(one, {**both, "remove": "1"}).text) == [second]
    page = coordinator.post(one, {**both, "change": "2"}).text
    assert "Sent the brochure</textarea>" in page
    form = {**both, "at": "2", "kind": "note", "a-text": "Called", "do": "add"}
    steps = steps_in(coordinator.post(one, form).text)
    answer = coordinator.post(one, {"name": "Hello again", "step": steps, "do": "save"})
    assert answer.status_code == 303
    (process,) = saved()
    assert (process.name, process.steps[1]["text"]) == ("Hello again", "Called")


def test_a_field_is_set_with_its_own_input_a_state_with_its_country(coordinator, at):
    form = {"name": "Move", "moment": "join", "kind": "field"}
    page = coordinator.post(at, {**form, "a-field": "state"}).text
    assert 'name="country"' in page
    states = coordinator.part("get", f"{at}/states?a-field=state&country=US").text
    assert "California" in states
    form |= {"a-field": "state", "country": "US", "state": "US-CA"}
    steps = steps_in(coordinator.post(at, {**form, "do": "add"}).text)
    assert coordinator.post(at, {**form, "kind": "", "step": steps, "do": "save"}).status_code == 303
    (process,) = saved()
    given = {"country": "US", "state": "US-CA"}
    assert process.steps == [FillField("state", given).kept]
    assert "Set Primary info › State to" in coordinator.get(at).text


def test_what_cannot_be_taken_is_said_where_it_stands_and_nothing_typed_is_lost(coordinator, at):
    form = {"name": "", "moment": "leave", "kind": "note", "a-text": "Hello", "do": "save"}
    answer = coordinator.post(at, form)
    assert answer.status_code == 422
    assert "Give the process a name" in answer.text
    assert len(steps_in(answer.text)) == 1
    answer = coordinator.post(at, {"name": "Goodbye", "moment": "leave", "do": "save"})
    assert answer.status_code == 422
    assert "Add at least one step" in answer.text
    assert 'value="Goodbye"' in answer.text
    answer = coordinator.post(at, {**form, "kind": "add-tag", "a-tag": "99", "do": "add"})
    assert answer.status_code == 422
    assert "Choose a tag." in answer.text
    forged = coordinator.post(at, {"name": "X", "step": "forged", "do": "save"})
    assert forged.status_code == 422
    assert saved() == []


def test_only_who_may_assign_lets_a_process_give_people_away(sign_in, world, at):
    role = db.session.scalars(select(Role).where(Role.name == "Coordinator")).one()
    form = {"kind": "owner"}
    assert 'name="a-owner"' in sign_in(world.jonas).post(at, form).text
    role.permissions = [word for word in role.permissions if word != Permission.ASSIGN]
    db.session.commit()
    page = sign_in(world.jonas).post(at, form).text
    assert 'name="a-owner"' not in page
    answer = sign_in(world.jonas).post(at, form | {"a-owner": str(world.priya.id), "do": "add"})
    assert answer.status_code == 422


def test_it_is_paused_resumed_deleted_and_brought_back(coordinator, at, one, process):
    coordinator.post(f"{one}/pause")
    assert "Resume" in coordinator.get(at).text
    coordinator.post(f"{one}/resumption")
    assert saved()[0].paused_at is None
    assert "Delete the process" in coordinator.get(f"{one}/deletion").text
    coordinator.post(f"{one}/deletion")
    assert saved() == []
    undo = re.search(r"/changes/\d+/undo", coordinator.get(at).text).group()
    assert coordinator.get(one).status_code == 404
    coordinator.post(undo)
    assert len(saved()) == 1


def test_the_log_tells_each_run_and_lets_go_on_what_has_stopped(
    coordinator, doing, world, group, one, process, monkeypatch
):
    do = WriteNote.do
    monkeypatch.setattr(WriteNote, "do", lambda *_: 1 / 0)
    doing.join([world.people["dana"], world.people["ines"]], group)
    doing.work()
    log = coordinator.get(f"{one}/log").text
    assert "Dana Whitfield" in log
    assert "Failed 1 time" in log
    assert "Inês" not in log
    db.session.query(ProcessRun).update({"state": "stopped", "sentence": "Step 2 failed."})
    db.session.commit()
    page = coordinator.get(f"{one}/log?state=stopped").text
    assert "2 failed" in page
    monkeypatch.setattr(WriteNote, "do", do)
    run = re.search(r'name="run" value="(\d+)"', page).group(1)
    coordinator.post(f"{one}/log/skipping", {"run": run})
    assert sorted(db.session.scalars(select(ProcessRun.state))) == ["skipped", "stopped"]
    db.session.rollback()
    coordinator.post(f"{one}/log/again")
    assert "waiting" in db.session.scalars(select(ProcessRun.state)).all()
    db.session.rollback()
    coordinator.post(f"{one}/log/skipping")
    doing.work(at=NOW + 10_000)
    assert "Done" in coordinator.get(f"{one}/log?state=done").text


def test_the_dry_run_says_who_would_get_what_and_changes_nothing(
    coordinator, read_only, doing, world, group, one
):
    doing.join([world.people["dana"], world.people["ines"]], group)
    db.session.commit()
    before = database_hash()
    page = coordinator.post(f"{one}/rehearsal").text
    assert "<b>1</b> of 1 person would change" in page
    assert "Dana Whitfield" in page
    found = coordinator.get(f"{one}/rehearsal?q=hen").text
    assert f"?person={world.people['henrik']}" in found
    page = read_only.post(f"{one}/rehearsal?person={world.people['henrik']}").text
    assert "Henrik Vaas" in page
    hidden = coordinator.post(f"{one}/rehearsal?person={world.people['ines']}&q=duarte").text
    assert "Nobody is there to try it on" in hidden
    assert "Inês" not in hidden
    assert database_hash() == before


def test_several_are_put_in_order_by_dragging_or_by_buttons(coordinator, read_only, doing, group, at):
    first, second = (doing.process(group, WriteNote(text), name=text) for text in ("First", "Second"))
    left = doing.process(group, WriteNote("Left"), name="Left", moment="leave")
    db.session.commit()

    def in_order() -> list[str]:
        db.session.rollback()
        return [process.name for process in processes_of([group.id])]

    page = coordinator.get(at).text
    assert "Move First down" in page
    assert "Move Left" not in page
    assert "Move First" not in read_only.get(at).text
    part = coordinator.part("post", f"{at}/order", {"moment": "join", "order": f"{second.id},{first.id}"})
    assert part.text.index("Second") < part.text.index("First")
    assert in_order().index("Second") < in_order().index("First")
    coordinator.post(f"{at}/order", {"moment": "join", "move": f"{first.id}:-1"})
    assert in_order().index("First") < in_order().index("Second")
    for nonsense in ({}, {"moment": "x", "order": "1"}, {"moment": "join", "move": f"{left.id}:9"}):
        assert coordinator.post(f"{at}/order", nonsense).status_code == 303
    assert read_only.post(f"{at}/order", {"moment": "join"}).status_code == 403


def test_a_loop_and_what_is_gone_stand_in_red(coordinator, doing, everybody_of, at, group):
    doing.process(group, RemoveFromGroup(group.id), AddToGroup(group.id), name="Round")
    doing.join(everybody_of, group)
    doing.work()
    page = coordinator.get(at).text
    assert "stopped for 3" in page
    assert "It would run in a loop: “Round” → “Round”." in page
    tag = doing.tag("Gone")
    doing.process(group, AddTag(tag.id), name="Broken")
    delete_tag(tag, **doing.deed)
    doing.work()
    assert "A tag that it names was deleted" in coordinator.get(at).text
    assert "a deleted tag" in coordinator.get(at).text


@pytest.fixture
def everybody_of(world) -> list[int]:
    return list(world.people.values())


WRITES = ["", "/pause", "/resumption", "/deletion", "/log/again", "/log/skipping"]


@pytest.mark.parametrize("path", WRITES)
def test_only_who_may_edit_groups_changes_processes(adviser, read_only, one, path):
    for client in (adviser, read_only):
        assert client.post(one + path, {"do": "save"}).status_code == 403
        assert client.post(one.rpartition("/")[0], {"do": "save"}).status_code == 403
        assert client.get(one).status_code == 403
    assert len(saved()) == 1


@pytest.mark.parametrize("path", ["", "/log", "/rehearsal", "/deletion"])
def test_processes_of_another_office_are_not_there(world, doing, coordinator, sign_in, path):
    lisbon = doing.group("Faro", office_id=world.lisbon)
    process = doing.process(lisbon, WriteNote("Olá"))
    db.session.commit()
    at = f"/groups/{lisbon.id}/processes/{process.id}"
    assert coordinator.get(at + path).status_code == 404
    assert coordinator.get(f"/groups/{lisbon.id}/processes").status_code == 404
    assert coordinator.post(f"{at}/pause").status_code == 404
    assert sign_in(world.tomas).get(at + path).status_code == 200


def test_a_process_is_reached_only_through_its_own_group(coordinator, doing, process):
    other = doing.group("Other")
    db.session.commit()
    assert coordinator.get(f"/groups/{other.id}/processes/{process.id}").status_code == 404


def test_sending_the_form_twice_adds_one(coordinator, at):
    page = coordinator.get(f"{at}/new").text
    key = re.search(r'name="request_key" value="([^"]+)"', page).group(1)
    form = {"name": "Welcome", "moment": "join", "kind": "note", "a-text": "Hello", "do": "save"}
    for _ in range(2):
        assert coordinator.post(at, form | {"request_key": key}).status_code == 303
    assert len(saved()) == 1


def test_the_page_of_the_group_shows_them_as_a_part(coordinator, group, at, process):
    assert f'hx-get="{at}"' in coordinator.get(f"/groups/{group.id}").text
    part = coordinator.part("get", at).text
    assert "On joining" in part
    assert "<html" not in part
