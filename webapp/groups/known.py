"""What groups tell of people: where they are and why, where they were, and where a rule leaves them out."""

from collections.abc import Sequence

from sqlalchemy import case, select

from webapp.activity.knowing import Row, may_name, tells, told
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup
from webapp.users.user import user_name


def register() -> None:
    """Tell of groups; what was said about a joining may name somebody."""
    tells("Groups", _places, PersonGroup)
    tells("Groups joined and left", _ledger, LedgerLine)
    tells("Groups whose rule leaves them out", _kept_out, KeptOut)
    may_name(LedgerLine.note)


def _places(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            PersonGroup.person_id.label("record"),
            Group.name.label("group"),
            PersonGroup.at.label("since"),
            PersonGroup.cause.label("cause"),
            user_name(PersonGroup.by_id).label("by"),
            PersonGroup.rule_version.label("version of the rule"),
        )
        .join(Group, Group.id == PersonGroup.group_id)
        .where(PersonGroup.person_id.in_(person_ids))
        .order_by(PersonGroup.person_id, PersonGroup.at)
    )


def _ledger(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            LedgerLine.person_id.label("record"),
            LedgerLine.at.label("at"),
            case((LedgerLine.joined > 0, "joined"), else_="left").label("what"),
            Group.name.label("group"),
            LedgerLine.cause.label("cause"),
            user_name(LedgerLine.by_id).label("by"),
            LedgerLine.note.label("note"),
        )
        .join(Group, Group.id == LedgerLine.group_id)
        .where(LedgerLine.person_id.in_(person_ids))
        .order_by(LedgerLine.id)
    )


def _kept_out(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            KeptOut.person_id.label("record"),
            Group.name.label("group"),
            KeptOut.at.label("since"),
            KeptOut.why.label("why"),
            user_name(KeptOut.by_id).label("by"),
        )
        .join(Group, Group.id == KeptOut.group_id)
        .where(KeptOut.person_id.in_(person_ids))
    )
