"""Whether to move people to the trash."""

from webapp.blueprints.bulk.questions.question import Question
from webapp.bulk.actions import Action
from webapp.bulk.actions.trash import MoveToTrash
from webapp.users.permission import Permission


class TrashQuestion(Question):
    name = "trash"
    permission = Permission.DELETE_PEOPLE
    wide = False

    def heading(self, people: str) -> str:
        return f"Move {people} to the trash?"

    def read(self) -> Action:
        return MoveToTrash()
