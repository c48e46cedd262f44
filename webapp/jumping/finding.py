"""What a few letters lead to."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

from sqlalchemy import select

from webapp.companies.listing import companies
from webapp.criteria.asking import Asker
from webapp.criteria.conditions import BY_KEY
from webapp.criteria.conditions.named import Named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import quoted
from webapp.db import db, words
from webapp.groups.naming import groups_for, tree
from webapp.jumping.goals import Goal
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.people.models import Person
from webapp.users.own_company import Labels

MOST = 6
"""Goals of a group; whoever wants more of them writes more letters."""
MOST_COMPARED = 2_000
LISTS = ("segment", "stage", "pipeline", "status", "tag", "owner")
"""The conditions whose values make lists that one goes to."""


class Group(NamedTuple):
    """Goals of one sort."""

    words: str
    goals: list[Goal]


def find(
    text: str, asker: Asker, labels: Labels, deeds: Iterable[Goal], pages: Iterable[Goal]
) -> list[Group]:
    """The goals that fit a text, sort by sort; of nothing typed the deeds and pages, without empty groups."""
    wanted = words(text)
    groups = [Group("Do", _fitting(deeds, wanted)), Group("Go to", _fitting(pages, wanted))]
    if wanted:
        people = [Goal(name, f"/people/{i}", "user", email) for i, name, email in find_people(text, asker)]
        groups[:0] = [Group(labels.person.many, people)]
        groups += [
            Group("Groups", _groups(wanted, asker)),
            Group("Lists", _lists(wanted, asker)),
            Group(labels.company.many, _companies(text)),
        ]
    return [group for group in groups if group.goals]


def _fitting(goals: Iterable[Goal], wanted: list[str]) -> list[Goal]:
    """Those in whose words every wanted word begins a word, at most six once something is wanted."""
    fitting = (goal for goal in goals if _fits(goal.words, wanted))
    return list(islice(fitting, MOST) if wanted else fitting)


def _fits(text: str, wanted: list[str]) -> bool:
    there = words(text)
    return all(any(word.startswith(start) for word in there) for start in wanted)


class Found(NamedTuple):
    """Somebody whom a text fits."""

    id: int
    name: str
    email: str


def find_people(text: str, asker: Asker) -> list[Found]:
    """People in whose name, e-mail or company words begin like those of the text; nobody for no text."""
    if not words(text):
        return []
    try:
        ids = open_list(Address(quoted(text)), asker).page(None, None).ids[:MOST]
    except CriteriaError:
        return []
    rows = db.session.execute(select(Person.id, Person.name, Person.email_norm).where(Person.id.in_(ids)))
    found = {row.id: Found(*row) for row in rows}
    return [found[person_id] for person_id in ids]


def _lists(wanted: list[str], asker: Asker) -> list[Goal]:
    found = []
    for key in LISTS:
        condition = BY_KEY.get(key)
        if not isinstance(condition, Named):
            continue
        for value in islice(condition.suggest(asker), MOST_COMPARED):
            if value not in condition.special and _fits(value, wanted):
                shown = value.strip('"').replace('\\"', '"').replace("\\\\", "\\")
                found.append(Goal(shown, Address(f"{key}:{value}").url(), "list-details", key.capitalize()))
            if len(found) == MOST:
                return found
    return found


def _groups(wanted: list[str], asker: Asker) -> list[Goal]:
    """Those in whose path every wanted word begins a word, first those whose own name they fit."""
    known = tree()
    fitting = [node for node in groups_for(asker.viewer) if _fits(known.shown(node.id), wanted)]
    fitting.sort(key=lambda node: not _fits(node.name, wanted))
    return [
        Goal(
            node.name,
            f"/groups/{node.id}",
            "users-group",
            known.shown(node.parent_id) if node.parent_id else "",
        )
        for node in fitting[:MOST]
    ]


def _companies(text: str) -> list[Goal]:
    found, _ = companies(text)
    return [Goal(company.name, f"/companies/{company.id}", "building") for company in found[:MOST]]
