"""How people stand: in the stages of each pipeline, and with the reminders of each segment."""

from collections.abc import Sequence
from typing import NamedTuple

from webapp.listing.counts import Totals
from webapp.pipelines.stages import Pipelines, PipelineView, StageView
from webapp.segments.naming import Listed
from webapp.segments.reminders import due_between, just_expired

SOON = 7 * 24 * 3600
"""Due soon is due within a week."""


class Step(NamedTuple):
    """The people of a stage; `value` is the sum of what is hoped for, in hundredths."""

    stage: StageView
    people: int
    value: int


class Funnel(NamedTuple):
    """A pipeline's stages in their order; `most` is the number of the fullest."""

    pipeline: PipelineView
    steps: list[Step]

    @property
    def most(self) -> int:
        return max((step.people for step in self.steps), default=0)

    @property
    def people(self) -> int:
        return sum(step.people for step in self.steps)


class Health(NamedTuple):
    """A segment's people by their reminder: in time (or paused), due within a week, expired."""

    segment: Listed
    in_time: int
    soon: int
    expired: int

    @property
    def people(self) -> int:
        return self.in_time + self.soon + self.expired


def funnels(pipelines: Pipelines, totals: Totals) -> list[Funnel]:
    """Each pipeline with how many people its stages hold, from the counters."""
    return [
        Funnel(
            pipeline,
            [Step(stage, totals.stages[stage.id], totals.hoped_for[stage.id]) for stage in pipeline.stages],
        )
        for pipeline in pipelines
    ]


def health(segments: Sequence[Listed], totals: Totals, *, now: int) -> list[Health]:
    """Each segment that reminds, with its people."""
    expired = totals.expired + just_expired(totals.viewer, now=now)
    soon = due_between(totals.viewer, now, now + SOON)
    return [
        Health(
            segment,
            totals.segments[segment.id] - expired[segment.id] - soon[segment.id],
            soon[segment.id],
            expired[segment.id],
        )
        for segment in segments
        if segment.reminder_days
    ]
