"""A dialog as its templates read it: the question, whom it is about, and what the answers would do."""

from datetime import timedelta
from functools import cached_property

from webapp import auth, clock, context
from webapp.blueprints.bulk.questions import Question, Unanswered
from webapp.bulk.actions import Action
from webapp.bulk.models import BulkChoice
from webapp.bulk.previewing import Preview, preview
from webapp.bulk.running import MOST_AT_ONCE
from webapp.changes.undoing import KEEP_SECONDS
from webapp.formatting import local


class Asked:
    """`error` says what is wrong after it was sent."""

    def __init__(self, question: Question):
        self.question = question
        self.error = ""

    @property
    def choice(self) -> BulkChoice:
        return self.question.choice

    @property
    def people(self) -> int:
        """How many are still there to be changed."""
        return self.question.people

    @property
    def gone(self) -> int:
        """How many of those who were ticked are not."""
        return self.choice.asked - self.people

    @property
    def words(self) -> str:
        """'12 people'"""
        return f"{self.people:,} {context.the_company().labels.person.of(self.people)}"

    @property
    def heading(self) -> str:
        return self.question.heading(self.words)

    @cached_property
    def _answer(self) -> tuple[Action | None, str]:
        try:
            return self.question.read(), ""
        except Unanswered as lack:
            return None, str(lack)

    @property
    def action(self) -> Action | None:
        """What was answered; None as long as something lacks, which `hint` says."""
        return self._answer[0]

    @property
    def hint(self) -> str:
        return self._answer[1]

    @cached_property
    def preview(self) -> Preview:
        return preview(self.choice, self.action, auth.viewer(), now=clock.now())

    @property
    def button(self) -> str:
        return self.action.button(self.words) if self.action else f"Change {self.words}"

    @property
    def is_large(self) -> bool:
        """Whether the jobs process does it, after a yes."""
        return self.people > MOST_AT_ONCE

    @property
    def undo_until(self) -> int:
        """The last day (ordinal) on which it can be taken back."""
        today = local(clock.now(), context.the_company().time_zone).date()
        return (today + timedelta(seconds=KEEP_SECONDS)).toordinal()
