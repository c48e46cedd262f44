"""Converting people to leads or customers."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.kind import Convert
from webapp.bulk.actions.values import KIND_HUES
from webapp.people.converting import CONVERTED
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen
from webapp.users.own_company import Label, Labels, own_company


@dataclass(frozen=True)
class ConvertTo(ActionStep):
    """Who is as far already stays as they are."""

    kind: str
    name = "kind"
    label = "Convert"
    asks = (Ask("kind", "Convert to"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        return [Option(kind, _label(kind).one) for kind in CONVERTED]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(chosen(cls, "kind", answers, where, "Choose what they become."))

    @property
    def words(self) -> tuple[str, Bit]:
        return "Convert to", Bit("state", _label(self.kind).one, KIND_HUES.get(self.kind, "gray"))

    @property
    def action(self) -> Action:
        return Convert(self.kind, _label(self.kind).many)


def _label(kind: str) -> Label:
    return Labels(own_company().labels).kind(kind)
