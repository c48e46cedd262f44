"""Conversion: contact → lead → customer, and back to the kind and status that somebody had before.

It is a change of the fields `kind` and `status_id`, so undo takes it back like any edit; the rows of
`conversion` only remember which status to return to.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import track
from webapp.db import db
from webapp.people.editing import Values, change_people, load_values
from webapp.people.models import KINDS, Conversion
from webapp.pipelines.statuses import status_id_with_role

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
        new["status_id"] = status_id_with_role("converted")
    after = dict.fromkeys(before, new)
    _convert(before, after, "", by, now, change_set)
    return list(before)


def convert_back(
    person_ids: Sequence[int], reason: str, *, by, now: int, change_set: ChangeSet
) -> dict[int, str]:
    """Undo everybody's last conversion for a reason; returns the kind that each is now.

    The status is the one before it. Somebody who was never converted goes one kind back, and from *Converted*
    to *New*. A contact stays one.
    """
    before = load_values(list(person_ids), for_update=True)
    after = kinds_before(before)
    _convert({person_id: before[person_id] for person_id in after}, after, reason, by, now, change_set)
    return {person_id: (after.get(person_id) or values)["kind"] for person_id, values in before.items()}


def kinds_before(present: Mapping[int, Values]) -> dict[int, Values]:
    """The kind and status that those of these people had who are not what they were at first."""
    last = _last_conversions(present)
    new, converted = status_id_with_role("new"), status_id_with_role("converted")
    after = {}
    for person_id, values in present.items():
        position = KINDS.index(values["kind"])
        conversion = last.get(person_id)
        if conversion and KINDS.index(conversion.from_kind) < position:
            after[person_id] = {"kind": conversion.from_kind, "status_id": conversion.status_before_id}
        elif position:
            status_id = new if values["status_id"] == converted else values["status_id"]
            after[person_id] = {"kind": KINDS[position - 1], "status_id": status_id}
    return after


def _last_conversions(present: Mapping[int, Values]) -> dict:
    """Everybody's last conversion to the kind that they are now."""
    rows = db.session.execute(
        select(Conversion.person_id, Conversion.from_kind, Conversion.to_kind, Conversion.status_before_id)
        .where(Conversion.person_id.in_(list(present)))
        .order_by(Conversion.at, Conversion.id)
    )
    return {row.person_id: row for row in rows if row.to_kind == present[row.person_id]["kind"]}


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
