"""Giving people to an owner, or to another office."""

from dataclasses import dataclass

from webapp.bulk.actions.values import SetValues
from webapp.people.editing import Values
from webapp.users.permission import Permission


@dataclass(frozen=True)
class SetOwner(SetValues):
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
class SetOffice(SetValues):
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
