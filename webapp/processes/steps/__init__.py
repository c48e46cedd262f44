"""Every step by the name under which it is kept; a new one is a new file and a line here."""

from collections.abc import Mapping, Sequence

from webapp.processes.steps.alert import TellSomebody
from webapp.processes.steps.field import FillField
from webapp.processes.steps.groups import AddToGroup, RemoveFromGroup
from webapp.processes.steps.kind import ConvertTo
from webapp.processes.steps.note import WriteNote
from webapp.processes.steps.owner import GiveOwner
from webapp.processes.steps.segments import AddToSegment, RemoveFromSegment
from webapp.processes.steps.stage import MoveToStage
from webapp.processes.steps.status import GiveStatus
from webapp.processes.steps.step import Step
from webapp.processes.steps.tags import AddTag, RemoveTag

STEPS: dict[str, type[Step]] = {
    step.name: step
    for step in (
        AddTag,
        RemoveTag,
        AddToSegment,
        RemoveFromSegment,
        AddToGroup,
        RemoveFromGroup,
        MoveToStage,
        GiveStatus,
        GiveOwner,
        ConvertTo,
        FillField,
        WriteNote,
        TellSomebody,
    )
}


def step_of(kept: Mapping[str, object]) -> Step:
    """The step as it was kept."""
    chosen = {name: value for name, value in kept.items() if name != "step"}
    return STEPS[kept["step"]](**chosen)


def steps_of(kept: Sequence[Mapping[str, object]]) -> list[Step]:
    """Those of a process, in their order."""
    return [step_of(one) for one in kept]
