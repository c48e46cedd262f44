"""Which status to set; *Converted* asks whether to convert."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.status import SetStatus
from webapp.bulk.choosing import shares
from webapp.people.models import Person
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import statuses


class StatusQuestion(Question):
    name = "status"

    def heading(self, people: str) -> str:
        return f"Set the status of {people}"

    @cached_property
    def statuses(self) -> list[Status]:
        return statuses()

    @cached_property
    def have(self) -> Counter:
        """How many of them have each status, by id."""
        return shares(self.choice, self.viewer, Person.status_id)

    def read(self) -> Action:
        if status := self.chosen_of(self.statuses):
            converts = status.role == "converted" and self.answers.get("converts") != "no"
            return SetStatus(status.id, status.name, converts)
        raise Unanswered("Choose one of the statuses.")
