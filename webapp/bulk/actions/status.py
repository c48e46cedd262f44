"""Giving people a status; *Converted* may convert them as well."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.bulk.actions.values import SetValues
from webapp.people.converting import convert
from webapp.people.editing import Values


@dataclass(frozen=True)
class SetStatus(SetValues):
    """`status` is its name. `converts`: whoever is no customer yet becomes one."""

    status_id: int
    status: str
    converts: bool = False
    name = "status"

    @property
    def values(self) -> Values:
        return {"status_id": self.status_id} | ({"kind": "customer"} if self.converts else {})

    @property
    def change_kind(self) -> str:
        return "convert" if self.converts else "edit"

    @property
    def title(self) -> str:
        return "Converted to customers" if self.converts else f"Set the status to {self.status}"

    def button(self, people: str) -> str:
        return f"Convert {people}" if self.converts else f"Set {people} to {self.status}"

    def will(self, one: bool) -> str:
        words = f"the status {self.status}" + (" and the kind of a customer" if self.converts else "")
        return f"{'gets' if one else 'get'} {words}"

    def said(self, people: str) -> str:
        return f"Converted {people}." if self.converts else f"Set {people} to {self.status}."

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        done = set()
        if self.converts:
            done = set(convert(person_ids, "customer", by=by, now=now, change_set=change_set))
        super().carry_out([i for i in person_ids if i not in done], by=by, now=now, change_set=change_set)
