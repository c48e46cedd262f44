"""Random histories, against a model of the membership rules in a few lines of plain Python."""

from copy import deepcopy
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from tests.deeds import undo_as
from tests.smart_groups.conftest import DAY, Doing, kept_out, members
from tests.world import NOW
from webapp.activity.models import Change, ChangeSet
from webapp.db import db, key
from webapp.groups.models import PersonGroup
from webapp.people.counting import wrong_counters
from webapp.people.touches import Details, log_touch
from webapp.smart_groups.turning import end_stays, turn_days
from webapp.tags.models import Tag

CITIES = ("Boston", "Reno")
RULES = ("city:Boston", "city:Boston -tag:vip", "tag:vip OR city:Reno", "contacted:7d city:any", "tag:none")
FOLLOWING = "-in-group:First city:any"


@dataclass
class Person:
    city: str = ""
    vip: bool = False
    contacted_day: int | None = None


@dataclass
class Place:
    """What the model knows of a group: `inside` is {person: [pinned, day since when they do not match]}."""

    rule: str
    exit: str = "stay"
    days: int = 0
    inside: dict[int, list] = field(default_factory=dict)
    out: dict[int, str] = field(default_factory=dict)


class Model:
    """The rules of membership as product.md says them."""

    def __init__(self, people):
        self.people = {person: Person() for person in people}
        self.groups: dict[str, Place] = {}
        self.day = 0

    def matches(self, text: str, number: int) -> bool:
        person = self.people[number]
        recent = person.contacted_day is not None and self.day - person.contacted_day <= 7
        return {
            "city:Boston": person.city == "Boston",
            "city:Boston -tag:vip": person.city == "Boston" and not person.vip,
            "tag:vip OR city:Reno": person.vip or person.city == "Reno",
            "contacted:7d city:any": recent and person.city != "",
            "tag:none": not person.vip,
            FOLLOWING: number not in self.groups["First"].inside and person.city != "",
        }[text]

    def settle(self, *, joins: bool = True, only: str | None = None) -> None:
        for name, group in self.groups.items():
            for number in self.people:
                fits, there = self.matches(group.rule, number), group.inside.get(number)
                if fits and there is None and number not in group.out:
                    if joins or name != only:
                        group.inside[number] = [False, None]
                    else:
                        group.out[number] = "before"
                if fits and there is not None:
                    there[1] = None
                if not fits and group.out.get(number) == "before":
                    del group.out[number]
                if not fits and there is not None:
                    there[1] = self.day if there[1] is None else there[1]
                    if group.exit == "mirror" and not there[0]:
                        del group.inside[number]

    def end_stays(self) -> None:
        for group in self.groups.values():
            for number, (pinned, since) in list(group.inside.items()):
                over = since is not None and self.day - since >= group.days
                if group.exit == "after" and over and not pinned:
                    del group.inside[number]


NUMBERS = st.integers(0, 2)


