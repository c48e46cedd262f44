"""Putting people into groups and taking them out by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from webapp.bulk.actions.action import ADDED, REMOVED, Action, Bit, Effects
from webapp.bulk.actions.quoting import quoted, the_quoted
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.membership import add_to_groups, remove_from_groups
from webapp.groups.states import Membership, exclusions_of, memberships_of
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.smart_groups.models import SmartGroup


class _Grouping(Action):
    """`group_ids` and `names` are those of the groups, in the same order."""

    group_ids: Sequence[int]
    names: Sequence[str]
    change_kind = "group"

    @property
    def _groups(self) -> str:
        return the_quoted("group", self.names)

    def _named(self) -> Mapping[int, str]:
        return dict(zip(self.group_ids, self.names, strict=False))

    def _have(self, person_ids: Sequence[int]) -> dict[int, dict[int, Membership]]:
        """{person_id: {group_id: membership}} of every living one, those in none of these groups too."""
        living = db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), LIVING))
        found: dict[int, dict[int, Membership]] = {person_id: {} for person_id in living}
        for (person_id, group_id), membership in memberships_of(list(found), self.group_ids).items():
            found[person_id][group_id] = membership
        return found


@dataclass(frozen=True)
class AddToGroups(_Grouping):
    """`new` is the name of a group to be made when it runs, below the group `parent_id`; '' for none."""

    group_ids: Sequence[int]
    names: Sequence[str]
    new: str = ""
    parent_id: int | None = None
    name = "groups"

    @property
    def title(self) -> str:
        return f"Added to {self._groups}"

    def button(self, people: str) -> str:
        number = len(self.names)
        return f"Add {people} to {number} {'group' if number == 1 else 'groups'}"

    def will(self, one: bool) -> str:
        return f"{'joins' if one else 'join'} {self._groups}"

    def said(self, people: str) -> str:
        return f"Added {people} to {quoted(self.names)}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        """Whom the rule put in, a hand puts in for good."""
        named, found = self._named(), {}
        for person_id, have in self._have(person_ids).items():
            bits = [Bit("group", named[i], fate="" if i in have else ADDED) for i in self.group_ids]
            bits += [Bit("group", self.new, fate=ADDED)] if self.new else []
            bits += [Bit("text", f"stays in “{named[i]}” whatever its rule says") for i in _by_rule(have)]
            if _by_rule(have) or any(bit.fate for bit in bits):
                found[person_id] = bits
        return found

    def consequences(self, person_ids: Sequence[int], *, by, now: int) -> list[str]:
        """Who was once taken out by hand."""
        out = exclusions_of(person_ids, self.group_ids)
        removed = [group_id for (_, group_id), state in out.items() if state.why == "removed"]
        return [
            f"{_of_them(removed.count(i), 'was', 'were')} taken out of “{name}” by hand before, "
            "and the rule has left them out since."
            for i, name in self._named().items()
            if i in removed
        ]

    def settled(self, *, by, now: int) -> "AddToGroups":
        if not self.new:
            return self
        made = add_group(Wanted(self.new, self.parent_id), by=by, now=now)
        return replace(self, group_ids=[*self.group_ids, made.id], new="")

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        add_to_groups(person_ids, self.group_ids, by=by, now=now, change_set=change_set)


@dataclass(frozen=True)
class RemoveFromGroups(_Grouping):
    group_ids: Sequence[int]
    names: Sequence[str]
    name = "groups-off"

    @property
    def title(self) -> str:
        return f"Removed from {self._groups}"

    def button(self, people: str) -> str:
        number = len(self.names)
        return f"Remove {people} from {number} {'group' if number == 1 else 'groups'}"

    def will(self, one: bool) -> str:
        return f"{'leaves' if one else 'leave'} {self._groups}"

    def said(self, people: str) -> str:
        return f"Removed {people} from {quoted(self.names)}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        named = self._named()
        return {
            person_id: [Bit("group", named[i], fate=REMOVED) for i in self.group_ids if i in have]
            for person_id, have in self._have(person_ids).items()
            if have
        }

    def consequences(self, person_ids: Sequence[int], *, by, now: int) -> list[str]:
        """Which rules will not put them back."""
        smart = select(SmartGroup.group_id).where(SmartGroup.group_id.in_(self.group_ids))
        names = [self._named()[group_id] for group_id in db.session.scalars(smart)]
        return [f"The rule of “{name}” will not put them back, even if they match." for name in names]

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        remove_from_groups(person_ids, self.group_ids, by=by, now=now, change_set=change_set)


def _by_rule(have: Mapping[int, Membership]) -> list[int]:
    return [group_id for group_id, membership in have.items() if not membership.pinned]


def _of_them(number: int, one: str, several: str) -> str:
    return f"One of them {one}" if number == 1 else f"{number:,} of them {several}"
