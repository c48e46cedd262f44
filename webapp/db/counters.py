"""How many people there are per (office, owner) and facet value, kept in the transaction that changes them.

Live counts take 100-900 ms at a million people; these are read in under 1 ms. People in the trash are not
counted. A facet is the kind, status, stage, a tag, a segment or a group, `value` its id (for the kind the
position in KINDS). 'stage_value' sums what is hoped for in a stage, 'expired' counts the expiries that became
an alert, 'group_under' who is in a group or below it, each once.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import BigInteger, Insert, bindparam, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db.engine import Model, db
from webapp.db.fetching import fetch
from webapp.db.prepared import PreparedWrite
from webapp.db.upsert import insert_into

NOWHERE = 0
"""The id of an office or owner that somebody does not have."""


class PeopleCount(Model):
    """`office_id`, `owner_id` are 0 for none: NULL keys would be duplicated on SQLite."""

    __tablename__ = "people_count"

    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    office_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    owner_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    people: Mapped[int] = mapped_column(BigInteger, default=0)


CounterKey = tuple[str, int, int, int]


def add(deltas: Mapping[CounterKey, int]) -> None:
    """Add to the counters; keys are (facet, value, office_id or 0, owner_id or 0).

    Rows are written in key order, so that two transactions never wait for each other crosswise.
    """
    rows = [
        dict(zip(("facet", "value", "office_id", "owner_id"), k, strict=True), people=n)
        for k, n in sorted(deltas.items())
        if n
    ]
    if rows:
        _ADDING.run_each(rows)


def _adding(dialect_name: str) -> Insert:
    statement = insert_into(PeopleCount, dialect_name)
    return statement.on_conflict_do_update(
        index_elements=["facet", "value", "office_id", "owner_id"],
        set_={"people": PeopleCount.people + statement.excluded.people},
    )


_ADDING = PreparedWrite(_adding)


def read(facet: str, *where) -> Counter[int]:
    """People per value of a facet, over the (office, owner) rows that meet `where`."""
    rows = fetch(_PER_VALUE.where(*where) if where else _PER_VALUE, {"facet": facet})
    return Counter({value: int(n) for value, n in rows})


def people_with(facet: str, values: Iterable[int]) -> int:
    """How many people have one of these values, those with several of them once for each."""
    return int(fetch(_WITH_VALUES, {"facet": facet, "values": list(values)}).scalar_one())


_PER_VALUE = (
    select(PeopleCount.value, func.sum(PeopleCount.people))
    .where(PeopleCount.facet == bindparam("facet"))
    .group_by(PeopleCount.value)
)
_WITH_VALUES = select(func.coalesce(func.sum(PeopleCount.people), 0)).where(
    PeopleCount.facet == bindparam("facet"), PeopleCount.value.in_(bindparam("values", expanding=True))
)


def all_kept() -> dict[CounterKey, int]:
    """Every counter as it is kept."""
    rows = db.session.execute(
        select(
            PeopleCount.facet,
            PeopleCount.value,
            PeopleCount.office_id,
            PeopleCount.owner_id,
            PeopleCount.people,
        )
    )
    return {tuple(row[:4]): row[4] for row in rows}


def replace_all(counts: Mapping[CounterKey, int]) -> None:
    """Write every counter anew from a fresh count."""
    db.session.execute(delete(PeopleCount))
    add(counts)
