"""Brings an invented database to what the figures are stated for: 200 tags, 25 segments with as many
memberships as people, 3 pipelines, and a field with numbers.

    python -m tests.bench.furnishing DATABASE        (MUSTER_INSTANCE says whose counters are counted anew)
"""

import random
import sqlite3
import sys
import time
from collections.abc import Iterator

from webapp import create_app
from webapp.db import db
from webapp.people.counting import rebuild_counters

TAGS, SEGMENTS, PIPELINES = 200, 25, 3
STAGES = ("Open", "Talking", "Offer", "Won", "Lost")
HUES = ("red", "orange", "amber", "lime", "green", "teal", "blue", "indigo", "violet", "pink")
PERIODS = (30, 60, 90, 180, 365, None)
FIELD = "Employees"
LARGEST = 10_000
DAY = 24 * 3600


def furnish(database: str) -> None:
    """Add what is missing; what is there stays."""
    connection = sqlite3.connect(database)
    now, dice = int(time.time()), random.Random(1)
    people = [i for (i,) in connection.execute("SELECT id FROM person WHERE hidden = 0 ORDER BY id")]
    with connection:
        _tag(connection, people, dice, now)
        _put_in_segments(connection, people, dice, now)
        _put_in_stages(connection, people, dice, now)
        _fill_field(connection, people, dice, now)
    connection.close()


def _tag(connection: sqlite3.Connection, people: list[int], dice: random.Random, now: int) -> None:
    """Every further tag is on 0.5 to 1.5 % of all."""
    for number in _missing(connection, "tag", TAGS):
        tag_id = _add(connection, "tag", name=f"Topic {number}", hue=_hue(number), created_at=now)
        tagged = dice.sample(people, len(people) * (5 + number % 11) // 1_000)
        connection.executemany("INSERT INTO person_tag VALUES (?, ?, ?)", ((i, tag_id, now) for i in tagged))


def _put_in_segments(
    connection: sqlite3.Connection, people: list[int], dice: random.Random, now: int
) -> None:
    """The further segments share the memberships that are missing; expiries that passed were told of."""
    (there,) = connection.execute("SELECT COUNT(*) FROM person_segment").fetchone()
    numbers = list(_missing(connection, "segment", SEGMENTS))
    for number in numbers:
        days = PERIODS[number % len(PERIODS)]
        segment_id = _add(
            connection,
            "segment",
            name=f"Circle {number}",
            hue=_hue(number),
            position=number,
            reminder_days=days,
            counts_automatic=0,
            created_at=now,
        )
        members = dice.sample(people, (len(people) - there) // len(numbers))
        connection.executemany(
            "INSERT INTO person_segment (person_id, segment_id, at, base_at, snoozed_until, expiry_seen)"
            " VALUES (?, ?, ?, 0, 0, 0)",
            ((i, segment_id, now) for i in members),
        )
        connection.execute(_CLOCKS, {"segment": segment_id, "seconds": days and days * DAY, "now": now})


_CLOCKS = """
    UPDATE person_segment SET (base_at, due_at, expiry_seen) = (
        SELECT base, base + :seconds, COALESCE(base + :seconds <= :now, 0)
        FROM (
            SELECT CASE WHEN last_contact_at > 0 THEN last_contact_at ELSE :now END AS base
            FROM person WHERE id = person_segment.person_id
        )
    ) WHERE segment_id = :segment
"""


def _put_in_stages(connection: sqlite3.Connection, people: list[int], dice: random.Random, now: int) -> None:
    """Three of five people who stand nowhere come to stand somewhere."""
    for number in _missing(connection, "pipeline", PIPELINES):
        pipeline_id = _add(connection, "pipeline", name=f"Pipeline {number}", position=number, created_at=now)
        for position, name in enumerate(STAGES):
            _add(
                connection,
                "stage",
                pipeline_id=pipeline_id,
                name=name,
                hue=_hue(position),
                position=position,
                pauses_reminders=0,
                created_at=now,
            )
    stages = [i for (i,) in connection.execute("SELECT id FROM stage WHERE NOT pauses_reminders ORDER BY id")]
    chosen = ((dice.choice(stages), dice.randrange(1_000_000), i) for i in people if dice.random() < 0.6)
    connection.executemany(
        "UPDATE person SET stage_id = ?, stage_value = ? WHERE id = ? AND stage_id IS NULL", chosen
    )


def _fill_field(connection: sqlite3.Connection, people: list[int], dice: random.Random, now: int) -> None:
    """A third of all have a number in a section of its own."""
    if connection.execute("SELECT 1 FROM field WHERE name = ?", (FIELD,)).fetchone():
        return
    section_id = _add(connection, "section", name="Business", position=99, builtin=0, created_at=now)
    field_id = _add(
        connection,
        "field",
        section_id=section_id,
        name=FIELD,
        type="number",
        builtin="",
        required=0,
        position=0,
        choices="[]",
        created_at=now,
    )
    values = ((i, field_id, dice.randrange(LARGEST)) for i in dice.sample(people, len(people) // 3))
    connection.executemany(
        "INSERT INTO person_field (person_id, field_id, position, v_num) VALUES (?, ?, 0, ?)", values
    )


def _missing(connection: sqlite3.Connection, table: str, wanted: int) -> Iterator[int]:
    """The numbers of the rows that are missing to have as many as wanted."""
    (there,) = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
    yield from range(there + 1, wanted + 1)


def _add(connection: sqlite3.Connection, table: str, **values) -> int:
    values["name_key"] = values["name"].lower()
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
    return connection.execute(statement, tuple(values.values())).lastrowid


def _hue(number: int) -> str:
    return HUES[number % len(HUES)]


if __name__ == "__main__":
    furnish(sys.argv[1])
    with create_app().app_context():
        rebuild_counters()
        db.session.commit()
