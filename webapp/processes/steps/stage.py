"""Moving people to a stage, or out of their pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.stage import SetStage
from webapp.pipelines.stages import pipelines
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen

NONE = "none"


@dataclass(frozen=True)
class MoveToStage(ActionStep):
    """`stage` is None for out of the pipeline."""

    stage: int | None
    name = "stage"
    label = "Set the stage"
    asks = (Ask("stage", "Stage"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        stages = pipelines().stages.values()
        names = [Option(str(one.id), f"{one.pipeline} › {one.name}") for one in stages]
        return [*names, Option(NONE, "In no pipeline")]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        answer = chosen(cls, "stage", answers, where, "Choose a stage.")
        return cls(None if answer == NONE else int(answer))

    @property
    def words(self) -> tuple[str, Bit]:
        if self.stage is None:
            return "Take out of the", Bit("text", "pipeline")
        one = pipelines().stages.get(self.stage)
        return "Move to the stage", (
            Bit("stage", one.name, one.hue, filled=one.filled) if one else Bit("text", "a deleted stage")
        )

    def why_gone(self) -> str:
        there = self.stage is None or self.stage in pipelines().stages
        return "" if there else "A stage that it names was deleted."

    @property
    def action(self) -> Action:
        return SetStage(self.stage, pipelines().stages[self.stage].name) if self.stage else SetStage(None)
