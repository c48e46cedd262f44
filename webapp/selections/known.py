"""What selections tell of people."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.selections.models import Selection, SelectionPerson


def register() -> None:
    """Tell of frozen selections; the criteria of any may look for somebody's name."""
    tells("Frozen selections", _frozen, SelectionPerson)
    may_name(Selection.name, Selection.criteria)


def _frozen(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            SelectionPerson.person_id.label("record"),
            Selection.name.label("selection"),
            Selection.frozen_at.label("frozen"),
        )
        .join(Selection, Selection.id == SelectionPerson.selection_id)
        .where(SelectionPerson.person_id.in_(person_ids), Selection.retired_at.is_(None))
        .order_by(SelectionPerson.person_id, Selection.name_key)
    )
