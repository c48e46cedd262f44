"""Letting more people join a smart group than a request takes, in chunks (people/following.py)."""

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.db import db, fetch, one_of
from webapp.people.following import Follower, Following, followed_by
from webapp.people.models import Person
from webapp.smart_groups.filling import let_join
from webapp.smart_groups.matching import newcomers
from webapp.smart_groups.rules import Rule, asker, rule_of
from webapp.smart_groups.settling import settle_others

KIND = "rule"
AT_ONCE = 2_000


def register() -> None:
    """Let people follow a rule that was applied to current people."""
    followed_by(KIND, Follower(_join, _number))


def how_many(rule: Rule, *, now: int) -> int:
    """How many people a rule would let join."""
    people = newcomers(rule, asker(now=now)).subquery()
    return fetch(select(func.count()).select_from(people)).scalar_one()


def _join(following: Following, _by, now: int) -> bool:
    """Ends without a word when the rule rests by now, or leaves out whom it would have taken."""
    rule = rule_of(following.of_id)
    if rule is None:
        return False
    some = newcomers(rule, asker(now=now)).where(Person.id > following.last_person_id)
    ids = [person_id for (person_id,) in fetch(some.order_by(Person.id).limit(AT_ONCE))]
    if ids:
        change_set = db.session.get_one(ChangeSet, following.change_set_id)
        people = select(Person.id).where(one_of(Person.id, ids))
        let_join(rule, people, now=now, change_set=change_set)
        settle_others(rule, now=now, change_set=change_set)
        following.last_person_id = ids[-1]
    return bool(ids)


def _number(group_id: int) -> int:
    rule = rule_of(group_id)
    return how_many(rule, now=rule.stated_at) if rule else 0
