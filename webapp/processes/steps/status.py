"""Giving people a status."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.status import SetStatus
from webapp.pipelines.statuses import status_choices
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen


@dataclass(frozen=True)
class GiveStatus(ActionStep):
    status: int
    name = "status"
    label = "Set the status"
    asks = (Ask("status", "Status"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        return [Option(str(row.id), row.name) for row in status_choices()]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(int(chosen(cls, "status", answers, where, "Choose a status.")))

    @property
    def words(self) -> tuple[str, Bit]:
        row = self._status
        return "Set the status to", Bit("state", row.name, row.hue) if row else Bit(
            "text", "a deleted status"
        )

    def why_gone(self) -> str:
        return "" if self._status else "A status that it names was deleted."

    @property
    def action(self) -> Action:
        return SetStatus(self.status, self._status.name)

    @property
    def _status(self):
        return next((row for row in status_choices() if row.id == self.status), None)
