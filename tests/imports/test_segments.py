"""Segments in files: found by name, added by those who may, for new people and known ones."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.criteria.asking import Asker
from webapp.csv_text import csv_lines
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.columns import built_in_columns
from webapp.listing.exporting import import_columns, records
from webapp.listing.opening import open_list
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.models import PersonSegment, Segment
from webapp.segments.naming import all_segments
from webapp.users.own_company import Labels

DAY = 86_400
HEADS = "First name,E-mail,Segments\n"


@pytest.fixture
def clients(world) -> int:
    segment = add_segment(Wanted("Past clients", reminder_days=30), now=NOW)
    db.session.commit()
    return segment.id


def members() -> set[tuple[str, str]]:
    """(first name, segment) of everybody."""
    rows = select(Person.first, Segment.name).join(PersonSegment, PersonSegment.person_id == Person.id)
    return {
        tuple(row) for row in db.session.execute(rows.join(Segment, Segment.id == PersonSegment.segment_id))
    }


def test_new_and_known_people_join_the_segments_of_their_row(import_rows, clients):
    text = f"{HEADS}Ada,ada@example.com,past CLIENTS; Press\nDana,dana@example.com,Press\n"
    rehearsed = import_rows(text, rehearse=True)
    run = import_rows(text)
    figures = (run.created, run.updated, run.rejected)
    assert figures == (rehearsed.created, rehearsed.updated, rehearsed.rejected) == (1, 1, 0)
    assert members() == {("Ada", "Past clients"), ("Ada", "Press"), ("Dana", "Press")}
    due = select(PersonSegment.due_at).where(PersonSegment.segment_id == clients)
    assert db.session.scalars(due).all() == [NOW + 30 * DAY]
    assert wrong_counters() == {}
    again = import_rows(text)
    assert (again.created, again.updated, again.skipped) == (0, 0, 2)


def test_a_segment_of_the_whole_file_is_for_everybody_in_it(import_rows, clients):
    import_rows("First name,E-mail\nAda,ada@example.com\nDana,dana@example.com\n", segment_id=clients)
    assert members() == {("Ada", "Past clients"), ("Dana", "Past clients")}


@pytest.mark.parametrize(("user", "unknown"), [("mona", "reject"), ("priya", "create")])
def test_an_unknown_segment_rejects_the_row_where_so_chosen_or_where_one_may_add_none(
    import_rows, world, clients, user, unknown
):
    text = f"{HEADS}Ada,ada@example.com,Press\nBen,ben@example.com,Past clients\n"
    run = import_rows(text, by=getattr(world, user), unknown=unknown)
    assert (run.created, run.rejected) == (1, 1)
    assert members() == {("Ben", "Past clients")}
    assert [segment.name for segment in all_segments()] == ["Past clients"]


def test_what_the_list_exports_comes_in_again_as_it_was(import_rows, world, clients):
    add_segment(Wanted("Past clients", office_id=world.lisbon, reminder_days=7), now=NOW)
    import_rows(f"{HEADS}Ada,ada@example.com,Lisbon/Past clients; Past clients\n")
    opened = open_list(Address("ada"), Asker(world.mona, NOW, "America/New_York", "US"))
    known = built_in_columns(Labels({}))
    columns = import_columns([known["email"], known["segments"], known["reminder"]])
    lines = list(csv_lines([column.label for column in columns], records(opened, columns)))
    (row,) = csv.DictReader(StringIO("".join(lines)))
    assert row["Segments"] == "Lisbon/Past clients; Past clients"
    assert row["Reminder"] == "2026-09-28T14:13:20Z"
    again = import_rows("".join(lines).replace("ada@example.com", "eve@example.com").replace("Ada", "Eve"))
    assert again.created == 1
    ids = select(PersonSegment.segment_id).join(Person, Person.id == PersonSegment.person_id)
    assert len(db.session.scalars(ids.where(Person.first == "Eve")).all()) == 2
