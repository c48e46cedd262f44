"""Erasing somebody on request: them, whoever was merged into them, and every trace in what is not theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Text, delete, or_, select, type_coerce, update

from webapp.activity.knowing import FILES, SEARCHING
from webapp.activity.models import Change, Event
from webapp.activity.moving import hold_what_moves
from webapp.activity.traces import Traces
from webapp.db import db
from webapp.erasing.mentions import Mention, mentions_of, take_out
from webapp.erasing.tracing import own_norms, traces_of
from webapp.people.erasing import erase
from webapp.people.merging import everybody_in, whose_now
from webapp.people.models import TRASHED, Person
from webapp.people.turning import turn
from webapp.suppressions.keeping import note_erasure
from webapp.suppressions.models import Erasure


class AlreadyGone(Exception):
    """Somebody else erased them a moment ago."""


class NotTheSame(Exception):
    """Somebody else merged them a moment ago, or took them apart: what was found is no longer what goes."""


@dataclass(frozen=True)
class Found:
    """Who goes, with every record that is part of them, their traces, and where others' records name them."""

    person_id: int
    person_ids: list[int]
    traces: Traces
    mentions: list[Mention]


def find_everything(person_id: int) -> Found:
    """What erasing somebody would take along. It reads whole tables and changes nothing."""
    person_ids = sorted(everybody_in([person_id]))
    traces = traces_of(person_ids)
    return Found(person_id, person_ids, traces, mentions_of(traces))


def erase_for_good(found: Found, *, reason: str, by_id: int | None, now: int) -> tuple[Erasure, list[Path]]:
    """Erase what was found a moment ago, and suppress the addresses that were nobody else's.

    Returns what is kept of it, and the files to delete once it is committed. Nothing of it can be undone.
    Raises AlreadyGone and NotTheSame.
    """
    person_ids = found.person_ids
    hold_what_moves(person_ids)
    created = _lock(found)
    traces = traces_of(person_ids)
    kept = [file for files_of in FILES.values() for file in files_of(person_ids)]
    files = [path for file in kept for path in (file.path, *file.drawn)]
    turn(person_ids, hidden=TRASHED, was=0, now=now)  # so that the counters no longer count them
    addresses = own_norms(person_ids, traces)
    erasure = note_erasure(created, addresses, reason=reason, by_id=by_id, now=now)
    _forget_what_merges_gave_others(person_ids)
    erase(person_ids)
    for forget, _ in SEARCHING.values():
        forget(traces)
    take_out(found.mentions, traces)
    db.session.flush()
    return erasure, files


def _lock(found: Found) -> dict[int, int]:
    """{person_id: when they came}, which stay as they are from now on."""
    rows = select(Person.id, Person.created_at).where(Person.id.in_(found.person_ids)).order_by(Person.id)
    created = dict(map(tuple, db.session.execute(rows.with_for_update())))
    if found.person_id not in created:
        raise AlreadyGone
    if whose_now(found.person_id) or everybody_in([found.person_id]) != set(found.person_ids):
        raise NotTheSame
    return created


def _forget_what_merges_gave_others(person_ids: Collection[int]) -> None:
    """Merges that were taken apart wrote their values into the history of who was merged with them."""
    of_merge = (type_coerce(value, Text).contains("merged into") for value in (Change.old, Change.new))
    theirs = Change.person_id.in_(person_ids), Change.kind == "person", or_(*of_merge)
    ids = list(db.session.scalars(select(Change.change_set_id).where(*theirs)))
    if not ids:
        return  # an empty list would be looked for in every row
    of_others = Event.change_set_id.in_(ids), Event.person_id.not_in(person_ids)
    for event_id, data in db.session.execute(select(Event.id, Event.data).where(*of_others)).all():
        kept = {name: value for name, value in data.items() if name != "changes"}
        db.session.execute(update(Event).where(Event.id == event_id).values(data=kept))
    of_others = Change.change_set_id.in_(ids), Change.person_id.not_in(person_ids)
    db.session.execute(delete(Change).where(*of_others))
