"""What a dialog asks before an action."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from functools import cached_property
from typing import ClassVar, TypeVar

from werkzeug.datastructures import MultiDict

from webapp.bulk.actions import Action
from webapp.bulk.choosing import people_there
from webapp.bulk.models import BulkChoice
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer

Row = TypeVar("Row")


class Unanswered(ValueError):
    """One sentence that says what to choose or to correct."""


class Question(ABC):
    """One dialog for the chosen people, with what was answered so far.

    `name` stands in its address; its template is bulk/_<name>.html and reads it as `question`. `heading`
    takes words such as "12 people". `wide` dialogs show beside the answers what will happen.
    """

    name: ClassVar[str]
    permission: ClassVar[Permission] = Permission.EDIT_PEOPLE
    wide = True

    def __init__(self, choice: BulkChoice, viewer: Viewer, answers: MultiDict):
        self.choice, self.viewer, self.answers = choice, viewer, answers

    @cached_property
    def people(self) -> int:
        """How many are still there to be changed."""
        return people_there(self.choice, self.viewer)

    @property
    def template(self) -> str:
        return f"bulk/_{self.name}.html"

    @property
    def address(self) -> str:
        return f"/bulk/{self.choice.id}/{self.name}"

    def chosen_of(self, rows: Iterable[Row]) -> Row | None:
        """The one of the rows that was chosen, by the id under the dialog's own name."""
        return next((row for row in rows if str(row.id) == self.answers.get(self.name)), None)

    @abstractmethod
    def heading(self, people: str) -> str:
        """The dialog's title."""

    @abstractmethod
    def read(self) -> Action:
        """The action as it was answered; raises Unanswered."""
