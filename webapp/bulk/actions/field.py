"""Giving people the same value of a field, or the same company."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from webapp.bulk.actions.action import ADDED, Bit, Effects
from webapp.bulk.actions.values import Drawing, SetValues
from webapp.companies.naming import company_named, found_company
from webapp.people.editing import Values, change_people, load_values

LONGEST_SHOWN = 60


@dataclass(frozen=True)
class SetField(SetValues):
    """`field` is its full name, `typed` the value in words, '' to empty it; `given` may hold a country beside
    its state. `falling` are states of an administrator's section: they are cleared where their country
    changes, as `change_people` does for the built-in ones.
    """

    field: str
    typed: str
    given: Mapping[str, object]
    falling: Sequence[str] = ()
    name = "field"

    @property
    def values(self) -> Values:
        return dict(self.given)

    @property
    def title(self) -> str:
        return f"Set {self.field} to “{_short(self.typed)}”" if self.typed else f"Emptied {self.field}"

    def button(self, people: str) -> str:
        return f"Change {people}"

    def will(self, one: bool) -> str:
        return (
            f"{'gets' if one else 'get'} another value" if self.typed else f"{'loses' if one else 'lose'} it"
        )

    def said(self, people: str) -> str:
        if not self.typed:
            return f"Emptied {self.field} of {people}."
        return f"Set {self.field} of {people} to “{_short(self.typed)}”."

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        wanted = dict.fromkeys(person_ids, self.values)
        if self.falling:
            moved = self.changing(person_ids)
            wanted |= dict.fromkeys(moved, self.values | dict.fromkeys(self.falling))
        change_people(wanted, by=by, now=now, change_set=change_set)


@dataclass(frozen=True)
class SetCompany(SetValues):
    """`company` is its name, '' for none; one that is not there yet is added when it runs."""

    company: str
    company_id: int | None = None
    name = "company"

    @property
    def values(self) -> Values:
        return {"company_id": self.company_id}

    @property
    def title(self) -> str:
        return f"Set the company to {_short(self.company)}" if self.company else "Removed the company"

    def button(self, people: str) -> str:
        return f"Change {people}"

    def will(self, one: bool) -> str:
        return f"{'gets' if one else 'get'} {'another' if self.company else 'no'} company"

    def said(self, people: str) -> str:
        if not self.company:
            return f"Removed the company of {people}."
        return f"Set the company of {people} to {_short(self.company)}."

    def can_have(self, old: Values) -> bool:
        """Whose only name is that of their company keep it."""
        return bool(self.company or old["first"] or old["last"])

    def effects(self, person_ids: Sequence[int]) -> Effects:
        there = company_named(self.company) if self.company else None
        if there or not self.company:
            return super(SetCompany, replace(self, company_id=there and there.id)).effects(person_ids)
        draw, new = Drawing(), Bit("text", self.company, fate=ADDED)
        return {
            person_id: [*draw.change("company_id", old["company_id"], None), new]
            for person_id, old in load_values(list(person_ids)).items()
        }

    def settled(self, *, by, now: int) -> "SetCompany":
        if not self.company:
            return self
        return replace(self, company_id=found_company(self.company, by=by, now=now).id)

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        able = person_ids if self.company else list(self.changing(person_ids))
        super().carry_out(able, by=by, now=now, change_set=change_set)


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_SHOWN else f"{words[:LONGEST_SHOWN]}…"
