"""What to convert people to, or why to take their conversion back."""

from collections import Counter
from functools import cached_property

from webapp import context
from webapp.blueprints.bulk.questions.question import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.actions.kind import Convert, ConvertBack
from webapp.bulk.choosing import shares
from webapp.people.converting import CONVERTED
from webapp.people.models import Person

BACK = "back"
LONGEST_REASON = 500


class KindQuestion(Question):
    name = "kind"
    kinds = CONVERTED

    def heading(self, people: str) -> str:
        return f"Convert {people}"

    @cached_property
    def have(self) -> Counter:
        """How many of them are of each kind."""
        return shares(self.choice, self.viewer, Person.kind)

    def read(self) -> Action:
        to = self.answers.get("to")
        if to in CONVERTED:
            return Convert(to, context.the_company().labels.kind(to).of(2))
        if to != BACK:
            raise Unanswered("Choose what to convert them to.")
        reason = " ".join(self.answers.get("reason", "").split())
        if not reason:
            raise Unanswered("Say why the conversion is taken back.")
        if len(reason) > LONGEST_REASON:
            raise Unanswered(f"Use at most {LONGEST_REASON} characters for the reason.")
        return ConvertBack(reason)
