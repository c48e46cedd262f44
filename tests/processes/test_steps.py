"""What a step says that it would do is what it does; each can be taken back, and read from the database."""

import pytest
from sqlalchemy import select

from tests.groups.conftest import members
from tests.trust.routes import database_hash
from tests.world import NOW
from webapp.activity.models import Change, ChangeSet
from webapp.alerts.models import Alert
from webapp.criteria.text import parse
from webapp.db import db
from webapp.fields.catalogue import catalogue
from webapp.groups.models import Group
from webapp.people.counting import wrong_counters
from webapp.pipelines.stages import pipelines
from webapp.pipelines.statuses import statuses
from webapp.processes.models import ProcessRun
from webapp.processes.rehearsing import members_of, rehearse
from webapp.processes.steps import STEPS, step_of
from webapp.processes.steps.field import FillField
from webapp.processes.steps.step import BadStep, Where
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.smart_groups.rules import asker
from webapp.smart_groups.stating import set_rule
from webapp.tags.tagging import add_tags


@pytest.fixture
def answers(doing, world):
    """What can be answered for each step; dana has the tag, and is in the segment and the group, already."""
    tag, group = doing.tag("VIP"), doing.group("Rome")
    segment = add_segment(Wanted(name="Clients", reminder_days=None), now=NOW)
    dana = [world.people["dana"]]
    add_tags(dana, [tag.id], **doing.context())
    add_to_segments(dana, [segment.id], **doing.context())
    doing.join(dana, group)
    stage, status = next(iter(pipelines().stages)), statuses()[1].id
    return {
        "add-tag": {"tag": tag.id},
        "remove-tag": {"tag": tag.id},
        "add-segment": {"segment": segment.id},
        "remove-segment": {"segment": segment.id},
        "add-group": {"group": group.id},
        "remove-group": {"group": group.id},
        "stage": {"stage": stage},
        "status": {"status": status},
        "owner": {"owner": world.priya.id},
        "kind": {"kind": "lead"},
        "field": {},
        "note": {"text": "Sent the brochure"},
        "alert": {"to": "owner", "text": "Call them"},
    }


def step_from(name: str, answers: dict, where: Where):
    if name == "field":
        city = next(field for section in catalogue() for field in section.fields if field.key == "city")
        return FillField.giving(city, {"city": "Sacramento"})
    return STEPS[name].read({key: str(value) for key, value in answers[name].items()}, where)


def whom(name: str) -> set[int]:
    """Whom the step changed or, for an alert, told of."""
    db.session.rollback()
    if name == "alert":
        return set(db.session.scalars(select(Alert.person_id)))
    sets = select(ProcessRun.change_set_id).where(ProcessRun.change_set_id.is_not(None))
    return set(db.session.scalars(select(Change.person_id).where(Change.change_set_id.in_(sets))))


@pytest.mark.parametrize("name", STEPS)
def test_a_step_does_what_its_dry_run_says_and_undo_takes_it_back(
    doing, world, everybody, italy, answers, name
):
    step = step_from(name, answers, Where(world.mona, None))
    process = doing.process(italy, step)
    assert step_of(process.steps[0]) == step
    doing.join(everybody, italy)
    db.session.commit()
    before = database_hash()
    told = rehearse(process, members_of(italy.id, world.mona), world.mona, now=NOW)
    assert database_hash() == before
    assert 0 < told.changing <= 3
    foreseen = {one.person_id for one in told.shown}
    db.session.rollback()
    doing.work()
    assert whom(name) == foreseen
    assert wrong_counters() == {}
    run = db.session.scalars(select(ProcessRun).where(ProcessRun.process_id == process.id)).first()
    if name != "alert":
        did = db.session.get_one(ChangeSet, run.change_set_id)
        assert did.people == len(foreseen)
        doing.undo(did)
        again = rehearse(process, everybody, world.mona, now=NOW)
        assert {one.person_id for one in again.shown} == foreseen


def test_a_dry_run_shows_what_each_step_finds_after_those_before_it(doing, world, italy, answers):
    dana, henrik = world.people["dana"], world.people["henrik"]
    vip = [step_from(name, answers, Where(world.mona, None)) for name in ("add-tag", "remove-tag", "add-tag")]
    process = doing.process(italy, *vip)
    told = rehearse(process, [dana, henrik], world.mona, now=NOW)
    assert told.by_step == [1, 2, 2]
    assert [sorted(one.bits) for one in told.shown] == [[2, 3], [1, 2, 3]]


def test_a_dry_run_lets_the_rules_of_other_groups_follow_and_leaves_nothing(doing, world, italy, answers):
    rome, people = db.session.get_one(Group, answers["add-group"]["group"]), [world.people["henrik"]]
    followed = doing.group("Followed")
    set_rule(followed, parse("group:Rome", asker(now=NOW)), apply_to_current=False, **doing.deed)
    where = Where(world.mona, None)
    out = STEPS["remove-group"].read({"group": str(followed.id)}, where)
    process = doing.process(italy, step_from("add-group", answers, where), out)
    db.session.commit()
    before = database_hash()
    assert rehearse(process, people, world.mona, now=NOW).by_step == [1, 1]
    db.session.commit()
    assert database_hash() == before
    assert members(rome) == {world.people["dana"]}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_without_an_answer_says_what_to_choose(world, name):
    with pytest.raises(BadStep, match=r"\w.*\."):
        STEPS[name].read({}, Where(world.mona, None))


def test_a_process_of_an_office_names_nothing_of_another(doing, world):
    lisbon = add_segment(Wanted(name="Clients", office_id=world.lisbon, reminder_days=None), now=NOW)
    doing.group("Faro", office_id=world.lisbon)
    for name, ask in (("add-segment", "segment"), ("add-group", "group"), ("owner", "owner")):
        boston = {option.words for option in STEPS[name].options(ask, Where(world.mona, world.boston))}
        everywhere = {option.words for option in STEPS[name].options(ask, Where(world.mona, None))}
        assert boston < everywhere
    with pytest.raises(BadStep):
        STEPS["add-segment"].read({"segment": str(lisbon.id)}, Where(world.mona, world.boston))


def test_an_alert_comes_once_for_each_run_to_who_looks_after_them(doing, world, everybody, italy):
    step = STEPS["alert"].read({"to": "owner", "text": "Call them"}, Where(world.mona, None))
    doing.process(italy, step)
    doing.join(everybody, italy)
    doing.work()
    alerts = db.session.scalars(select(Alert).order_by(Alert.person_id)).all()
    told = {alert.person_id: alert.user_id for alert in alerts}
    assert told == {world.people["dana"]: world.priya.id, world.people["ines"]: world.tomas.id}
    assert alerts[0].data["text"] == "Call them"
