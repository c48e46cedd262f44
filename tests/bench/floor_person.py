"""What the floor's page of a person says, read by literal SQL. It imports nothing from webapp."""

import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from tests.bench.floor_statements import (
    ADDRESSES,
    CUSTOM,
    FIELDS,
    NEIGHBOUR,
    PERSON,
    PERSON_GROUPS,
    PERSON_TAGS,
    PLACES,
    STATUSES,
    TIMELINE,
)

ZONE = ZoneInfo("America/New_York")
DAY = 24 * 3600
AHEAD = {"contact": ("lead", "customer"), "lead": ("customer",), "customer": ()}
KINDS = {
    "call": ("called", "phone"),
    "meeting": ("met", "users"),
    "visit": ("visited", "map-pin"),
    "letter": ("sent a letter", "mailbox"),
    "mail": ("mailed", "mail"),
    "note": ("noted", "note"),
    "created": ("added this person", "user-plus"),
    "imported": ("imported this person", "table-import"),
    "grouped": ("added this person to the group", "users-group"),
}


def told_of(person_id: int, connection: sqlite3.Connection) -> dict[str, object]:
    """What the template shows."""
    connection.row_factory = sqlite3.Row
    try:
        return _told(connection, (person_id,))
    finally:
        connection.row_factory = None


def _told(connection: sqlite3.Connection, key: tuple[int]) -> dict[str, object]:
    now = int(time.time())
    person = connection.execute(PERSON, key).fetchone()
    entries = connection.execute(TIMELINE, key).fetchall()
    last = next((entry for entry in entries if entry["at"] == person["last_contact_at"]), None)
    places = [_place(row, now) for row in connection.execute(PLACES, key)]
    before, after = (
        connection.execute(
            NEIGHBOUR.format(compare=compare, direction=direction), (person["name_key"], person["id"])
        ).fetchone()
        for compare, direction in (("<", "DESC"), (">", "ASC"))
    )
    return {
        **{
            name: person[name]
            for name in ("id", "name", "title", "company", "company_id", "status", "status_id")
        },
        **{name: person[name] for name in ("owner", "office")},
        "given_name": person["first"],
        "initials": _initials(person["name"]),
        "owner_initials": _initials(person["owner"]),
        "kind": person["kind"].capitalize(),
        "ahead": AHEAD[person["kind"]],
        "can_go_back": person["kind"] != "contact",
        "now": now,
        "stage": person["stage"] and _stage(person),
        "before": before,
        "after": after,
        "tags": connection.execute(PERSON_TAGS, key).fetchall(),
        "key": secrets.token_urlsafe(12),
        "minute": _local(now).strftime("%Y-%m-%dT%H:%M"),
        "statuses": connection.execute(STATUSES).fetchall(),
        "sections": list(_sections(connection, key, person, now)),
        "entries": list(_entries(entries)),
        "contact": last and _moment(last["at"], now) | {"kind": last["kind"], "who": last["who"]},
        "places": places,
        "groups": [_group(row) for row in connection.execute(PERSON_GROUPS, key)],
        "late": next((place["over"] for place in places if place["over"]), 0),
        "rests": _resting(person),
        "added": _moment(person["created_at"], now),
        "changed": _moment(person["changed_at"], now),
    }


def _sections(connection: sqlite3.Connection, key: tuple[int], person: sqlite3.Row, now: int) -> Iterator:
    addresses = connection.execute(ADDRESSES, key).fetchall()
    own = {row["field_id"]: row["v_text"] or f"{row['v_num']:,g}" for row in connection.execute(CUSTOM, key)}
    for section, fields in groupby(connection.execute(FIELDS), lambda row: (row[0], row[1], row[2])):
        shown = []
        for _, _, _, field_id, label, name in fields:
            href, beside = "", ""
            if name in ("email", "phone"):
                theirs = [row for row in addresses if row[0] == name]
                value = ", ".join(row[1] for row in theirs)
                href = theirs[0][2] if theirs else ""
            else:
                value = person[name] if name else own.get(field_id)
            if name == "zone" and value:
                beside = f"{datetime.fromtimestamp(now, ZoneInfo(value)):%H:%M} there now"
            elif name == "birthday" and value:
                value = date.fromordinal(value).strftime("%d %b %Y")
            shown.append((name or f"field-{field_id}", label, value, href, beside))
        yield *section, shown


def _entries(rows: list[sqlite3.Row]) -> Iterator[dict]:
    month = ""
    for row in rows:
        did, icon = KINDS.get(row["kind"], (row["kind"], "bolt"))
        at = _local(row["at"])
        before, month = month, at.strftime("%B %Y")
        is_event = row["source"] == "events"
        yield {
            "month": month if month != before else "",
            "icon": icon,
            "who": row["who"],
            "did": did,
            "kind": row["kind"],
            "minutes": row["minutes"] and f"{row['minutes']:g}",
            "outcome": row["outcome"],
            "text": "" if is_event else row["text"],
            "what": json.loads(row["text"]).get("added", ()) if is_event else (),
            "edit": f"{row['source']}/{row['id']}" if not is_event else "",
            "when": at.strftime("%d %b, %H:%M"),
            "exact": at.strftime("%d %b %Y, %H:%M"),
            "iso": _iso(row["at"]),
        }


def _place(row: sqlite3.Row, now: int) -> dict:
    due, days, since = row["due_at"], row["reminder_days"], (now - row["base_at"]) // DAY
    over = (now - due) // DAY if due and due <= now else 0
    return {
        "id": row["id"],
        "name": row["name"],
        "hue": row["hue"],
        "days": days,
        "over": over,
        "due_at": due,
        "due": due and _local(due).strftime("%d %b %Y, %H:%M"),
        "state": f"expired {over} days ago"
        if over
        else f"due in {(due - now) // DAY + 1} days"
        if due
        else "",
        "snoozed": row["snoozed_until"],
        "since": since,
        "run": days and min(days, since),
    }


def _group(row: sqlite3.Row) -> dict:
    reason = f"Rule v{row['rule_version']}" if row["cause"] == "rule" else f"By hand, {row['who']}"
    return {
        "id": row["id"],
        "name": row["name"],
        "path": row["path"],
        "reason": reason,
        "when": _local(row["at"]).strftime("%d %b, %H:%M"),
    }


def _stage(person: sqlite3.Row) -> dict:
    expected, value = person["stage_expected"], person["stage_value"]
    return {
        "name": person["stage"],
        "hue": person["stage_hue"],
        "pipeline": person["pipeline"],
        "filled": f"{10.05 * person['stages_before'] / max(1, person['stages'] - 1):.2f}",
        "value": value and f"{value / 100:,.2f}",
        "expected": expected and date.fromordinal(expected).strftime("%d %b %Y"),
    }


def _resting(person: sqlite3.Row) -> str:
    if person["status_pauses"]:
        return f"the status {person['status']}"
    return f"the stage {person['stage']}" if person["stage_pauses"] else ""


def _initials(name: str | None) -> str:
    names = (name or "").split()
    return names[0][0] + names[-1][0] if names else ""


def _moment(at: int, now: int) -> dict[str, str]:
    local = _local(at)
    return {
        "iso": _iso(at),
        "exact": local.strftime("%d %b %Y, %H:%M"),
        "when": local.strftime("%d %b, %H:%M"),
        "ago": f"{(now - at) // (30 * DAY)} mo ago",
    }


def _local(at: int) -> datetime:
    return datetime.fromtimestamp(at, ZONE)


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
