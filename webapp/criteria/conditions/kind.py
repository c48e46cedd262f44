"""`kind:lead`."""

from sqlalchemy import select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, Said, among
from webapp.criteria.conditions.named import Named, ids_of
from webapp.criteria.operators import IS
from webapp.db import counters, key
from webapp.formatting import listed
from webapp.people.models import KINDS
from webapp.users.own_company import Labels, own_company


class KindCondition(Named):
    """Is a contact, lead or customer; also found by what the company calls them."""

    name = "kind"
    keys = ("kind",)
    thing = "kind"
    comparisons = (IS,)

    def called(self, names, asker):
        company = own_company()
        labels = Labels(company.labels if company else {})
        return {
            key(name): [kind]
            for kind in KINDS
            for name in (kind, labels.kind(kind).one, labels.kind(kind).many)
        }

    def names(self, ids=None):
        return {kind: kind for kind in KINDS if ids is None or kind in ids}

    def called_by(self, names):
        return {kind: kind.capitalize() for kind in names}

    def theirs(self, leaf, facts, asker, labels):
        return labels.kind(facts["kind"]).one

    def named(self, leaf):
        return ()

    def probe(self, leaf, subject, asker):
        return among(subject.person.kind, ids_of(leaf))

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, among(Found.kind, ids_of(leaf))))

    def count(self, leaf, asker):
        places = [KINDS.index(kind) for kind in ids_of(leaf)]
        return counters.people_with("kind", places)

    def reads(self, leaf):
        return ("kind",)

    def wanted(self, leaf):
        return "kind", ids_of(leaf)

    def test(self, leaf, asker):
        kinds = ids_of(leaf)
        return lambda facts: facts["kind"] in kinds

    def say(self, leaf, labels, *, negative):
        kinds = listed([labels.kind(kind).of(2) for kind in ids_of(leaf)], "or")
        return Said("who are not" if negative else "who are", kinds)

    def noun(self, leaf, labels):
        kinds = ids_of(leaf)
        return labels.kind(kinds[0]).many if len(kinds) == 1 else ""
