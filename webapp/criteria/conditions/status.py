"""`status:Dead`."""

from sqlalchemy import select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, among
from webapp.criteria.conditions.named import Named, ids_of
from webapp.criteria.operators import IS
from webapp.db import counters
from webapp.db.counters import PeopleCount
from webapp.pipelines.models import Status


class StatusCondition(Named):
    """Has one of the statuses; everybody has exactly one."""

    name = "status"
    keys = ("status",)
    thing = "status"
    comparisons = (IS,)
    model = Status
    verbs = ("with status", "without status")

    def there(self):
        return Status.retired_at.is_(None)

    def probe(self, leaf, subject, asker):
        return among(subject.person.status_id, ids_of(leaf))

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, among(Found.status_id, ids_of(leaf))))

    def count(self, leaf, asker):
        return sum(counters.read("status", PeopleCount.value.in_(ids_of(leaf))).values())

    def reads(self, leaf):
        return ("status_id",)

    def wanted(self, leaf):
        return "status_id", ids_of(leaf)

    def test(self, leaf, asker):
        statuses = ids_of(leaf)
        return lambda facts: facts["status_id"] in statuses
