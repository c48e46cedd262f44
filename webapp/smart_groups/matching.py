"""A rule as SQL: whom it finds among everybody, and who of a group matches it."""

from sqlalchemy import ColumnElement, Select, and_, not_, select, true

from webapp.criteria.asking import Asker
from webapp.criteria.sql import drive, probe
from webapp.groups.models import KeptOut, PersonGroup
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.smart_groups.rules import Rule


def whom_it_finds(rule: Rule, who: Asker) -> Select[tuple[int]]:
    """The ids of the living people who match."""
    rarest = drive(rule.criteria, who)
    found = probe(rule.criteria, who) if rarest is None else Person.id.in_(rarest)
    return select(Person.id).where(LIVING, _of_office(rule), found)


def newcomers(rule: Rule, who: Asker) -> Select[tuple[int]]:
    """Those of them who are neither in the group nor kept out of it."""
    there = [
        select(model.person_id).where(model.person_id == Person.id, model.group_id == rule.group_id).exists()
        for model in (PersonGroup, KeptOut)
    ]
    return whom_it_finds(rule, who).where(*map(not_, there))


def members(rule: Rule, who: Asker, *, matching: bool) -> Select[tuple[int]]:
    """The ids of the living people in the group who match, or of those who do not."""
    return _among(PersonGroup, rule, who, matching)


def kept_out(rule: Rule, who: Asker, *, matching: bool) -> Select[tuple[int]]:
    """The same of the people whom the rule leaves out."""
    return _among(KeptOut, rule, who, matching)


def _among(model, rule: Rule, who: Asker, matching: bool) -> Select[tuple[int]]:
    found = and_(_of_office(rule), probe(rule.criteria, who))
    own = select(model.person_id).join(Person, Person.id == model.person_id)
    return own.where(model.group_id == rule.group_id, LIVING, found if matching else not_(found))


def _of_office(rule: Rule) -> ColumnElement[bool]:
    return true() if rule.office_id is None else Person.office_id == rule.office_id
