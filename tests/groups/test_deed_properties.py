"""Any sequence of deeds leaves the tree, the places in it and both counts as a plain model has them."""

import random

import pytest
from sqlalchemy import select

from tests.groups.conftest import below, members
from webapp.db import counters, db
from webapp.groups.arranging import archive_group, bring_group_back, move_group, rename_group
from webapp.groups.ending import delete_group, merge_groups
from webapp.groups.models import Group
from webapp.groups.naming import BadGroup, tree
from webapp.people.counting import wrong_counters

DEEDS = ("add", "add", "put in", "put in", "put in", "take out", "move", "merge", "delete", "archive", "undo")
STEPS = 24


class Model:
    """Groups as {id: (parent id, people)}, which archiving hides and nothing else."""

    def __init__(self):
        self.parents: dict[int, int | None] = {}
        self.people: dict[int, set[int]] = {}

    def subtree(self, group_id: int) -> set[int]:
        below = {i for i, parent in self.parents.items() if parent == group_id}
        return {group_id}.union(*(self.subtree(i) for i in below)) if below else {group_id}

    def inclusive(self, group_id: int) -> set[int]:
        return set().union(*(self.people[i] for i in self.subtree(group_id)))

    def end(self, group_ids: set[int], people_to: int | None) -> None:
        gone = set().union(*(self.people.pop(i) for i in group_ids))
        for group_id in group_ids:
            del self.parents[group_id]
        if people_to is not None:
            self.people[people_to] |= gone

    def hand_on(self, group_id: int, to: int | None) -> None:
        for child, parent in self.parents.items():
            if parent == group_id:
                self.parents[child] = to

    def copy(self) -> tuple:
        return dict(self.parents), {i: set(people) for i, people in self.people.items()}


class Run:
    """One deed after the other, on Muster and on the model."""

    def __init__(self, seed: int, doing, people):
        self.random, self.doing, self.people = random.Random(seed), doing, people
        self.model, self.done, self.name = Model(), [], 0

    def step(self) -> None:
        deed = self.random.choice(DEEDS)
        before = self.model.copy()
        db.session.commit()
        try:
            change_set = getattr(self, deed.replace(" ", "_"))()
        except BadGroup:
            db.session.rollback()
            self.model.parents, self.model.people = before
            return
        if change_set is not None:
            self.done.append((change_set, before))
        elif deed != "undo":
            self.done.clear()

    def any(self) -> Group | None:
        ids = sorted(self.model.parents)
        return db.session.get(Group, self.random.choice(ids)) if ids else None

    def add(self):
        parent, self.name = self.any() if self.random.random() < 0.7 else None, self.name + 1
        group = self.doing.make(f"G{self.name}", parent)
        self.model.parents[group.id], self.model.people[group.id] = parent and parent.id, set()

    def put_in(self):
        if group := self.any():
            chosen = self.random.sample(self.people, 2)
            self.doing.add(chosen, [group.id])
            if group.archived_at is None:
                self.model.people[group.id] |= set(chosen)

    def take_out(self):
        if group := self.any():
            chosen = self.random.sample(self.people, 2)
            self.doing.remove(chosen, [group.id])
            self.model.people[group.id] -= set(chosen)

    def move(self):
        group, parent = self.any(), self.any()
        if group:
            self.name += 1
            rename_group(group, f"G{self.name}", **self.doing.deed)
            self.model.parents[group.id] = parent.id
            return move_group(group, parent.id, **self.doing.deed)
        return None

    def merge(self):
        group, into = self.any(), self.any()
        if group and group is not into:
            self.model.hand_on(group.id, into.id)
            self.model.end({group.id}, into.id)
            return merge_groups(group, into, **self.doing.deed)[0]
        return None

    def delete(self):
        group, people_to = self.any(), self.any() if self.random.random() < 0.5 else None
        if group is None:
            return None
        with_subgroups = self.random.random() < 0.5
        change_set, _ = delete_group(group, people_to, with_subgroups=with_subgroups, **self.doing.deed)
        ending = self.model.subtree(group.id) if with_subgroups else {group.id}
        self.model.hand_on(group.id, self.model.parents[group.id])
        self.model.end(ending, people_to and people_to.id)
        return change_set

    def archive(self):
        if group := self.any():
            verb = archive_group if group.archived_at is None else bring_group_back
            return verb(group, **self.doing.deed)
        return None

    def undo(self):
        if self.done:
            change_set, before = self.done.pop()
            self.doing.undo(change_set)
            self.model.parents, self.model.people = before

    def check(self) -> None:
        own, inclusive = counters.read("group"), counters.read("group_under")
        assert tree().by_id.keys() == self.model.parents.keys()
        for group_id, parent_id in self.model.parents.items():
            group = db.session.get_one(Group, group_id)
            assert group.parent_id == parent_id
            assert members(group) == self.model.people[group_id]
            assert below(group).keys() == self.model.inclusive(group_id)
            assert own[group_id] == len(self.model.people[group_id])
            assert inclusive[group_id] == len(self.model.inclusive(group_id))


@pytest.mark.parametrize("seed", range(7))
def test_any_sequence_of_deeds_is_as_in_the_plain_model(seed, world, doing):
    people = [*world.people.values(), *(world.person(first=f"P{n}") for n in range(3))]
    run = Run(seed, doing, people)
    for _ in range(STEPS):
        run.step()
        run.check()
    assert wrong_counters() == {}
    assert db.session.scalar(select(Group.id).limit(1)) is not None
