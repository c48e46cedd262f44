"""Conversion: contact → lead → customer, and back to the kind and status that somebody had before.

It is a change of the fields `kind` and `status_id`, so undo takes it back like any edit; the rows of
`conversion` only remember which status to return to.
"""

from collections.abc import Sequence

from sqlalchemy import insert, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import track
from webapp.db import db
from webapp.people.editing import change_people, load_values
from webapp.people.models import KINDS, Conversion
from webapp.pipelines.statuses import status_with_role

CONVERTED = KINDS[1:]
"""The kinds that one is converted to."""


def kinds_after(kind: str) -> tuple[str, ...]:
    """What somebody of this kind can be converted to."""
    return KINDS[KINDS.index(kind) + 1 :]


def convert(person_ids: Sequence[int], to_kind: str, *, by, now: int, change_set: ChangeSet) -> list[int]:
    """Make leads or customers of people; returns the ids of those who were not yet as far.

    A customer gets the status *Converted*.
    """
    before = {
        person_id: values
        for person_id, values in load_values(list(person_ids), for_update=True).items()
        if to_kind in kinds_after(values["kind"])
    }
    new = {"kind": to_kind}
    if to_kind == "customer":
        new["status_id"] = status_with_role("converted").id
    after = dict.fromkeys(before, new)
    _convert(before, after, "", by, now, change_set)
    return list(before)


def convert_back(person_id: int, reason: str, *, by, now: int, change_set: ChangeSet) -> str:
    """Undo the last conversion for a reason; returns the kind that the person is again.

    The status is the one before it. Somebody who was never converted goes one kind back, and from *Converted*
    to *New*. A contact stays one.
    """
    before = load_values([person_id], for_update=True)
    values = before[person_id]
    kind, status_id = _before_conversion(person_id, values["kind"])
    if kind == values["kind"]:
        return kind
    if status_id is None:
        converted = values["status_id"] == status_with_role("converted").id
        status_id = status_with_role("new").id if converted else values["status_id"]
    after = {person_id: {"kind": kind, "status_id": status_id}}
    _convert(before, after, reason, by, now, change_set)
    return kind


def _before_conversion(person_id: int, kind: str) -> tuple[str, int | None]:
    last = db.session.execute(
        select(Conversion.from_kind, Conversion.status_before_id)
        .where(Conversion.person_id == person_id, Conversion.to_kind == kind)
        .order_by(Conversion.at.desc(), Conversion.id.desc())
        .limit(1)
    ).one_or_none()
    position = KINDS.index(kind)
    if last and KINDS.index(last.from_kind) < position:
        return last.from_kind, last.status_before_id
    return KINDS[max(position - 1, 0)], None


def _convert(before, after, reason: str, by, now: int, change_set: ChangeSet) -> None:
    if not before:
        return
    changed = change_people(after, by=by, now=now, change_set=change_set, event=None)
    values_of: dict[int, list] = {person_id: [] for person_id in before}
    for change in changed:
        values_of[change.person_id].append([change.key, change.old, change.new])
    db.session.execute(
        insert(Conversion),
        [
            {
                "person_id": person_id,
                "at": now,
                "by_id": by.id,
                "from_kind": values["kind"],
                "to_kind": after[person_id]["kind"],
                "status_before_id": values["status_id"],
                "reason": reason,
            }
            for person_id, values in before.items()
        ],
    )
    track(
        "converted",
        (
            (
                person_id,
                {
                    "from": values["kind"],
                    "to": after[person_id]["kind"],
                    "reason": reason,
                    "changes": values_of[person_id],
                },
            )
            for person_id, values in before.items()
        ),
        by=by,
        now=now,
        change_set=change_set,
    )
