"""The floor: the least that the same pages can cost. It imports nothing from webapp.

Raw sqlite3 with literal SQL, each statement held to its index by EXPLAIN when the floor starts; a template of
its own with the page's layout; bare WSGI under waitress with as many threads as Muster has. It knows neither
users nor rights, neither forms nor tokens.

    python -m tests.bench.floor DATABASE PORT
"""

import json
import sqlite3
import sys
import threading
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import waitress
from jinja2 import Environment, FileSystemLoader

PAGE = 50
THREADS = 8
ZONE = ZoneInfo("America/New_York")
HUES = ("red", "orange", "amber", "lime", "green", "teal", "blue", "indigo", "violet", "pink")
KINDS = ("contact", "lead", "customer")


class Band(NamedTuple):
    """A walk along an index: who belongs to it, and by which column they are ordered before their id."""

    where: str
    key: str
    index: str
    descending: bool = False


def _known_first(key: str, index: str, empty: str, descending: bool = False) -> list[Band]:
    return [
        Band(f"p.{key} > {empty}", f"p.{key}", index, descending),
        Band(f"p.{key} = {empty}", "", index, descending),
    ]


def _groups(column: str, index: str, values: tuple) -> list[Band]:
    return [Band(f"p.{column} = {value!r}", "p.name_key", index) for value in values]


SORTS = {
    "name": [Band("1", "p.name_key", "ix_person_name")],
    "-name": [Band("1", "p.name_key", "ix_person_name", True)],
    "-created": [Band("1", "p.created_at", "ix_person_created", True)],
    "-changed": [Band("1", "p.changed_at", "ix_person_changed", True)],
    "-contacted": _known_first("last_contact_at", "ix_person_contact", "0", True),
    "-touched": _known_first("last_touch_at", "ix_person_touch", "0", True),
    "email": _known_first("email_norm", "ix_person_email", "''"),
    "company": _known_first("company_key", "ix_person_company_name", "''"),
    "city": _known_first("city_key", "ix_person_city", "''"),
    "kind": _groups("kind", "ix_person_kind", KINDS),
    "status": _groups("status_id", "ix_person_status", (1, 2, 3, 4, 5, 6)),
}
SELECT = """
    SELECT p.id, p.name, c.name, e.shown, p.status_id, p.owner_id, p.last_contact_at, {key}
    FROM person p INDEXED BY {index}
    LEFT JOIN company c ON c.id = p.company_id
    LEFT JOIN person_email e ON e.person_id = p.id AND e.position = 0
    WHERE p.hidden = 0 AND {where} ORDER BY {order} LIMIT ?
"""
SEARCH = """
    SELECT p.id, p.name, c.name, e.shown, p.status_id, p.owner_id, p.last_contact_at, p.name_key
    FROM person_fts CROSS JOIN person p ON p.id = person_fts.rowid
    LEFT JOIN company c ON c.id = p.company_id
    LEFT JOIN person_email e ON e.person_id = p.id AND e.position = 0
    WHERE person_fts MATCH ? AND p.hidden = 0 ORDER BY p.name_key, p.id
"""
COUNTS = """
    SELECT facet, value, SUM(people) FROM people_count WHERE facet IN ('kind', 'status') GROUP BY facet, value
"""
STATUSES = "SELECT id, name, hue FROM status ORDER BY position, id"
TAGS = """
    SELECT t.person_id, g.name, g.hue FROM person_tag t JOIN tag g ON g.id = t.tag_id
    WHERE t.person_id IN (%s) ORDER BY t.person_id, g.name_key
"""


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
        return self.drawn(found[:PAGE], int(asked.get("first", 1)), None)

    def search(self, asked: dict) -> str:
        """The first page of those with a word."""
        found = self.connection.execute(SEARCH, (f'({{txt}} : " {asked["word"]}")',)).fetchall()
        return self.drawn(found[:PAGE], 1, len(found))

    def drawn(self, found: list[tuple], first: int, number: int | None) -> str:
        counts = {(facet, value): n for facet, value, n in self.connection.execute(COUNTS)}
        statuses = self.connection.execute(
            "SELECT id, name, hue FROM status ORDER BY position, id"
        ).fetchall()
        by_id = {status_id: (name, hue) for status_id, name, hue in statuses}
        owners = dict(self.connection.execute('SELECT id, name FROM "user"'))
        tags = defaultdict(list)
        marks = ",".join("?" * len(found))
        for person_id, name, hue in self.connection.execute(TAGS % marks, [row[0] for row in found]):
            tags[person_id].append((name, hue))
        everybody = sum(n for (facet, _), n in counts.items() if facet == "kind")
        return self.page.render(
            rows=[shown(row, by_id, owners, tags) for row in found],
            first=first,
            last=first + len(found) - 1,
            number=everybody if number is None else number,
            after=found[-1][0] if found else 0,
            token="IjMyNjBmY2FlZjczNDI5OGNjNDhjZjg3MmRlZWViNDNiYjNjYjRmNWIi.awKQAA.L7iMnEJ0bZP87Q8D6MzpRU",
            everybody=everybody,
            kinds=[
                (kind.capitalize() + "s", kind, counts.get(("kind", n), 0)) for n, kind in enumerate(KINDS)
            ],
            statuses=[(name, hue, counts.get(("status", i), 0)) for i, name, hue in statuses],
            tags=self.connection.execute("SELECT name, hue FROM tag ORDER BY name_key LIMIT 24").fetchall(),
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


def shown(row: tuple, statuses: dict, owners: dict, tags: dict) -> dict:
    """A row as the template takes it."""
    person_id, name, company, email, status_id, owner_id, contacted, _ = row
    owner = owners.get(owner_id, "")
    names = owner.split()
    return {
        "id": person_id,
        "name": name,
        "company": company,
        "email": email,
        "status": statuses[status_id],
        "tags": tags.get(person_id),
        "owner": owner,
        "owner_hue": HUES[(owner_id or 0) % len(HUES)],
        "owner_first": names[0] if names else "",
        "initials": names[0][0] + names[-1][0] if names else "",
        "contacted": f"{(1_795_000_000 - contacted) // 2_592_000} mo ago" if contacted else "",
        "contacted_exact": datetime.fromtimestamp(contacted, ZONE).strftime("%d %b %Y, %H:%M"),
    }


def application(floor: Floor):
    """The floor as a WSGI app."""
    pages = {"/people": floor.people, "/search": floor.search}

    def answer(environ, start_response):
        body = pages[environ["PATH_INFO"]](dict(parse_qsl(environ["QUERY_STRING"]))).encode()
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
        )
        return [body]

    return answer


if __name__ == "__main__":
    waitress.serve(application(Floor(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), threads=THREADS)
