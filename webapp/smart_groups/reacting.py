"""Rules at the moment of a change: whoever comes to match joins, whoever no longer does is noted or leaves.

It looks at what is, not at what was: a person who matches is in the group or kept out of it (KeptOut), and so
one who is neither has just come to match. Only rules that ask about something that changed are asked, those
that ask who is in other groups after the rules of these.
"""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, react_with, together
from webapp.activity.tracking import open_change_set
from webapp.criteria.crowd import Crowd
from webapp.db import Prepared, one_of_given
from webapp.groups.membership import Cause, change_exclusions, change_memberships
from webapp.groups.models import KeptOut, PersonGroup
from webapp.groups.states import Membership, note_matching
from webapp.smart_groups.pausing import still_at_work
from webapp.smart_groups.rules import MIRROR, Rule, asker, known_rules
from webapp.users.viewer import muster

BY = muster(0)
RULE = "rule"
TITLE = "Rules brought groups up to date"


def _of_people_and_groups(model, *columns) -> Prepared:
    theirs = one_of_given(model.person_id, "person_ids"), one_of_given(model.group_id, "group_ids")
    return Prepared(select(model.person_id, model.group_id, *columns).where(*theirs))


_MEMBERS = _of_people_and_groups(PersonGroup, PersonGroup.pinned, PersonGroup.unmatched_at)
_KEPT_OUT = _of_people_and_groups(KeptOut, KeptOut.why)


def register() -> None:
    """Let rules react to every change of people."""
    react_with(follow)


def follow(changes: Sequence[Changed], *, now: int, change_set: ChangeSet | None) -> None:
    """Ask the rules about the people of these changes, in the transaction that makes them."""
    rules = known_rules()
    if not rules.heeding(changes):
        return
    people = {change.person_id for change in changes}
    told, asked = list(changes), None
    with together():
        for level in rules.levels:
            if asked := [rule for rule in rules.heeding(told) if rules.level(rule) == level]:
                told += _ask(asked, people, now=now, change_set=change_set)


def _ask(asked: list[Rule], people: set[int], *, now: int, change_set) -> list[Changed]:
    crowd = Crowd(people, {"office_id"}.union(*(rule.reads for rule in asked)))
    if not crowd.ids:
        return []
    who = asker(now=now)
    matching = {rule: rule.whom(crowd, who) for rule in asked}
    return _Places(crowd, matching).settle(now=now, change_set=change_set)


class _Place:
    """How the crowd stands to one group, as masks."""

    __slots__ = ("inside", "kept_out", "only_before", "pinned", "unmatched")

    def __init__(self):
        self.inside = self.pinned = self.unmatched = self.kept_out = self.only_before = 0


class _Places:
    """What is to be done in the groups of some rules, about a crowd; `matching` is {rule: mask}."""

    def __init__(self, crowd: Crowd, matching: dict[Rule, int]):
        self.crowd = crowd
        self.matching = matching
        self.places = self._read()

    def settle(self, *, now: int, change_set: ChangeSet | None) -> list[Changed]:
        """Do it, and note it in the change set that brought it about; who came and went."""
        todo = [rule for rule in self.matching if self._has_work(rule)]
        todo = still_at_work(todo, now=now)
        if not todo:
            return []
        change_set = change_set or open_change_set("rules", TITLE, by=BY, now=now)
        people = change_set.people
        self._note_matching(todo, now)
        self._forget_before(todo, now, change_set)
        moved = self._let_leave(todo, now, change_set) + self._let_join(todo, now, change_set)
        if people:
            # They are people whom the change set has changed, and counted, already.
            change_set.people = people
        return moved

    def _read(self) -> dict[int, _Place]:
        places = {rule.group_id: _Place() for rule in self.matching}
        bits = {person_id: 1 << place for place, person_id in enumerate(self.crowd.ids)}
        given = {"person_ids": self.crowd.ids, "group_ids": list(places)}
        for person_id, group_id, pinned, unmatched_at in _MEMBERS.rows(**given):
            place, bit = places[group_id], bits[person_id]
            place.inside |= bit
            place.pinned |= bit * bool(pinned)
            place.unmatched |= bit * (unmatched_at > 0)
        for person_id, group_id, why in _KEPT_OUT.rows(**given):
            places[group_id].kept_out |= bits[person_id]
            places[group_id].only_before |= bits[person_id] * (why == "before")
        return places

    def _has_work(self, rule: Rule) -> bool:
        place, matching = self.places[rule.group_id], self.matching[rule]
        lost = place.inside & ~matching
        return bool(
            self._joining(rule)
            or matching & place.unmatched
            or lost & ~place.unmatched
            or place.only_before & ~matching
            or self._leaving(rule)
        )

    def _joining(self, rule: Rule) -> int:
        place = self.places[rule.group_id]
        return self.matching[rule] & ~place.inside & ~place.kept_out

    def _leaving(self, rule: Rule) -> int:
        place = self.places[rule.group_id]
        return place.inside & ~self.matching[rule] & ~place.pinned if rule.exit == MIRROR else 0

    def _pairs(self, rule: Rule, mask: int) -> list[tuple[int, int]]:
        return [(person_id, rule.group_id) for person_id in self.crowd.among(mask)]

    def _note_matching(self, rules: list[Rule], now: int) -> None:
        again, lost = [], []
        for rule in rules:
            place, matching = self.places[rule.group_id], self.matching[rule]
            again += self._pairs(rule, matching & place.unmatched)
            lost += self._pairs(rule, place.inside & ~matching & ~place.unmatched & ~self._leaving(rule))
        note_matching(again, 0)
        note_matching(lost, now)

    def _forget_before(self, rules: list[Rule], now: int, change_set: ChangeSet) -> None:
        gone = [
            pair
            for rule in rules
            for pair in self._pairs(rule, self.places[rule.group_id].only_before & ~self.matching[rule])
        ]
        change_exclusions(dict.fromkeys(gone), now=now, change_set=change_set)

    def _let_leave(self, rules: list[Rule], now: int, change_set: ChangeSet) -> list[Changed]:
        moved = []
        for rule in rules:
            if leaving := self._pairs(rule, self._leaving(rule)):
                cause, gone = Cause(RULE, rule.version), dict.fromkeys(leaving)
                moved += change_memberships(gone, cause=cause, by=BY, now=now, change_set=change_set)
        return moved

    def _let_join(self, rules: list[Rule], now: int, change_set: ChangeSet) -> list[Changed]:
        joining = {}
        for rule in rules:
            place = Membership(now, RULE, None, rule.version)
            joining |= dict.fromkeys(self._pairs(rule, self._joining(rule)), place)
        if not joining:
            return []
        return change_memberships(joining, cause=Cause(RULE), by=BY, now=now, change_set=change_set)
