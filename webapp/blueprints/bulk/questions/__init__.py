"""The dialog of every bulk action by its name; a new one is a new file, its template and a line here."""

from webapp.blueprints.bulk.questions.field import FieldQuestion
from webapp.blueprints.bulk.questions.groups import GroupsQuestion
from webapp.blueprints.bulk.questions.kind import KindQuestion
from webapp.blueprints.bulk.questions.owner import OfficeQuestion, OwnerQuestion
from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.blueprints.bulk.questions.segments import SegmentsQuestion
from webapp.blueprints.bulk.questions.stage import StageQuestion
from webapp.blueprints.bulk.questions.status import StatusQuestion
from webapp.blueprints.bulk.questions.tags import TagsQuestion
from webapp.blueprints.bulk.questions.trash import TrashQuestion

__all__ = ["QUESTIONS", "Question", "Unanswered"]

QUESTIONS: dict[str, type[Question]] = {
    question.name: question
    for question in (
        SegmentsQuestion,
        TagsQuestion,
        StageQuestion,
        StatusQuestion,
        KindQuestion,
        OwnerQuestion,
        OfficeQuestion,
        GroupsQuestion,
        FieldQuestion,
        TrashQuestion,
    )
}
