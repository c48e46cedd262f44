"""Which texts of rules may name somebody."""

from webapp.activity.knowing import may_name
from webapp.smart_groups.models import RuleVersion, SmartGroup


def register() -> None:
    """A rule may look for somebody's name."""
    may_name(SmartGroup.criteria, SmartGroup.paused_why, RuleVersion.criteria)
