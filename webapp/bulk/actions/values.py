"""What the actions share that give everybody the same values."""

from abc import abstractmethod
from collections.abc import Sequence

from webapp.bulk.actions.action import ADDED, REMOVED, Action, Bit, Effects
from webapp.db import db
from webapp.people.editing import Values, change_people, load_values
from webapp.people.wording import in_words
from webapp.pipelines.models import Status

KIND_HUES = {"lead": "blue", "customer": "green"}


class SetValues(Action):
    """Gives everybody the same `values` (people/values.py)."""

    @property
    @abstractmethod
    def values(self) -> Values:
        """What they get, by key."""

    def can_have(self, old: Values) -> bool:
        """Whether somebody with these values can have the new ones."""
        return True

    def effects(self, person_ids: Sequence[int]) -> Effects:
        draw = Drawing()
        return {
            person_id: draw.changes(old, self.values) for person_id, old in self.changing(person_ids).items()
        }

    def changing(self, person_ids: Sequence[int]) -> dict[int, Values]:
        """The present values of those who have others."""
        before = load_values(list(person_ids), set(self.values))
        return {
            person_id: old
            for person_id, old in before.items()
            if self.can_have(old) and any(old.get(key) != new for key, new in self.values.items())
        }

    def carry_out(self, person_ids, *, by, now, change_set) -> None:
        change_people(dict.fromkeys(person_ids, self.values), by=by, now=now, change_set=change_set)


class Drawing:
    """Old and new values as bits; what they point at is looked up once."""

    def __init__(self):
        self._known: dict[tuple[str, str], Bit | None] = {}

    def changes(self, old: Values, new: Values) -> list[Bit]:
        """What goes and what comes when somebody with the old values gets the new ones."""
        return [bit for key, value in new.items() for bit in self.change(key, old.get(key), value)]

    def change(self, key: str, old: object, new: object) -> list[Bit]:
        """The same of one value; one that stays stands there as it is."""
        if old == new:
            return [bit for bit in [self._bit(key, new)] if bit]
        bits = [(self._bit(key, old), REMOVED), (self._bit(key, new), ADDED)]
        return [bit._replace(fate=fate) for bit, fate in bits if bit]

    def _bit(self, key: str, value: object) -> Bit | None:
        asked = (key, repr(value))
        if asked not in self._known:
            self._known[asked] = _bit(key, value)
        return self._known[asked]


def _bit(key: str, value: object) -> Bit | None:
    words = in_words(key, value)
    if not words:
        return None
    if key == "status_id":
        return Bit("state", words, db.session.get_one(Status, value).hue)
    if key == "kind":
        return Bit("state", words, KIND_HUES.get(value, "gray"))
    return Bit("text", words)
