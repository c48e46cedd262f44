"""The floor of the import: the same rows of the same file by raw sqlite3. It imports nothing from webapp.

It knows the file's columns and that nothing in it is wrong, and neither asks rights and rules nor tells how
far it came; nobody carries it on when it is killed.

    python -m tests.bench.floor_import DATABASE FILE
"""

import csv
import json
import sqlite3
import sys
import time
from itertools import islice

from tests.bench.floor import connect

WINDOW, CHUNK = 10_000, 600
"""Rows that are sorted by name, so that they are neighbours in most indexes, and those of one commit."""
THERE = """
    SELECT e.norm FROM json_each(?) j CROSS JOIN person_email e INDEXED BY ix_person_email_norm
    ON e.norm = j.value JOIN person p ON p.id = e.person_id WHERE p.hidden = 0
"""
SET = (
    "INSERT INTO change_set (at, by_id, kind, title, people, ongoing) VALUES (?, 1, 'import', 'Floor', 0, 0)"
)
LAST = "SELECT seq FROM sqlite_sequence WHERE name = 'person'"
COMPANY = """
    INSERT INTO company (name, name_key, website, industry, industry_key, street, city, postcode, country,
        state, notes, hidden, created_at, created_by_id, changed_at)
    VALUES (?, ?, '', '', '', '', '', '', '', '', '', 0, ?, 1, ?)
"""
PERSON = """
    INSERT INTO person (id, hidden, kind, status_id, office_id, company_id, created_at, created_by_id,
        changed_at, last_contact_at, last_touch_at, name, name_key, email_norm, phone_norm, company_key,
        first, first_key, last, last_key, title, title_key, street, street_key, city, city_key,
        postcode, postcode_key, country, state, source, source_key, industry, industry_key,
        website, website_key, birthday, birthday_md, language, zone)
    VALUES (:id, 0, 'contact', 1, 1, :company_id, :now, 1, :now, 0, 0, :name, :key, :email, :phone,
        :company_key, :first, :first_key, :last, :last_key, '', '', '', '', :city, :city_key, '', '',
        :country, '', '', '', '', '', '', '', 0, 0, '', '')
"""
WITH_THEM = (
    "INSERT INTO person_email (person_id, position, shown, norm) VALUES (:id, 0, :email, :email)",
    "INSERT INTO person_phone (person_id, position, shown, norm) VALUES (:id, 0, :phone, :phone)",
    """INSERT INTO person_search (person_id, txt, phones, indexed)
        VALUES (:id, ' ' || :key || ' ' || :email || ' ' || :company_key || ' ' || :city_key, :phone, 0)""",
    "INSERT INTO duplicate_due (person_id, marks) VALUES (:id, 1)",
    """INSERT INTO "change" (change_set_id, person_id, kind, "key", new)
        VALUES (:set, :id, 'person', '', '"alive"')""",
    """INSERT INTO event (person_id, at, by_id, kind, change_set_id, data)
        VALUES (:id, :now, 1, 'imported', :set, '{"import": 1, "file": "people.csv"}')""",
)
COUNTS = """
    INSERT INTO people_count (facet, value, office_id, owner_id, people) VALUES (?, ?, 1, 0, ?)
    ON CONFLICT (facet, value, office_id, owner_id) DO UPDATE SET people = people + excluded.people
"""


def bring_in(database: str, file: str) -> None:
    """Add everybody of the file whose address nobody has."""
    connection, now = connect(database), int(time.time())
    change_set = connection.execute(SET, (now,)).lastrowid
    companies: dict[str, int] = {}
    with open(file, newline="", encoding="utf-8") as opened:
        rows = csv.DictReader(opened)
        while window := sorted(islice(rows, WINDOW), key=lambda row: row["First name"].lower()):
            for start in range(0, len(window), CHUNK):
                _write(connection, window[start : start + CHUNK], companies, change_set, now)


def _write(connection: sqlite3.Connection, rows: list[dict], companies: dict, change_set: int, now: int):
    connection.execute("BEGIN IMMEDIATE")
    there = {norm for (norm,) in connection.execute(THERE, (json.dumps([row["E-mail"] for row in rows]),))}
    new = [row for row in rows if row["E-mail"] not in there]
    for name in {row["Company"] for row in new} - companies.keys():
        companies[name] = connection.execute(COMPANY, (name, name.lower(), now, now)).lastrowid
    (last,) = connection.execute(LAST).fetchone()
    people = [_person(row, last + n, companies, change_set, now) for n, row in enumerate(new, 1)]
    for statement in (PERSON, *WITH_THEM):
        connection.executemany(statement, people)
    for facet, value in (("kind", 0), ("status", 1)):
        connection.execute(COUNTS, (facet, value, len(new)))
    connection.execute("COMMIT")


def _person(row: dict, person_id: int, companies: dict, change_set: int, now: int) -> dict:
    first, last, company, city = row["First name"], row["Last name"], row["Company"], row["City"]
    name = f"{first} {last}"
    return {
        "id": person_id,
        "set": change_set,
        "now": now,
        "name": name,
        "key": name.lower(),
        "first": first,
        "first_key": first.lower(),
        "last": last,
        "last_key": last.lower(),
        "email": row["E-mail"],
        "phone": row["Phone"].replace(" ", ""),
        "company_id": companies[company],
        "company_key": company.lower(),
        "city": city,
        "city_key": city.lower(),
        "country": row["Country"],
    }


if __name__ == "__main__":
    bring_in(*sys.argv[1:])
