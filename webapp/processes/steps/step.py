"""What every step of a process can say of itself and do."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import ClassVar, NamedTuple

from webapp.activity.models import ChangeSet
from webapp.bad_input import BadInput
from webapp.bulk.actions import Action
from webapp.bulk.actions.action import Bit, Effects
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


class BadStep(BadInput):
    """What is wrong with a step."""


class Option(NamedTuple):
    """One of several that can be chosen."""

    value: str
    words: str


class Ask(NamedTuple):
    """An input of a step's form. `shape` is 'one' (of `Step.options`), 'text', or 'field', whose inputs
    depend on the field that is chosen."""

    name: str
    label: str
    shape: str = "one"


class Where(NamedTuple):
    """For whom a step is chosen: the user who does it, and the office of the group, None for the company."""

    viewer: Viewer
    office_id: int | None

    def knows(self, office_id: int | None) -> bool:
        """Whether a step may name something of that office: a process sees only what its own group may."""
        return self.office_id is None or office_id in (None, self.office_id)


@dataclass(frozen=True)
class Doing:
    """One step for the people of a batch: `runs` is {person_id: run_id}, `said` names the process."""

    runs: Mapping[int, int]
    step: int
    said: str
    by: Viewer
    now: int
    change_set: ChangeSet

    @property
    def people(self) -> list[int]:
        return list(self.runs)

    @property
    def deed(self) -> dict:
        """What the verbs take."""
        return {"by": self.by, "now": self.now, "change_set": self.change_set}


class Step(ABC):
    """One thing that a process does; an instance is a frozen dataclass of what was chosen.

    `name` stands in the database, `label` in the list of what can be added. `permission` is what somebody
    needs to add one, since the process does it in Muster's name.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    asks: ClassVar[tuple[Ask, ...]]
    permission: ClassVar[Permission] = Permission.EDIT_PEOPLE

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        """What can be chosen for one of `asks`."""
        return []

    @classmethod
    @abstractmethod
    def read(cls, answers: Mapping[str, str], where: Where) -> "Step":
        """The step as it was answered; raises BadStep."""

    @property
    @abstractmethod
    def words(self) -> tuple[str, Bit]:
        """What it does and with what: ("Add the tag", the tag)."""

    @property
    def sentence(self) -> str:
        verb, what = self.words
        return f"{verb} {what.words}"

    def why_gone(self) -> str:
        """One sentence on what it names that was deleted, '' if all of it stands."""
        return ""

    @abstractmethod
    def effects(self, person_ids: Sequence[int]) -> Effects:
        """What it would do to these living people; who stays as they are is left out. Changes nothing."""

    @abstractmethod
    def do(self, doing: Doing) -> None:
        """Do it to living people, with history and counters."""

    @property
    def kept(self) -> dict:
        """As it stands in the database; `step_of` makes it again."""
        return {"step": self.name, **asdict(self)}


class ActionStep(Step):
    """A step that is a bulk action."""

    @property
    @abstractmethod
    def action(self) -> Action:
        """What it does to many people, as one may do it by hand."""

    def effects(self, person_ids: Sequence[int]) -> Effects:
        return self.action.effects(person_ids)

    def do(self, doing: Doing) -> None:
        self.action.carry_out(doing.people, **doing.deed)


def chosen(cls: type[Step], ask: str, answers: Mapping[str, str], where: Where, missing: str) -> str:
    """The answer if it is one of the options; raises BadStep with the sentence `missing`."""
    answer = answers.get(ask, "")
    if answer not in {option.value for option in cls.options(ask, where)}:
        raise BadStep(missing, ask)
    return answer


def written(ask: str, answers: Mapping[str, str], missing: str, most: int) -> str:
    """The answer as a text that can be kept; raises BadStep."""
    text = "\n".join(line.rstrip() for line in answers.get(ask, "").strip().splitlines())
    if not text:
        raise BadStep(missing, ask)
    if len(text) > most:
        raise BadStep(f"Use at most {most:,} characters.", ask)
    if not text.replace("\n", "").replace("\t", "").isprintable():
        raise BadStep("This holds a character that cannot be kept. Type it again instead of pasting.", ask)
    return text
