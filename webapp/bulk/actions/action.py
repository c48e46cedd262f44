"""What every action on many people can say of itself and do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import ClassVar, NamedTuple

from webapp.users.permission import Permission

ADDED, REMOVED = "added", "removed"


class Bit(NamedTuple):
    """A thing that somebody has, for the sample: `shape` says how it is drawn, `fate` what becomes of it.

    Shapes: 'tag', 'segment', 'group', 'stage' (`filled` is its ring), 'state' (status, kind), 'text'.
    `fate`: ADDED, REMOVED, or '' for what stays.
    """

    shape: str
    words: str
    hue: str = "gray"
    fate: str = ""
    filled: float = 0


Effects = Mapping[int, Sequence[Bit]]
"""Those whom an action changes, each with what they will have and will no longer have."""


class Action(ABC):
    """One thing done to many people; an instance is a frozen dataclass of what was answered.

    `name` stands in addresses and in the database, `change_kind` is that of its change set, `audited` what
    the audit log calls it, '' where it need not know. `button` and `said` take words such as "12 people".
    """

    name: ClassVar[str]
    permission: ClassVar[Permission] = Permission.EDIT_PEOPLE
    change_kind: ClassVar[str] = "edit"
    audited: ClassVar[str] = ""

    @property
    @abstractmethod
    def title(self) -> str:
        """What the change set is called: 'Tagged “referral”'."""

    @abstractmethod
    def button(self, people: str) -> str:
        """The deed with the number: 'Tag 12 people'."""

    @abstractmethod
    def will(self, one: bool) -> str:
        """What becomes of people, after their number: 'get the tag “referral”', of one 'gets …'."""

    @abstractmethod
    def said(self, people: str) -> str:
        """What the toast says: 'Tagged 12 people “referral”.'"""

    @abstractmethod
    def effects(self, person_ids: Sequence[int]) -> Effects:
        """What it would do to these living people; who stays as they are is left out."""

    def consequences(self, person_ids: Sequence[int], *, by, now: int) -> list[str]:
        """What follows that one may not think of, in sentences."""
        return []

    @abstractmethod
    def carry_out(self, person_ids: Sequence[int], *, by, now: int, change_set) -> None:
        """Do it to these people, whom `by` may see, with history and counters."""

    def settled(self, *, by, now: int) -> "Action":
        """The same with everything made that it needs (a new tag, a company), so that a job finds it."""
        return self

    @property
    def answers(self) -> dict:
        """What a job needs to make it again: Action(**answers)."""
        return asdict(self)
