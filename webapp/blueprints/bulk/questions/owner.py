"""To whom, or to which office, to give people."""

from collections import Counter
from functools import cached_property

from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.owner import SetOffice, SetOwner
from webapp.bulk.choosing import shares
from webapp.people.models import Person
from webapp.users.office import Office, open_offices
from webapp.users.permission import Permission
from webapp.users.user import User, active_users

NOBODY = "nobody"


class OwnerQuestion(Question):
    """Whoever may not assign can take people only themselves."""

    name = "owner"

    def heading(self, people: str) -> str:
        return f"Who looks after {people}?"

    @cached_property
    def may_assign(self) -> bool:
        return self.viewer.can(Permission.ASSIGN)

    @cached_property
    def users(self) -> list[User]:
        """Who can be chosen, oneself first."""
        mine = [user for user in active_users() if self.may_assign or user.id == self.viewer.id]
        return sorted(mine, key=lambda user: user.id != self.viewer.id)

    @cached_property
    def have(self) -> Counter:
        """How many of them each user owns, by id; None for nobody."""
        return shares(self.choice, self.viewer, Person.owner_id)

    def read(self) -> Action:
        if self.answers.get("owner") == NOBODY and self.may_assign:
            return SetOwner(None)
        if user := self.chosen_of(self.users):
            return SetOwner(user.id, user.name)
        raise Unanswered("Choose who is to look after them.")


class OfficeQuestion(Question):
    name = "office"
    permission = Permission.ASSIGN

    def heading(self, people: str) -> str:
        return f"To which office do {people} belong?"

    @cached_property
    def offices(self) -> list[Office]:
        return open_offices()

    @cached_property
    def have(self) -> Counter:
        """How many of them each office has, by id."""
        return shares(self.choice, self.viewer, Person.office_id)

    def read(self) -> Action:
        if office := self.chosen_of(self.offices):
            return SetOffice(office.id, office.name)
        raise Unanswered("Choose one of the open offices.")
