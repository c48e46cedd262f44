"""Rows that belong to one person and one group."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import Delete, bindparam, delete

from webapp.db import db

Pair = tuple[int, int]
"""(person_id, group_id)"""


def delete_pairs(model, pairs: Collection[Pair]) -> None:
    """Delete the rows of these pairs, which one by one takes a tenth of the time of one long list of them."""
    if pairs:
        rows = [{"person": person_id, "of": group_id} for person_id, group_id in pairs]
        db.session.connection().execute(_deleting(model), rows)


@cache
def _deleting(model) -> Delete:
    table = model.__table__
    return delete(table).where(table.c.person_id == bindparam("person"), table.c.group_id == bindparam("of"))
