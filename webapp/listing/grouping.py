"""Sorts in which people of one status, stage, kind, owner or office stand together."""

from functools import lru_cache

from sqlalchemy import case, literal, select

from webapp.db import db
from webapp.db.counters import PeopleCount
from webapp.listing.bands import GROUPED, Band, Group, Sort
from webapp.people.models import KINDS, Person
from webapp.people.visible import counted_for
from webapp.pipelines.models import Pipeline, Stage, Status
from webapp.users.office import Office
from webapp.users.user import User
from webapp.users.viewer import Viewer

MAY_BE_NONE = frozenset({"owner", "stage"})


def by_group(name: str, descending: bool, viewer: Viewer) -> Sort:
    """Descending turns the groups around; within one people still stand by name. Without a value: last."""
    values = _GROUPS[name](viewer)
    if descending:
        values.reverse()
    if name in MAY_BE_NONE:
        values.append(None)
    return _in_groups(name, tuple(values))


@lru_cache(maxsize=1_024)
def in_stage(stage_id: int, owner_id: int | None) -> Sort:
    """The people of one stage by name; with an owner only theirs, along an index that begins with owners."""
    if owner_id is None:
        return _in_groups("stage", (stage_id,))
    own = (Person.owner_id == owner_id, Person.stage_id == stage_id)
    prefix = (Person.owner_id, Person.stage_id)
    band = Band(stage_id, "ix_person_owner_stage", Person.name_key, where=own, prefix=prefix)
    return Sort("stage", (band,), Person.name_key, str, literal(0), within=Group("owner", owner_id))


@lru_cache(maxsize=256)
def _in_groups(name: str, values: tuple) -> Sort:
    column, index = GROUPED[name]
    bands = tuple(
        Band(
            KINDS.index(value) if name == "kind" else value or 0,
            index,
            Person.name_key,
            where=(column == value,),
            prefix=(column,),
        )
        for value in values
    )
    rank = case(*((band.members, n) for n, band in enumerate(bands)), else_=len(bands))
    return Sort(name, bands, Person.name_key, str, rank)


def _statuses(_viewer: Viewer) -> list:
    return list(db.session.scalars(select(Status.id).order_by(Status.position, Status.id)))


def _stages(_viewer: Viewer) -> list:
    """In the order of the pipelines; those that are being deleted too, since people still stand there."""
    order = (Pipeline.position, Pipeline.id, Stage.position, Stage.id)
    stages = select(Stage.id).join(Pipeline, Pipeline.id == Stage.pipeline_id)
    return list(db.session.scalars(stages.order_by(*order)))


def _offices(_viewer: Viewer) -> list:
    return list(db.session.scalars(select(Office.id).order_by(Office.name_key, Office.id)))


def _owners(viewer: Viewer) -> list:
    """Only those who own somebody whom the viewer sees: every other band would be an empty walk."""
    owning = select(PeopleCount.owner_id).where(
        PeopleCount.facet == "kind", PeopleCount.people > 0, counted_for(viewer)
    )
    return list(
        db.session.scalars(select(User.id).where(User.id.in_(owning)).order_by(User.name_key, User.id))
    )


_GROUPS = {
    "kind": lambda _viewer: list(KINDS),
    "status": _statuses,
    "stage": _stages,
    "office": _offices,
    "owner": _owners,
}
