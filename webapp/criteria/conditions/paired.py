"""Conditions on things of which somebody has any number: tags, segments."""

from sqlalchemy import select

from webapp.criteria.condition import Ids, a_row, among, any_of
from webapp.criteria.conditions.named import Named, ids_of, is_in_any, special_of
from webapp.criteria.operators import IS_ANY_OF, Alone
from webapp.db import counters


class Paired(Named):
    """Has any of the things; `none` is without any, `any` with some.

    `pairs` is the table with a row (person_id, <thing>_id) for each. Counters know them as `facet`, facts.py
    as `fact`; mostly the word for the thing, and its plural.
    """

    pairs: type
    facet: str
    fact: str
    linked = True
    comparisons = (
        IS_ANY_OF,
        Alone("none", "is none at all", "is any"),
        Alone("any", "is any", "is none at all"),
    )

    def probe(self, leaf, subject, asker):
        subject = subject.in_or_if(len(leaf.values) > 1)
        own = self.pairs.person_id == subject.person.id
        tests = []
        if wanted := ids_of(leaf):
            tests.append(subject.has(a_row(own, among(self._thing_id, wanted))))
        for word in special_of(leaf):
            has_some = subject.has(a_row(own))
            tests.append(has_some if word == "any" else ~has_some)
        return any_of(tests)

    def ids(self, leaf, asker):
        if special_of(leaf):
            return None
        wanted = ids_of(leaf)
        found = select(self.pairs.person_id).where(among(self._thing_id, wanted))
        return Ids(found if len(wanted) == 1 else found.distinct())

    def count(self, leaf, asker):
        if special_of(leaf):
            return None
        return counters.people_with(self.facet, ids_of(leaf))

    def reads(self, leaf):
        return (self.fact,)

    def wanted(self, leaf):
        return None if special_of(leaf) else (self.fact, ids_of(leaf))

    def test(self, leaf, asker):
        return is_in_any(leaf, self.fact)

    @property
    def _thing_id(self):
        return getattr(self.pairs, f"{self.thing}_id")
