"""How deeds on rules are taken back: that a group was given one, that it was changed or removed."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from webapp.activity.records import STANDS, RecordKind, Values, record_kind
from webapp.criteria.sentence import kept_in_words
from webapp.db import db
from webapp.groups.models import Group
from webapp.naming import names_by_id
from webapp.smart_groups.models import SmartGroup
from webapp.smart_groups.pausing import why_not
from webapp.smart_groups.rules import AFTER, MIRROR, STAY, rule_of
from webapp.smart_groups.settling import settle
from webapp.smart_groups.stating import state, stated, unstate
from webapp.users.permission import Permission

NAMES = {"criteria": "Who joins", "exit": "Who stops matching"}
EXITS = {STAY: "stays", MIRROR: "leaves at once", AFTER: "leaves after {} days"}


def register() -> None:
    """Let undo bring rules back, and what they were; the record is the group."""
    how = RecordKind(
        permission=Permission.EDIT_GROUPS,
        title=_title,
        standing=_standing,
        present=_present,
        refused=_refused,
        put_back=_put_back,
        name=NAMES.get,
        words=_words,
        leans_on=_leans_on,
        settle=_settle,
    )
    record_kind("rule", how)


def _title(group_id: int) -> str:
    return f"Rule of {names_by_id(Group, [group_id]).get(group_id, 'a deleted group')}"


def _words(key: str, value: list) -> str:
    if key == "exit":
        policy, days = value
        return EXITS[policy].format(days)
    return kept_in_words(value[0])


def _standing(group_ids: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(SmartGroup.group_id).where(SmartGroup.group_id.in_(group_ids))))


def _present(group_id: int, *, lock: bool) -> Values:
    if db.session.get(Group, group_id, with_for_update=lock or None, populate_existing=lock) is None:
        return {}
    return stated(group_id)


def _leans_on(group_id: int, wanted: Values) -> Mapping[str, tuple[str, int]]:
    return {key: ("group", group_id) for key, value in wanted.items() if value is not None}


def _refused(group_id: int, wanted: Values) -> Mapping[str, str]:
    """A rule does not go with what somebody made of it since, nor come back asking for what is gone."""
    why = ""
    if wanted.get(STANDS, True) is None:
        why = "" if wanted.keys() == stated(group_id).keys() else "It was changed since."
    elif "criteria" in wanted:
        criteria, stated_at = wanted["criteria"]
        why = why_not(SmartGroup(group_id=group_id, criteria=criteria, stated_at=stated_at))
    return dict.fromkeys(wanted, why) if why else {}


def _put_back(group_id: int, wanted: Values, *, by, now: int, change_set) -> None:
    group = db.session.get_one(Group, group_id)
    if wanted.get(STANDS, True) is None:
        unstate(group, by=by, now=now)
    else:
        state(group, wanted, by=by, now=now)


def _settle(group_id: int, *, now: int, change_set) -> None:
    """Nobody joins by that: who matches and is not in the group stays out until a change makes them match."""
    if rule := rule_of(group_id):
        settle(rule, now=now, change_set=change_set, joins=False)
