"""Giving people to an owner, or to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.bulk.actions.action import Action, Bit
from webapp.bulk.actions.owner import SetOwner
from webapp.db import db
from webapp.processes.steps.step import ActionStep, Ask, Option, Where, chosen
from webapp.users.permission import Permission
from webapp.users.user import User, active_users

NOBODY = "nobody"


@dataclass(frozen=True)
class GiveOwner(ActionStep):
    """`owner` is a user's id, None for nobody."""

    owner: int | None
    name = "owner"
    label = "Set the owner"
    permission = Permission.ASSIGN
    asks = (Ask("owner", "Owner"),)

    @classmethod
    def options(cls, ask: str, where: Where) -> list[Option]:
        users = [Option(str(user.id), user.name) for user in active_users() if where.knows(user.office_id)]
        return [*users, Option(NOBODY, "Nobody")]

    @classmethod
    def read(cls, answers: Mapping[str, str], where: Where):
        answer = chosen(cls, "owner", answers, where, "Choose an owner.")
        return cls(None if answer == NOBODY else int(answer))

    @property
    def words(self) -> tuple[str, Bit]:
        if self.owner is None:
            return "Leave to", Bit("text", "nobody")
        user = db.session.get(User, self.owner)
        return "Give to", Bit("text", user.name if user else "a deleted user")

    def why_gone(self) -> str:
        return "" if self.owner is None else why_user_gone(self.owner)

    @property
    def action(self) -> Action:
        if self.owner is None:
            return SetOwner(None)
        return SetOwner(self.owner, db.session.get_one(User, self.owner).name)


def why_user_gone(user_id: int) -> str:
    """One sentence if the user can no longer be given or told anything, else ''."""
    user = db.session.get(User, user_id)
    if user is None:
        return "A user whom it names was deleted."
    return f"{user.name} was deactivated." if user.deactivated_at is not None else ""
