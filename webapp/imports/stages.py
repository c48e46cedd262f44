"""The stages that rows name: found by name or path, and added where the import may."""

from collections import Counter

from webapp.db import key
from webapp.pipelines.arranging import MOST_STAGES
from webapp.pipelines.naming import BadStanding, checked_name
from webapp.pipelines.stages import (
    FIRST_PIPELINE,
    Pipelines,
    add_pipeline,
    add_stage,
    pipelines,
    split_path,
)


class StageNames:
    """Stage ids by the text of a cell, kept for a whole import."""

    def __init__(self, *, adds: bool):
        self._adds = adds
        self._there: Pipelines = pipelines()
        self._added: dict[tuple[str, str], int] = {}
        self._planned: set[tuple[str, str]] = set()
        self._pipeline_ids = {key(pipeline.name): pipeline.id for pipeline in self._there}
        self._stages = Counter({key(pipeline.name): len(pipeline.stages) for pipeline in self._there})

    def check(self, text: str) -> int | None:
        """The id of the stage, None where it is to be added; raises ValueError with the reason why not."""
        found = self._there.named(text)
        if len(found) > 1:
            paths = " or ".join(stage.path for stage in found)
            raise ValueError(f"several pipelines have a stage “{text[:60]}”; write {paths}.")
        if found:
            return found[0].id
        self._plan(text)
        return self._added.get(self._place(text))

    def settle(self, text: str, *, now: int) -> int:
        """The id of a stage that `check` let pass, which is added if it is missing."""
        if (stage_id := self.check(text)) is not None:
            return stage_id
        pipeline, name = self._parts(text)
        if key(pipeline) not in self._pipeline_ids:
            self._pipeline_ids[key(pipeline)] = add_pipeline(pipeline, now=now).id
        stage = add_stage(self._pipeline_ids[key(pipeline)], name, now=now)
        self._added[self._place(text)] = stage.id
        return stage.id

    def _plan(self, text: str) -> None:
        """Note that the stage is to be added; raises ValueError if it cannot be."""
        if not self._adds:
            raise ValueError(f"there is no stage “{text[:60]}”.")
        try:
            pipeline, name = self._parts(text)
        except BadStanding as refusal:
            raise ValueError(str(refusal)) from None
        place = self._place(text)
        if place in self._planned:
            return
        if self._stages[place[0]] >= MOST_STAGES:
            raise ValueError(f"{pipeline} has {MOST_STAGES} stages already, so “{name}” is not added.")
        self._planned.add(place)
        self._stages[place[0]] += 1

    def _parts(self, text: str) -> tuple[str, str]:
        """The names of pipeline and stage; without a pipeline it is the first one."""
        *pipeline, name = split_path(text)
        if len(pipeline) > 1:
            raise BadStanding(f"“{text[:60]}” is no stage; write Pipeline/Stage.")
        first = next((there.name for there in self._there), FIRST_PIPELINE)
        named = checked_name(pipeline[0], "pipeline") if pipeline else first
        return named, checked_name(name, "stage")

    def _place(self, text: str) -> tuple[str, str]:
        pipeline, name = self._parts(text)
        return key(pipeline), key(name)
