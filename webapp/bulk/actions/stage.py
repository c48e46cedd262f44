"""Moving people to a stage, or out of their pipeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.bulk.actions.action import ADDED, REMOVED, Bit, Effects
from webapp.bulk.actions.values import SetValues
from webapp.people.editing import Values
from webapp.pipelines.stages import StageView, pipelines


@dataclass(frozen=True)
class SetStage(SetValues):
    """`stage` is its name; `stage_id` None takes people out, whereby value and expected date are dropped."""

    stage_id: int | None
    stage: str = ""
    name = "stage"
    change_kind = "stage"

    @property
    def values(self) -> Values:
        return {"stage_id": self.stage_id}

    @property
    def title(self) -> str:
        return f"Moved to the stage {self.stage}" if self.stage_id else "Took out of the pipeline"

    def button(self, people: str) -> str:
        return f"Move {people} to {self.stage}" if self.stage_id else f"Take {people} out"

    def will(self, one: bool) -> str:
        if self.stage_id:
            return f"{'moves' if one else 'move'} to the stage {self.stage}"
        return f"{'leaves' if one else 'leave'} the pipeline"

    def said(self, people: str) -> str:
        return f"Moved {people} to {self.stage}." if self.stage_id else f"Took {people} out of the pipeline."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        stages = pipelines().stages
        return {
            person_id: [
                _bit(stages[stage_id], fate)
                for stage_id, fate in ((old["stage_id"], REMOVED), (self.stage_id, ADDED))
                if stage_id in stages
            ]
            for person_id, old in self.changing(person_ids).items()
        }


def _bit(stage: StageView, fate: str) -> Bit:
    return Bit("stage", stage.name, stage.hue, fate, stage.filled)
