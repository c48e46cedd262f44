"""What groups tell of people: where they are and why, where they were, and where a rule leaves them out."""

from sqlalchemy import case

from webapp.activity.knowing import may_name, rows_of, tells
from webapp.groups.models import Group, KeptOut, LedgerLine, PersonGroup
from webapp.users.user import user_name


def register() -> None:
    """Tell of groups; what was said about a joining may name somebody."""
    tells("Groups", _PLACES, PersonGroup)
    tells("Groups joined and left", _LEDGER, LedgerLine)
    tells("Groups whose rule leaves them out", _KEPT_OUT, KeptOut)
    may_name(LedgerLine.note)


_PLACES = rows_of(
    {
        "record": PersonGroup.person_id,
        "group": Group.name,
        "since": PersonGroup.at,
        "cause": PersonGroup.cause,
        "by": user_name(PersonGroup.by_id),
        "version of the rule": PersonGroup.rule_version,
    },
    join=Group,
    order_by=(PersonGroup.person_id, PersonGroup.at),
)

_LEDGER = rows_of(
    {
        "record": LedgerLine.person_id,
        "at": LedgerLine.at,
        "what": case((LedgerLine.joined > 0, "joined"), else_="left"),
        "group": Group.name,
        "cause": LedgerLine.cause,
        "by": user_name(LedgerLine.by_id),
        "note": LedgerLine.note,
    },
    join=Group,
    order_by=(LedgerLine.id,),
)


_KEPT_OUT = rows_of(
    {
        "record": KeptOut.person_id,
        "group": Group.name,
        "since": KeptOut.at,
        "why": KeptOut.why,
        "by": user_name(KeptOut.by_id),
    },
    join=Group,
    order_by=(KeptOut.person_id,),
)
