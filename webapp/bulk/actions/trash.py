"""Moving people to the trash."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.bulk.actions.action import Action, Bit, Effects
from webapp.db import db
from webapp.people.models import Person
from webapp.people.trashing import move_to_trash
from webapp.people.visible import LIVING
from webapp.users.permission import Permission


@dataclass(frozen=True)
class MoveToTrash(Action):
    name = "trash"
    permission = Permission.DELETE_PEOPLE
    change_kind = "trash"
    audited = "moved to the trash"
    title = "Moved to the trash"

    def button(self, people: str) -> str:
        return f"Move {people} to the trash"

    def will(self, one: bool) -> str:
        return f"{'goes' if one else 'go'} to the trash"

    def said(self, people: str) -> str:
        return f"Moved {people} to the trash for 30 days."

    def effects(self, person_ids: Sequence[int]) -> Effects:
        emails = select(Person.id, Person.email_norm).where(Person.id.in_(person_ids), LIVING)
        return {
            person_id: [Bit("text", email)] if email else []
            for person_id, email in db.session.execute(emails)
        }

    def carry_out(self, person_ids: Sequence[int], *, by, now, change_set) -> None:
        move_to_trash(list(person_ids), by=by, now=now, change_set=change_set)
