"""`office:Berlin`, `office:mine`."""

from typing import ClassVar

from sqlalchemy import select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, among
from webapp.criteria.conditions.named import Named, ids_of, special_of
from webapp.criteria.operators import IS
from webapp.db import counters
from webapp.db.counters import PeopleCount
from webapp.users.office import Office


class OfficeCondition(Named):
    """Belongs to one of the offices, or to that of whoever asks (`mine`)."""

    name = "office"
    keys = ("office",)
    thing = "office"
    comparisons = (IS,)
    special_choices: ClassVar = {"mine": "My office"}
    model = Office
    of_asker = "mine"
    special: ClassVar = {"mine": "of my office"}
    verbs = ("of the office", "not of the office")

    def probe(self, leaf, subject, asker):
        return among(subject.person.office_id, _offices(leaf, asker))

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, among(Found.office_id, _offices(leaf, asker))))

    def count(self, leaf, asker):
        return counters.read("kind", PeopleCount.office_id.in_(_offices(leaf, asker))).total()

    def reads(self, leaf):
        return ("office_id",)

    def test(self, leaf, asker):
        offices = _offices(leaf, asker)
        return lambda facts: facts["office_id"] in offices


def _offices(leaf, asker) -> list[int]:
    return ids_of(leaf) + [asker.viewer.office_id] * bool(special_of(leaf))
