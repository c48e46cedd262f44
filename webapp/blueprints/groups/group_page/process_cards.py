"""The processes of a group as its page and their own list show them."""

from functools import cached_property

from webapp.groups.models import Group
from webapp.processes.figures import Figures, figures_of
from webapp.processes.models import Process
from webapp.processes.standing import JOIN, LEAVE, processes_of
from webapp.processes.steps import steps_of
from webapp.processes.steps.step import Step
from webapp.users.permission import Permission
from webapp.users.viewer import Viewer


class ProcessCard:
    """One process: its steps in words, how often it ran, what keeps it back."""

    def __init__(self, process: Process, figures: Figures):
        self.process, self.figures = process, figures
        self.steps: list[Step] = steps_of(process.steps)
        self.at = f"/groups/{process.group_id}/processes/{process.id}"

    @property
    def is_paused(self) -> bool:
        """Whether somebody paused it; what Muster paused has a reason."""
        return self.process.paused_at is not None and not self.process.paused_why

    @property
    def once_for_each(self) -> str:
        return "joining" if self.process.moment == JOIN else "leaving"


class ProcessCards:
    """What templates/groups/_processes.html reads."""

    def __init__(self, group: Group, viewer: Viewer):
        self.group = group
        self.may_edit = viewer.can(Permission.EDIT_GROUPS)

    @property
    def by_moment(self) -> list[tuple[str, str, list[ProcessCard]]]:
        """(moment, its heading, its processes)"""
        own = {moment: [c for c in self.all if c.process.moment == moment] for moment in (JOIN, LEAVE)}
        return [(JOIN, "On joining", own[JOIN]), (LEAVE, "On leaving", own[LEAVE])]

    @property
    def waiting(self) -> int:
        """How many runs are still to be done by processes that are at work."""
        return sum(card.figures.waiting for card in self.all if card.process.paused_at is None)

    @cached_property
    def all(self) -> list[ProcessCard]:
        processes = processes_of([self.group.id])
        figures = figures_of([process.id for process in processes])
        return [ProcessCard(process, figures[process.id]) for process in processes]