class Histories(RuleBasedStateMachine):
    """`First` has a rule that changes, `Second` asks who is not in it."""

    def __init__(self, world):
        super().__init__()
        self.world = world
        self.doing = Doing(world.mona)
        self.people = [world.person(first=f"Somebody {n}") for n in range(3)]
        db.session.execute(delete(Tag))
        self.tag = Tag(name="vip", name_key=key("vip"), created_at=NOW - DAY)
        db.session.add(self.tag)
        db.session.flush()
        self.others = set(world.people.values())
        self.model = Model(self.people)
        self.groups = {name: self.doing.make(name) for name in ("First", "Second")}
        self.edit_before: tuple[ChangeSet, int, str, dict] | None = None
        """The last deed if it was an edit: its change set, whose city, which, and where they stood before."""

    @initialize(text=st.sampled_from(RULES))
    def begin(self, text):
        self.state("First", text, apply=False)
        self.state("Second", FOLLOWING, apply=False)

    def state(self, name, text, *, apply):
        self.doing.rule(self.groups[name], text, apply=apply)
        group = self.model.groups.setdefault(name, Place(text))
        group.rule = text
        if apply:
            group.out = {number: why for number, why in group.out.items() if why != "before"}
        self.model.settle(joins=apply, only=name)
        self.model.settle()

    @rule(n=NUMBERS, city=st.sampled_from(CITIES))
    def edit(self, n, city):
        before = self.model.people[self.people[n]].city
        if before == city:
            return
        stood = {
            name: (group.inside.get(self.people[n]), group.out.get(self.people[n]))
            for name, group in deepcopy(self.model.groups).items()
        }
        self.doing.edit(self.people[n], city=city)
        self.model.people[self.people[n]].city = city
        self.model.settle()
        self.edit_before = self.doing.last, self.people[n], before, stood

    @precondition(lambda self: self.edit_before and self.edit_before[0] is self.doing.last)
    @rule()
    def undo_the_edit(self):
        change_set, number, city, stood = self.edit_before
        by, self.edit_before = self.doing.by, None
        undo_as(change_set, by=by, now=self.doing.now)
        self.model.people[number].city = city
        for name, (place, why) in stood.items():
            group = self.model.groups[name]
            if place is not None:
                group.inside.setdefault(number, place)
            elif why is not None and number not in group.inside:
                group.out.setdefault(number, why)
        self.model.settle()

    @rule(n=NUMBERS, vip=st.booleans())
    def tag(self, n, vip):
        (self.doing.tag if vip else self.doing.untag)(self.people[n], self.tag.id)
        self.model.people[self.people[n]].vip = vip
        self.model.settle()

    @rule(n=NUMBERS)
    def call(self, n):
        log_touch(self.people[n], Details("call", self.doing.now), **self.doing.context("touch"))
        self.model.people[self.people[n]].contacted_day = self.model.day
        self.model.settle()

    @rule(n=NUMBERS, name=st.sampled_from(("First", "Second")))
    def put_in(self, n, name):
        self.doing.add(self.people[n], self.groups[name])
        group = self.model.groups[name]
        group.inside.setdefault(self.people[n], [True, None])[0] = True
        group.out.pop(self.people[n], None)
        self.model.settle()

    @rule(n=NUMBERS, name=st.sampled_from(("First", "Second")))
    def take_out(self, n, name):
        self.doing.remove(self.people[n], self.groups[name])
        group = self.model.groups[name]
        if group.inside.pop(self.people[n], None) is not None:
            group.out[self.people[n]] = "removed"
        self.model.settle()

    @rule(text=st.sampled_from(RULES), apply=st.booleans())
    def change_the_rule(self, text, apply):
        self.state("First", text, apply=apply)

    @rule(
        name=st.sampled_from(("First", "Second")),
        policy=st.sampled_from((("stay", 0), ("mirror", 0), ("after", 3))),
    )
    def change_the_exit(self, name, policy):
        self.doing.exit(self.groups[name], *policy)
        group = self.model.groups[name]
        group.exit, group.days = policy
        self.model.settle()
        self.model.end_stays()
        self.model.settle()

    @rule(days=st.integers(1, 9))
    def let_days_pass(self, days):
        self.doing.now += days * DAY
        self.model.day += days
        for _ in turn_days(now=self.doing.now):
            db.session.flush()
        self.model.settle()
        for _ in end_stays(now=self.doing.now):
            db.session.flush()
        self.model.end_stays()
        self.model.settle()

    @invariant()
    def everybody_is_where_the_model_has_them(self):
        db.session.expire_all()
        for name, group in self.model.groups.items():
            assert members(self.groups[name]) - self.others == set(group.inside), name
            out = {n: why for n, why in kept_out(self.groups[name]).items() if n not in self.others}
            assert out == group.out, name
            lost = select(PersonGroup.person_id).where(
                PersonGroup.group_id == self.groups[name].id, PersonGroup.unmatched_at > 0
            )
            expected = {number for number, (_, since) in group.inside.items() if since is not None}
            assert set(db.session.scalars(lost)) - self.others == expected, name

    def teardown(self):
        assert wrong_counters() == {}
        db.session.rollback()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_histories_follow_the_rules_of_membership(world):
    db.session.commit()
    often = settings(
        max_examples=16,
        stateful_step_count=25,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(lambda: Histories(world), settings=often)


def test_nothing_is_noted_of_people_whom_no_rule_concerns(world):
    doing = Doing(world.mona)
    doing.smart("Boston", "city:Boston")
    doing.edit(world.people["dana"], title="Owner")
    kinds = set(db.session.scalars(select(Change.kind).where(Change.change_set_id == doing.last.id)))
    assert kinds == {"field"}
