"""Groups in files: found by name or path, added by those who may, with the import as their cause."""

import csv
from io import StringIO

import pytest
from sqlalchemy import select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import ChangeSet
from webapp.criteria.asking import Asker
from webapp.csv_text import csv_lines
from webapp.db import db
from webapp.groups.arranging import Wanted, add_group
from webapp.groups.models import Group, LedgerLine, PersonGroup
from webapp.groups.naming import tree
from webapp.listing.address import Address
from webapp.listing.columns import built_in_columns
from webapp.listing.exporting import import_columns, records
from webapp.listing.opening import open_list
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.users.own_company import Labels

HEADS = "First name,E-mail,Groups\n"


@pytest.fixture
def italy(world) -> int:
    travel = add_group(Wanted("Travel"), by=world.mona, now=NOW)
    italy = add_group(Wanted("Italy", travel.id), by=world.mona, now=NOW)
    db.session.commit()
    return italy.id


def members() -> set[tuple[str, str]]:
    """(first name, path) of everybody."""
    rows = select(Person.first, Group.id).join(PersonGroup, PersonGroup.person_id == Person.id)
    found = db.session.execute(rows.join(Group, Group.id == PersonGroup.group_id).where(Person.hidden == 0))
    return {(first, tree().path(group_id)) for first, group_id in found}


def test_new_and_known_people_join_the_groups_of_their_row(world, import_rows, italy):
    text = f"{HEADS}Ada,ada@example.com,travel/ITALY; Fair/2026\nDana,dana@example.com,Italy\n"
    rehearsed = import_rows(text, rehearse=True)
    run = import_rows(text)
    figures = (run.created, run.updated, run.rejected)
    assert figures == (rehearsed.created, rehearsed.updated, rehearsed.rejected) == (1, 1, 0)
    assert members() == {("Ada", "Travel/Italy"), ("Ada", "Fair/2026"), ("Dana", "Travel/Italy")}
    told = db.session.execute(select(LedgerLine.cause, LedgerLine.note).distinct()).all()
    assert told == [("import", "people.csv")]
    assert wrong_counters() == {}
    again = import_rows(text)
    assert (again.created, again.updated, again.skipped) == (0, 0, 2)
    change_set = db.session.get_one(ChangeSet, run.change_set_id)
    assert change_set.people == 2
    undo_as(change_set, by=world.mona)
    assert members() == set()
    assert wrong_counters() == {}


def test_groups_of_the_whole_file_are_for_everybody_in_it(import_rows, italy):
    import_rows("First name,E-mail\nAda,ada@example.com\nDana,dana@example.com\n", group_ids=(italy,))
    assert members() == {("Ada", "Travel/Italy"), ("Dana", "Travel/Italy")}


@pytest.mark.parametrize(("user", "unknown"), [("mona", "reject"), ("priya", "create")])
def test_an_unknown_group_rejects_the_row_where_so_chosen_or_where_one_may_add_none(
    import_rows, world, italy, user, unknown
):
    text = f"{HEADS}Ada,ada@example.com,Press\nBen,ben@example.com,Italy\n"
    run = import_rows(text, by=getattr(world, user), unknown=unknown)
    assert (run.created, run.rejected) == (1, 1)
    assert members() == {("Ben", "Travel/Italy")}


def test_a_name_of_several_groups_is_rejected_with_their_paths(world, import_rows, italy):
    fair = add_group(Wanted("Fair"), by=world.mona, now=NOW)
    add_group(Wanted("Italy", fair.id), by=world.mona, now=NOW)
    db.session.commit()
    run = import_rows(f"{HEADS}Ada,ada@example.com,Italy\n")
    assert (run.created, run.rejected) == (0, 1)


def test_what_the_list_exports_comes_in_again_as_it_was(import_rows, world, italy):
    fair = add_group(Wanted("Fair"), by=world.mona, now=NOW)
    add_group(Wanted("Italy", fair.id), by=world.mona, now=NOW)
    db.session.commit()
    import_rows(f"{HEADS}Ada,ada@example.com,Fair/Italy; Travel\n")
    opened = open_list(Address("ada"), Asker(world.mona, NOW, "America/New_York", "US"))
    known = built_in_columns(Labels({}))
    columns = import_columns([known["email"], known["groups"]])
    lines = list(csv_lines([column.label for column in columns], records(opened, columns)))
    (row,) = csv.DictReader(StringIO("".join(lines)))
    assert row["Groups"] == "Travel; Fair/Italy"
    import_rows("".join(lines).replace("ada@example.com", "eve@example.com").replace("Ada", "Eve"))
    assert {path for first, path in members() if first == "Eve"} == {"Travel", "Fair/Italy"}
