"""Holding groups still while people come and go."""

from collections.abc import Collection

from sqlalchemy import Row, select

from webapp.db import db
from webapp.groups.models import Group


def hold_groups(group_ids: Collection[int]) -> list[Row]:
    """Lock these groups, shared, so that whoever moves or deletes one waits for who joins meanwhile.

    (id, retired_at, archived_at) of each. One locks groups before their people.
    """
    groups = select(Group.id, Group.retired_at, Group.archived_at).where(Group.id.in_(group_ids))
    return db.session.execute(groups.order_by(Group.id).with_for_update(read=True)).all()
