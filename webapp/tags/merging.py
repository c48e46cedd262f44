"""Whoever is kept of people who are merged has all their tags."""

from collections.abc import Collection

from sqlalchemy import select

from webapp.activity.moving import Merge, moves
from webapp.db import db
from webapp.tags.models import PersonTag
from webapp.tags.tagging import add_tags, hold_tags


def register() -> None:
    """Let tags go along."""
    moves("tags", _give, hold=_hold)


def _give(merge: Merge) -> None:
    add_tags([merge.kept_id], _tags_of(merge.merged_ids), **merge.doing)


def _hold(person_ids: Collection[int]) -> None:
    hold_tags(_tags_of(person_ids))


def _tags_of(person_ids: Collection[int]) -> list[int]:
    have = select(PersonTag.tag_id).where(PersonTag.person_id.in_(person_ids)).distinct()
    return list(db.session.scalars(have.order_by(PersonTag.tag_id)))
