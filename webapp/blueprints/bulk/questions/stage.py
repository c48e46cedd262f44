"""To which stage to move people."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.stage import SetStage
from webapp.bulk.choosing import shares
from webapp.people.models import Person
from webapp.pipelines.stages import Pipelines, pipelines

NONE = "none"


class StageQuestion(Question):
    name = "stage"

    def heading(self, people: str) -> str:
        return f"Move {people} to a stage"

    @cached_property
    def pipelines(self) -> Pipelines:
        return pipelines()

    @cached_property
    def have(self) -> Counter:
        """How many of them stand in each stage, by id; None for none."""
        return shares(self.choice, self.viewer, Person.stage_id)

    def read(self) -> Action:
        if self.answers.get("stage") == NONE:
            return SetStage(None)
        if stage := self.chosen_of(self.pipelines.stages.values()):
            return SetStage(stage.id, stage.name)
        raise Unanswered("Choose one of the stages.")
