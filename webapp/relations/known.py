"""What relations tell of people."""

from collections.abc import Sequence

from sqlalchemy import case, or_, select

from webapp.activity.knowing import Row, tells, told
from webapp.relations.models import PersonRelation, RelationKind
from webapp.users.user import user_name


def register() -> None:
    """Tell of relations."""
    tells("Related people", _relations, PersonRelation)


def _relations(person_ids: Sequence[int]) -> list[Row]:
    """Others by their number alone: whoever asks about themselves learns nothing of somebody else."""
    first = PersonRelation.first_id.in_(person_ids)
    other_is_named = first != PersonRelation.turned
    return told(
        select(
            case((first, PersonRelation.first_id), else_=PersonRelation.second_id).label("record"),
            case((other_is_named, RelationKind.name), else_=RelationKind.reverse).label("relation"),
            case((first, PersonRelation.second_id), else_=PersonRelation.first_id).label("other record"),
            PersonRelation.at.label("since"),
            user_name(PersonRelation.by_id).label("by"),
        )
        .join(RelationKind, RelationKind.id == PersonRelation.kind_id)
        .where(or_(first, PersonRelation.second_id.in_(person_ids)))
        .order_by(PersonRelation.first_id, PersonRelation.second_id)
    )
