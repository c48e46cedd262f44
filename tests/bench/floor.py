"""The floor: the least that the same pages can cost. It imports nothing from webapp.

Raw sqlite3 with literal SQL, each statement held to its index by EXPLAIN when the floor starts; a template of
its own with the page's layout; bare WSGI under waitress with as many threads as Muster has. It knows neither
users nor rights, neither forms nor tokens.

    python -m tests.bench.floor DATABASE PORT
"""

import json
import re
import sqlite3
import sys
import threading
import time
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import waitress
from jinja2 import Environment, FileSystemLoader

from tests.bench.floor_filters import COUNT_OF, FILTERS, NAMES, page_of
from tests.bench.floor_person import told_of
from tests.bench.floor_statements import (
    BULK_CHANGE,
    BULK_CHANGES,
    BULK_EVENT,
    BULK_PEOPLE,
    BULK_PERSON,
    BULK_SET,
    COUNTS,
    CREATE,
    GROUPS,
    JUST_EXPIRED,
    KINDS,
    OWN_SEGMENTS,
    PERSON,
    SEARCH,
    SEGMENTS,
    SELECT,
    SORTS,
    STAGES,
    STATUSES,
    TAGS,
    Band,
)

PAGE = 50
THREADS = 8
CONDITION = re.compile(r'\S*"[^"]*"|\([^)]*\)|\S+')
DAY = 24 * 3600
ALL_COUNTS = COUNTS.format(seen="1"), JUST_EXPIRED.format(joined="", seen="1")
OWN_COUNTS = (
    COUNTS.format(seen="owner_id = :viewer"),
    JUST_EXPIRED.format(joined="JOIN person p ON p.id = s.person_id", seen="p.owner_id = :viewer"),
)
ZONE = ZoneInfo("America/New_York")
HUES = ("red", "orange", "amber", "lime", "green", "teal", "blue", "indigo", "violet", "pink")
TOKEN = "IjMyNjBmY2FlZjczNDI5OGNjNDhjZjg3MmRlZWViNDNiYjNjYjRmNWIi.awKQAA.L7iMnEJ0bZP87Q8D6MzpRU"


