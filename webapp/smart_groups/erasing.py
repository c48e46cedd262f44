"""What goes with groups that are deleted for good: their rules, and what these were."""

from collections.abc import Sequence

from sqlalchemy import delete

from webapp.db import db
from webapp.groups.ending import erased_with_groups
from webapp.smart_groups.models import RuleVersion, SmartGroup


def register() -> None:
    """Erase rules with their groups."""
    erased_with_groups(_erase)


def _erase(group_ids: Sequence[int]) -> None:
    for model in (SmartGroup, RuleVersion):
        db.session.execute(delete(model).where(model.group_id.in_(group_ids)))
