"""Converting people to the next kind, and back."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Effects
from webapp.bulk.actions.values import Drawing
from webapp.people.converting import convert, convert_back, kinds_after, kinds_before
from webapp.people.editing import load_values
from webapp.pipelines.statuses import status_id_with_role


@dataclass(frozen=True)
class Convert(Action):
    """`words` is what the kind is called, for several."""

    to_kind: str
    words: str
    name = "kind"
    change_kind = "convert"

    @property
    def title(self) -> str:
        return f"Converted to {self.words}"

    def button(self, people: str) -> str:
        return f"Convert {people}"

    def will(self, one: bool) -> str:
        return f"{'joins' if one else 'join'} the {self.words}"

    def said(self, people: str) -> str:
        return f"Converted {people} to {self.words}."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        draw, new = Drawing(), {"kind": self.to_kind}
        if self.to_kind == "customer":
            new["status_id"] = status_id_with_role("converted")
        return {
            person_id: draw.changes(old, new)
            for person_id, old in load_values(list(person_ids)).items()
            if self.to_kind in kinds_after(old["kind"])
        }

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        convert(person_ids, self.to_kind, by=by, now=now, change_set=change_set)


@dataclass(frozen=True)
class ConvertBack(Action):
    """To the kind and status that everybody had before, for a reason."""

    reason: str
    name = "kind-back"
    change_kind = "convert"
    title = "Took conversions back"

    def button(self, people: str) -> str:
        return f"Take {people} back"

    def will(self, one: bool) -> str:
        return f"{'goes' if one else 'go'} back"

    def said(self, people: str) -> str:
        return f"Took the conversion of {people} back."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        draw, before = Drawing(), load_values(list(person_ids))
        return {
            person_id: draw.changes(before[person_id], new) for person_id, new in kinds_before(before).items()
        }

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        convert_back(person_ids, self.reason, by=by, now=now, change_set=change_set)
