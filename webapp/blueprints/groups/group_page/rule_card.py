"""The rule of a group on its page."""

from functools import cached_property
from urllib.parse import urlencode

from webapp.criteria.keeping import from_json
from webapp.criteria.sentence import Part, sentence
from webapp.criteria.terms import written
from webapp.criteria.text import print_text
from webapp.groups.calling import written_names
from webapp.groups.models import Group
from webapp.smart_groups.foreseeing import Figures, figures
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.pausing import why_not
from webapp.smart_groups.rules import Rule, rule_of
from webapp.users.own_company import Labels
from webapp.users.viewer import Viewer


class RuleCard:
    """What templates/groups/_rule.html reads of a rule; `wrong` says why it cannot be read or rests."""

    def __init__(self, group: Group, kept: SmartGroup, viewer: Viewer, labels: Labels, *, now: int):
        self.group, self.kept, self.labels, self.now = group, kept, labels, now
        self.viewer = viewer
        self.gone = why_not(kept)
        self.wrong = self.gone or (kept.paused_why if kept.paused_at is not None else "")

    @cached_property
    def rule(self) -> Rule | None:
        """The rule if it is at work."""
        return rule_of(self.group.id)

    @cached_property
    def parts(self) -> list[Part]:
        """The sentence, the parts that one may change bearing their terms."""
        return sentence(from_json(self.kept.criteria), self.labels)

    @cached_property
    def text(self) -> str:
        return print_text(from_json(self.kept.criteria))

    @cached_property
    def figures(self) -> Figures:
        return figures(self.rule, self.viewer, now=self.now)

    @property
    def matching_url(self) -> str:
        """Those who match, as a list."""
        return self._list(self.text)

    @property
    def unmatched_url(self) -> str:
        """Those in the group who do not match."""
        text = f"({self.text})" if " " in self.text else self.text
        return self._list(f"{self._in_group} -{text}")

    def _list(self, text: str) -> str:
        return f"/people?{urlencode({'q': text})}"

    @property
    def _in_group(self) -> str:
        return f"in-group:{written(written_names()[self.group.id])}"
