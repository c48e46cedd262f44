"""`status:Dead`."""

from sqlalchemy import select

from webapp.criteria.condition import FOUND_LIVING, Found, Ids, among
from webapp.criteria.conditions.named import Named, ids_of
from webapp.db import counters, db
from webapp.db.counters import PeopleCount
from webapp.pipelines.models import Status
from webapp.pipelines.statuses import status_named


class StatusCondition(Named):
    """Has one of the statuses; everybody has exactly one."""

    name = "status"
    keys = ("status",)
    thing = "status"
    verbs = ("with status", "without status")

    def find(self, name):
        status = status_named(name)
        return status and status.id

    def names(self, ids=None):
        statement = select(Status.id, Status.name).order_by(Status.position, Status.id)
        if ids is not None:
            statement = statement.where(Status.id.in_(ids))
        return dict(db.session.execute(statement).all())

    def probe(self, leaf, subject, asker):
        return among(subject.person.status_id, ids_of(leaf))

    def ids(self, leaf, asker):
        return Ids(select(Found.id).where(FOUND_LIVING, among(Found.status_id, ids_of(leaf))))

    def count(self, leaf, asker):
        return sum(counters.read("status", PeopleCount.value.in_(ids_of(leaf))).values())

    def holds(self, leaf, facts, asker):
        return facts["status_id"] in ids_of(leaf)