class Floor:
    """The pages, each a function of a connection and the request's parameters that returns the body."""

    def __init__(self, database: str):
        self.database = database
        self.local = threading.local()
        folder = Path(__file__).parent
        environment = Environment(
            loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.page = environment.get_template("floor_people.html")
        self.person_page = environment.get_template("floor_person.html")
        self.filters = {name: page_of(chosen) for name, chosen in FILTERS.items()}
        self.counts = {name: COUNT_OF.format(people=chosen.people) for name, chosen in FILTERS.items()}
        self.named = {name: self.one(find) for name, find in NAMES.items()} | {"limit": PAGE + 1}
        self.check_plans()

    @property
    def connection(self) -> sqlite3.Connection:
        if not hasattr(self.local, "connection"):
            self.local.connection = connect(self.database)
        return self.local.connection

    def check_plans(self) -> None:
        """Refuse to be a floor on other indexes than those that the statements name."""
        for name, bands in SORTS.items():
            for band in bands:
                for beyond in (None, ("a" if band.key.endswith("key") else 1, 1)):
                    statement, values = walk(band, beyond, PAGE + 1)
                    plan = self.plan(statement, values)
                    assert f"USING INDEX {band.index}" in plan, (name, plan)
                    assert "TEMP B-TREE" not in plan, (name, plan)
        assert "VIRTUAL TABLE INDEX" in self.plan(SEARCH, ('"x"',))
        assert "USING INTEGER PRIMARY KEY" in self.plan(PERSON, (1,))
        for name, chosen in FILTERS.items():
            plan = self.plan(self.filters[name], self.named)
            assert all(part in plan for part in chosen.plan), (name, plan)
            assert chosen.walks is ("TEMP B-TREE FOR ORDER BY" not in plan), (name, plan)

    def one(self, statement: str):
        """The value of a statement that must find one; raises TypeError."""
        return self.connection.execute(statement).fetchone()[0]

    def plan(self, statement: str, values) -> str:
        return " ".join(row[3] for row in self.connection.execute("EXPLAIN QUERY PLAN " + statement, values))

    def people(self, asked: dict) -> str:
        """A page of a sort, the first or the one behind a person's place."""
        bands = SORTS[asked["sort"]]
        band = int(asked.get("band", 0))
        beyond = (json.loads(asked["key"]), int(asked["id"])) if "id" in asked else None
        found = []
        while len(found) <= PAGE and band < len(bands):
            statement, values = walk(bands[band], beyond, PAGE + 1 - len(found))
            found += self.connection.execute(statement, values)
            band, beyond = band + 1, None
        return self.drawn(found[:PAGE], int(asked.get("first", 1)))

    def filtered(self, asked: dict) -> str:
        """The first page of a filter, `q` being how it was asked for."""
        name = asked["name"]
        found = self.connection.execute(self.filters[name], self.named).fetchall()
        number = found[0][-1] if found else 0
        q = asked.get("q", "")
        return self.drawn(found[:PAGE], 1, number, q, own=FILTERS[name].own)

    def count(self, asked: dict) -> str:
        """How many people a filter has, up to 10,001."""
        return str(self.connection.execute(self.counts[asked["name"]], self.named).fetchone()[0])

    def search(self, asked: dict) -> str:
        """The first page of those with a word."""
        found = self.connection.execute(SEARCH, (f'({{txt}} : " {asked["word"]}")',)).fetchall()
        return self.drawn(found[:PAGE], 1, len(found))

    def person(self, asked: dict) -> str:
        """A person with their fields, what happened and where they stand."""
        return self.person_page.render(told_of(int(asked["id"]), self.connection), token=TOKEN)

    def create(self, asked: dict) -> str:
        """Somebody new, in the same rows as Muster writes and one durable commit."""
        values = asked | {
            "name": f"{asked['first']} {asked['last']}",
            "title": "Added",
            "now": int(time.time()),
        }
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        for number, statement in enumerate(CREATE):
            cursor.execute(statement, values)
            if number < 2:
                values[("set", "id")[number]] = cursor.lastrowid
        cursor.execute("COMMIT")
        return str(values["id"])

    def bulk(self, asked: dict) -> str:
        """Set the city of a range of people, in the rows that Muster writes and one durable commit."""
        now, city = int(time.time()), asked["city"]
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        people = cursor.execute(BULK_PEOPLE, (int(asked["first"]), int(asked["last"]))).fetchall()
        cursor.execute(BULK_SET, (now, f"Set the city to {city}", len(people), None))
        change_set = cursor.lastrowid
        self.set_cities(cursor, change_set, [(i, old, city) for i, old in people], now)
        cursor.execute("COMMIT")
        return str(change_set)

    def undo(self, asked: dict) -> str:
        """Put the cities of such a change back."""
        now, change_set = int(time.time()), int(asked["set"])
        cursor = self.connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        back = cursor.execute(BULK_CHANGES, (change_set,)).fetchall()
        cursor.execute(BULK_SET, (now, "Took back", len(back), change_set))
        undo_set = cursor.lastrowid
        back = [(i, json.loads(new), json.loads(old)) for i, old, new in back]
        self.set_cities(cursor, undo_set, back, now)
        cursor.execute("UPDATE change_set SET undone_at = ? WHERE id = ?", (now, change_set))
        cursor.execute("COMMIT")
        return str(undo_set)

    def set_cities(self, cursor, change_set: int, people: list[tuple], now: int) -> None:
        """(id, old, new) of people: the values, and their history."""
        cursor.executemany(BULK_PERSON, [(new, new.lower(), now, i) for i, _, new in people])
        values = [(change_set, i, json.dumps(old), json.dumps(new)) for i, old, new in people]
        cursor.executemany(BULK_CHANGE, values)
        events = [
            (i, now, change_set, json.dumps({"changes": [["city", old, new]]})) for i, old, new in people
        ]
        cursor.executemany(BULK_EVENT, events)

    def drawn(self, found: list[tuple], first: int, number: int | None = None, q: str = "", own=False) -> str:
        """The page; everybody's number, or that of the viewer's `own` people, where it has none."""
        now, connection = int(time.time()), self.connection
        kept, late = OWN_COUNTS if own else ALL_COUNTS
        counts = {(facet, value): n for facet, value, n in connection.execute(kept, self.named)}
        just_expired = dict(connection.execute(late, self.named | {"now": now}).fetchall())
        stages, pipelines = {}, defaultdict(list)
        for stage_id, name, hue, pipeline in connection.execute(STAGES):
            stages[stage_id] = (name, hue)
            pipelines[pipeline].append((name, hue, counts.get(("stage", stage_id), 0)))
        owners = dict(connection.execute('SELECT id, name FROM "user"'))
        ids = [row[0] for row in found]
        marks = ",".join("?" * len(ids))
        tags, segments = defaultdict(list), defaultdict(list)
        for person_id, *tag in connection.execute(TAGS % marks, ids):
            tags[person_id].append(tag)
        for person_id, *segment in connection.execute(OWN_SEGMENTS % marks, ids):
            segments[person_id].append(segment)
        everybody = sum(n for (facet, _), n in counts.items() if facet == "kind")
        return self.page.render(
            rows=[shown(row, stages, owners, tags, segments, now) for row in found],
            first=first,
            last=first + len(found) - 1,
            number=everybody if number is None else number,
            after=ids[-1] if ids else 0,
            token=TOKEN,
            chips=CONDITION.findall(q),
            q=q,
            everybody=everybody,
            kinds=[
                (kind.capitalize() + "s", kind, counts.get(("kind", n), 0)) for n, kind in enumerate(KINDS)
            ],
            statuses=[
                (name, hue, counts.get(("status", i), 0)) for i, name, hue in connection.execute(STATUSES)
            ],
            pipelines=list(pipelines.items()),
            segments=[
                (
                    name,
                    hue,
                    counts.get(("segment", i), 0),
                    counts.get(("expired", i), 0) + just_expired.get(i, 0) if reminds else None,
                )
                for i, name, hue, reminds in connection.execute(SEGMENTS)
            ],
            tags=connection.execute("SELECT name, hue FROM tag ORDER BY name_key LIMIT 24").fetchall(),
            groups=[
                (i, name, has_below, counts.get(("group_under", i), 0))
                for i, name, has_below in connection.execute(GROUPS)
            ],
        )


def connect(database: str) -> sqlite3.Connection:
    """A connection with Muster's pragmas."""
    connection = sqlite3.connect(database, isolation_level=None, timeout=5)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def walk(band: Band, beyond: tuple | None, limit: int) -> tuple[str, tuple]:
    """The statement and its values for the people of a band, those beyond a key and id."""
    where, values = band.where, ()
    compare, direction = ("<", " DESC") if band.descending else (">", "")
    if beyond and band.key:
        begins = where if band.descending or band.key not in where else "1"
        where, values = f"{begins} AND ({band.key}, p.id) {compare} (?, ?)", beyond
    elif beyond:
        where, values = f"{where} AND p.id {compare} ?", beyond[1:]
    order = ", ".join(f"{column}{direction}" for column in (band.key, "p.id") if column)
    statement = SELECT.format(key=band.key or "NULL", index=band.index, where=where, order=order)
    return statement, (*values, limit)


def shown(row: tuple, stages: dict, owners: dict, tags: dict, segments: dict, now: int) -> dict:
    """A row as the template takes it."""
    person_id, name, company, stage_id, owner_id, contacted, _ = row
    owner = owners.get(owner_id, "")
    names = owner.split()
    own = segments.get(person_id)
    due = own[0][2] if own else None
    return {
        "id": person_id,
        "name": name,
        "company": company,
        "stage": stages.get(stage_id),
        "tags": tags.get(person_id),
        "segments": own,
        "due": due and abs(due - now) // DAY,
        "over": due and due <= now,
        "owner": owner,
        "owner_hue": HUES[(owner_id or 0) % len(HUES)],
        "owner_first": names[0] if names else "",
        "initials": names[0][0] + names[-1][0] if names else "",
        "contacted": f"{(now - contacted) // 2_592_000} mo ago" if contacted else "",
        "contacted_exact": datetime.fromtimestamp(contacted, ZONE).strftime("%d %b %Y, %H:%M"),
    }


def application(floor: Floor):
    """The floor as a WSGI app."""
    pages = {
        "/people": floor.people,
        "/search": floor.search,
        "/filtered": floor.filtered,
        "/count": floor.count,
        "/person": floor.person,
        "/create": floor.create,
        "/bulk": floor.bulk,
        "/undo": floor.undo,
    }

    def answer(environ, start_response):
        body = pages[environ["PATH_INFO"]](dict(parse_qsl(environ["QUERY_STRING"]))).encode()
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
        )
        return [body]

    return answer


if __name__ == "__main__":
    waitress.serve(application(Floor(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), threads=THREADS)
