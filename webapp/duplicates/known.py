"""What is known of people by whom they resemble."""

from collections.abc import Sequence

from sqlalchemy import case, or_, select

from webapp.activity.knowing import Row, tells, told
from webapp.duplicates.models import Pair
from webapp.users.user import user_name


def register() -> None:
    """Tell of pairs of people who are perhaps the same, and of those who are said not to be."""
    tells("Perhaps the same as", _pairs, Pair)


def _pairs(person_ids: Sequence[int]) -> list[Row]:
    """Others by their number alone: whoever asks about themselves learns nothing of somebody else."""
    first = Pair.first_id.in_(person_ids)
    return told(
        select(
            case((first, Pair.first_id), else_=Pair.second_id).label("record"),
            case((first, Pair.second_id), else_=Pair.first_id).label("other record"),
            Pair.score.label("score"),
            Pair.found_at.label("found"),
            Pair.dismissed_at.label("not a duplicate since"),
            user_name(Pair.dismissed_by_id, "").label("said by"),
        )
        .where(or_(first, Pair.second_id.in_(person_ids)))
        .order_by(Pair.first_id, Pair.second_id)
    )
