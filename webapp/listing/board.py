"""A pipeline's board: the people of the list in each of its stages, by name, and how many they are."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select

from webapp.criteria.tree import EVERYBODY
from webapp.db import counters, db
from webapp.db.counters import PeopleCount
from webapp.listing.counts import CAP
from webapp.listing.cursor import read_cursor
from webapp.listing.grouping import in_stage
from webapp.listing.opening import OpenList
from webapp.listing.paging import Page, page_of
from webapp.listing.seeking import Among
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.pipelines.stages import PipelineView


class Sum(NamedTuple):
    """How many people stand in a stage, and what they are worth together in hundredths.

    Of more than CAP people it is not known exactly, and `worth` is None.
    """

    people: int
    worth: int | None

    @property
    def is_capped(self) -> bool:
        return self.worth is None


def pages_of(opened: OpenList, pipeline: PipelineView) -> dict[int, Page]:
    """The first page of each stage."""
    standing = _standing(pipeline)
    return {stage.id: _page(opened, stage.id, standing[stage.id]) for stage in pipeline.stages}


def page_behind(opened: OpenList, stage_id: int, after: str) -> Page:
    """The page of a stage behind a cursor; raises BadCursor."""
    among = counters.read("stage", PeopleCount.value == stage_id)[stage_id]
    return _page(opened, stage_id, among, after)


def kept_sums(opened: OpenList, pipeline: PipelineView) -> Mapping[int, Sum] | None:
    """Every stage's sum by the counters; None where a search narrows the list."""
    if opened.tree != EVERYBODY or opened.address.overdue:
        return None
    totals = opened.totals
    return {stage.id: Sum(totals.stages[stage.id], totals.hoped_for[stage.id]) for stage in pipeline.stages}


def counted_sums(opened: OpenList, pipeline: PipelineView) -> Mapping[int, Sum]:
    """Every stage's sum, counted up to CAP people each."""
    return {stage.id: _counted(opened.among, stage.id) for stage in pipeline.stages}


def _page(opened: OpenList, stage_id: int, standing: int, after: str | None = None) -> Page:
    sort = in_stage(stage_id, opened.viewer.id if opened.viewer.scope == "own" else None)
    whom = opened.among
    few = None if whom.few is None else whom.few & (Person.stage_id == stage_id)
    among = Among(whom.probe, standing, few=few, passing=whom.passing)
    return page_of(sort, among, after=read_cursor(after, sort) if after else None)


def _standing(pipeline: PipelineView) -> Mapping[int, int]:
    """How many people a walk through each stage would go past."""
    return counters.read("stage", PeopleCount.value.in_([stage.id for stage in pipeline.stages]))


def _counted(whom: Among, stage_id: int) -> Sum:
    passing = whom.probe if whom.walks else whom.few
    some = select(Person.stage_value).where(LIVING, Person.stage_id == stage_id, passing).limit(CAP + 1)
    row = select(func.count(), func.coalesce(func.sum(some.subquery().c.stage_value), 0))
    people, worth = db.session.execute(row).one()
    return Sum(CAP, None) if people > CAP else Sum(people, int(worth))
