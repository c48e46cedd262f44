"""Writing a note on people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.bulk.actions.action import ADDED, Bit, Effects
from webapp.db import db, one_of
from webapp.people.models import Person
from webapp.people.notes import add_notes
from webapp.people.visible import LIVING
from webapp.processes.steps.step import Ask, Doing, Step, Where, written

LONGEST = 2_000


@dataclass(frozen=True)
class WriteNote(Step):
    text: str
    name = "note"
    label = "Write a note"
    asks = (Ask("text", "Note", "text"),)

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        return cls(written("text", answers, "Write what the note is to say.", LONGEST))

    @property
    def words(self) -> tuple[str, Bit]:
        return "Write the note", Bit("text", f"“{self.text}”")

    def effects(self, person_ids: Sequence[int]) -> Effects:
        bits = [Bit("text", f"the note “{self.text}”", fate=ADDED)]
        living = db.session.scalars(select(Person.id).where(one_of(Person.id, person_ids), LIVING))
        return dict.fromkeys(living, bits)

    def do(self, doing: Doing) -> None:
        add_notes(doing.people, self.text, **doing.deed)
