"""Telling somebody of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.alerts.models import Alert
from webapp.bulk.actions.action import ADDED, Bit, Effects
from webapp.db import db, fetch, insert_into, one_of
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.processes.steps.owner import why_user_gone
from webapp.processes.steps.step import Ask, Doing, Option, Step, Where, chosen, written
from webapp.users.user import User, active_users

OWNER = "owner"
LONGEST = 200


@dataclass(frozen=True)
class TellSomebody(Step):
    """`to` is a user's id, None for everybody's own owner; nobody is told of people without one."""

    to: int | None
    text: str
    name = "alert"
    label = "Alert somebody"
    asks = (Ask("to", "Whom"), Ask("text", "What to say", "text"))

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        users = [Option(str(user.id), user.name) for user in active_users() if where.knows(user.office_id)]
        return [Option(OWNER, "Their owner"), *users]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        answer = chosen(cls, "to", answers, where, "Choose whom to alert.")
        text = written("text", answers, "Write what the alert is to say.", LONGEST)
        return cls(None if answer == OWNER else int(answer), text)

    @property
    def words(self) -> tuple[str, Bit]:
        return f"Alert {self._name or 'their owner'}:", Bit("text", f"“{self.text}”")

    def why_gone(self) -> str:
        return "" if self.to is None else why_user_gone(self.to)

    def effects(self, person_ids: Sequence[int]) -> Effects:
        bits = [Bit("text", f"an alert to {self._name or 'the owner'}: “{self.text}”", fate=ADDED)]
        return dict.fromkeys(self._listeners(person_ids), bits)

    def do(self, doing: Doing) -> None:
        rows = [
            {
                "kind": "process",
                "once": f"process step:{doing.runs[person_id]}:{doing.step}",
                "at": doing.now,
                "user_id": user_id,
                "person_id": person_id,
                "data": {"text": self.text, "process": doing.said},
            }
            for person_id, user_id in self._listeners(doing.people).items()
        ]
        if rows:
            db.session.execute(insert_into(Alert).on_conflict_do_nothing(index_elements=["once"]), rows)

    @property
    def _name(self) -> str:
        user = self.to and db.session.get(User, self.to)
        return user.name if user else ""

    def _listeners(self, person_ids: Sequence[int]) -> dict[int, int]:
        """{person_id: who is told of them}"""
        rows = fetch(select(Person.id, Person.owner_id).where(one_of(Person.id, person_ids), LIVING))
        told = {person_id: self.to or owner_id for person_id, owner_id in rows}
        return {person_id: user_id for person_id, user_id in told.items() if user_id}
