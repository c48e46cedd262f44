"""The pipelines with their stages, as everything that shows or names them reads them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sqlalchemy import Row, select

from webapp.db import Prepared, db, key, remembered
from webapp.pipelines.models import Pipeline, Stage

FIRST_PIPELINE = "Sales"
FIRST_STAGES = (
    ("New enquiry", "gray", False),
    ("First call", "blue", False),
    ("Meeting", "indigo", False),
    ("Proposal", "amber", False),
    ("Won", "green", False),
    ("Lost", "red", True),
)


@dataclass(frozen=True)
class StageView:
    """A stage as it is shown. `filled` is how far its ring is: 0 for the first one, 1 for the last.

    A stage that pauses reminders is where relations end, so its ring is empty and it is not counted there.
    """

    id: int
    name: str
    hue: str
    pauses_reminders: bool
    pipeline_id: int
    pipeline: str
    filled: float

    @property
    def path(self) -> str:
        """The name together with its pipeline's, as texts and files say it: 'Sales/Qualified'."""
        return f"{escaped(self.pipeline)}/{escaped(self.name)}"


@dataclass(frozen=True)
class PipelineView:
    """A pipeline with its stages in their order."""

    id: int
    name: str
    stages: tuple[StageView, ...]


@dataclass(frozen=True)
class Pipelines:
    """Every pipeline in its order, without those that were deleted."""

    all: tuple[PipelineView, ...]

    def __iter__(self) -> Iterator[PipelineView]:
        return iter(self.all)

    def __bool__(self) -> bool:
        return bool(self.all)

    @cached_property
    def stages(self) -> Mapping[int, StageView]:
        """Every stage by id, in the order of pipelines and stages."""
        return {stage.id: stage for pipeline in self.all for stage in pipeline.stages}

    def pipeline(self, pipeline_id: int | None) -> PipelineView | None:
        """The pipeline of that id."""
        return next((pipeline for pipeline in self.all if pipeline.id == pipeline_id), None)

    def named(self, text: str) -> list[StageView]:
        """The stages that a text names, by their own name or with their pipeline's before it."""
        *pipeline, name = map(key, split_path(text))
        if len(pipeline) > 1:
            return []
        return [
            stage
            for stage in self.stages.values()
            if key(stage.name) == name and (not pipeline or key(stage.pipeline) == pipeline[0])
        ]

    def shortest(self, stage: StageView) -> str:
        """The shortest text that names this stage alone."""
        alone = sum(key(other.name) == key(stage.name) for other in self.stages.values()) == 1
        return escaped(stage.name) if alone else stage.path


_ROWS = Prepared(
    select(
        Pipeline.id,
        Pipeline.name,
        Stage.id,
        Stage.name,
        Stage.hue,
        Stage.pauses_reminders,
    )
    .outerjoin(Stage, (Stage.pipeline_id == Pipeline.id) & Stage.retired_at.is_(None))
    .where(Pipeline.retired_at.is_(None))
    .order_by(Pipeline.position, Pipeline.id, Stage.position, Stage.id)
)


@remembered
def pipelines() -> Pipelines:
    """Every pipeline with its stages, in one query."""
    return _pipelines(tuple(_ROWS.rows()))


@lru_cache(maxsize=4)
def _pipelines(found: tuple[Row, ...]) -> Pipelines:
    """Built once for what the database says."""
    names: dict[int, str] = {}
    rows: dict[int, list] = {}
    for pipeline_id, pipeline, *stage in found:
        names[pipeline_id] = pipeline
        rows.setdefault(pipeline_id, []).extend([stage] if stage[0] else [])
    return Pipelines(tuple(PipelineView(i, name, _stages(i, name, rows[i])) for i, name in names.items()))


def stages_of(pipeline: Pipeline) -> list[Stage]:
    """The stages of a pipeline in their order."""
    rows = select(Stage).where(Stage.pipeline_id == pipeline.id, Stage.retired_at.is_(None))
    return list(db.session.scalars(rows.order_by(Stage.position, Stage.id)))


def standing_stage(stage_id: int | None) -> Stage | None:
    """The stage of that id unless it was deleted."""
    stage = db.session.get(Stage, stage_id) if stage_id else None
    return stage if stage is not None and stage.retired_at is None else None


def add_pipeline(name: str, *, now: int) -> Pipeline:
    """Add a pipeline at the end. The caller makes sure that the name is not taken."""
    position = _after_last(Pipeline.position)
    pipeline = Pipeline(name=name, name_key=key(name), position=position, created_at=now)
    db.session.add(pipeline)
    db.session.flush()
    return pipeline


def add_stage(pipeline_id: int, name: str, *, now: int, hue: str = "gray", pauses: bool = False) -> Stage:
    """Add a stage at the end of a pipeline. The caller makes sure that the name is not taken."""
    stage = Stage(
        pipeline_id=pipeline_id,
        name=name,
        name_key=key(name),
        hue=hue,
        pauses_reminders=pauses,
        position=_after_last(Stage.position, Stage.pipeline_id == pipeline_id),
        created_at=now,
    )
    db.session.add(stage)
    db.session.flush()
    return stage


def add_first_pipeline(now: int) -> Pipeline:
    """The pipeline that every Muster begins with."""
    return add_pipeline_of(FIRST_PIPELINE, FIRST_STAGES, now=now)


def add_pipeline_of(name: str, stages: Iterable[tuple[str, str, bool]], *, now: int) -> Pipeline:
    """A pipeline with these stages, each as (name, hue, whether reminders pause)."""
    pipeline = add_pipeline(name, now=now)
    for stage, hue, pauses in stages:
        add_stage(pipeline.id, stage, now=now, hue=hue, pauses=pauses)
    return pipeline


def escaped(name: str) -> str:
    """A name as a part of a path."""
    return re.sub(r"[\\/]", r"\\\g<0>", name)


def split_path(text: str) -> list[str]:
    """The names of a path: 'Sales/Won\\/lost' is Sales and Won/lost."""
    parts = [""]
    for piece in re.findall(r"\\[\\/]|.", text, re.DOTALL):
        if piece == "/":
            parts.append("")
        else:
            parts[-1] += piece[-1]
    return parts


def _stages(pipeline_id: int, pipeline: str, rows: list) -> tuple[StageView, ...]:
    open_ones = [stage_id for stage_id, _, _, pauses in rows if not pauses]
    last = max(1, len(open_ones) - 1)
    return tuple(
        StageView(
            stage_id,
            name,
            hue,
            bool(pauses),
            pipeline_id,
            pipeline,
            0.0 if pauses else open_ones.index(stage_id) / last,
        )
        for stage_id, name, hue, pauses in rows
    )


def _after_last(position, *where) -> int:
    last = db.session.scalar(select(position).where(*where).order_by(position.desc()).limit(1))
    return 0 if last is None else last + 1
