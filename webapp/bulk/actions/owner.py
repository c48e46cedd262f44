"""Giving people to an owner, or to another office."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.bulk.actions.values import SetValues
from webapp.people.editing import Values, load_values
from webapp.people.visible import would_see
from webapp.users.permission import Permission


class _HandOver(SetValues):
    """Somebody may lose sight of whom they hand over."""

    def consequences(self, person_ids: Sequence[int], *, by, now: int) -> list[str]:
        after = [old | self.values for old in load_values(list(person_ids)).values()]
        lost = sum(not would_see(by, values["office_id"], values["owner_id"]) for values in after)
        if not lost:
            return []
        them = "one of them" if lost == 1 else f"{lost} of them"
        return [f"You will not see {them} any more, so you cannot take this back for {them} either."]


@dataclass(frozen=True)
class SetOwner(_HandOver):
    """`owner` is the user's name; `owner_id` None leaves people to nobody."""

    owner_id: int | None
    owner: str = ""
    name = "owner"
    change_kind = "assign"

    @property
    def values(self) -> Values:
        return {"owner_id": self.owner_id}

    @property
    def title(self) -> str:
        return f"Set the owner to {self.owner}" if self.owner_id else "Removed the owner"

    def button(self, people: str) -> str:
        return f"Give {people} to {self.owner}" if self.owner_id else f"Leave {people} to nobody"

    def will(self, one: bool) -> str:
        return f"{'goes' if one else 'go'} to {self.owner if self.owner_id else 'nobody'}"

    def said(self, people: str) -> str:
        return f"Gave {people} to {self.owner}." if self.owner_id else f"Left {people} to nobody."


@dataclass(frozen=True)
class SetOffice(_HandOver):
    """`office` is its name."""

    office_id: int
    office: str
    name = "office"
    permission = Permission.ASSIGN
    change_kind = "assign"

    @property
    def values(self) -> Values:
        return {"office_id": self.office_id}

    @property
    def title(self) -> str:
        return f"Moved to the office {self.office}"

    def button(self, people: str) -> str:
        return f"Move {people} to {self.office}"

    def will(self, one: bool) -> str:
        return f"{'goes' if one else 'go'} to the office {self.office}"

    def said(self, people: str) -> str:
        return f"Moved {people} to {self.office}."
