"""Every sort, page by page, forwards and backwards, walked and driven, is the same list."""

import re
from base64 import urlsafe_b64encode
from dataclasses import replace
from itertools import chain

import pytest
from sqlalchemy import exists, select

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.asking import Asker
from webapp.db import db, key
from webapp.fields import custom_values
from webapp.fields.models import Field, Section
from webapp.listing import paging, seeking
from webapp.listing.address import Address
from webapp.listing.counts import count
from webapp.listing.cursor import BadCursor, Cursor, read_cursor
from webapp.listing.due import DUE
from webapp.listing.opening import open_list
from webapp.listing.paging import ids_in_order, page_of
from webapp.listing.seeking import Among
from webapp.listing.sorts import BUILT_IN, sort_named
from webapp.people.creating import NewPerson, create_people
from webapp.people.models import KINDS, Person
from webapp.people.visible import seen_by
from webapp.pipelines.statuses import statuses
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.segments.models import PersonSegment

DAY = 86_400


@pytest.fixture
def crowd(world):
    """A hundred and forty people with many equal and many missing values, and two custom fields."""
    section = Section(name="Deal", name_key="deal", position=1, created_at=0)
    db.session.add(section)
    db.session.flush()
    fields = {}
    for name, field_type in (("number", "number"), ("text", "text")):
        field = Field(section_id=section.id, name=name, name_key=key(name), type=field_type, created_at=0)
        db.session.add(field)
        db.session.flush()
        fields[name] = f"field:{field.id}"
    own_statuses = [status.id for status in statuses()]
    new = [
        NewPerson(
            {
                "first": f"First{n % 7}",
                "last": f"Last{n % 11}",
                "kind": KINDS[n % 3],
                "status_id": own_statuses[n % 5],
                "office_id": (world.boston, world.lisbon)[n % 2],
                "owner_id": (None, world.priya.id, world.jonas.id, world.tomas.id)[n % 4],
                "city": ("", "Lisbon", "Århus", "boston")[n % 4],
                "emails": [[f"p{n % 9}@example.com"] * 2] if n % 3 else [],
                fields["number"]: float(n % 6) if n % 2 else None,
                fields["text"]: f"Text {n % 4}" if n % 5 else None,
            }
        )
        for n in range(137)
    ]
    change_set = open_change_set("create", "A crowd", by=world.mona, now=0)
    for start in range(0, len(new), 50):
        create_people(new[start : start + 50], by=world.mona, now=1000 + start, change_set=change_set)
    for person in db.session.scalars(select(Person).where(Person.id % 3 == 0)):
        person.last_contact_at = person.last_touch_at = 500 + person.id % 5
    remind_of_some(world)
    db.session.flush()
    return fields


def remind_of_some(world):
    """Two segments with a reminder and one without; some people are in several, some due at the same time."""
    for place, days in enumerate((30, 60, None)):
        segment = add_segment(Wanted(f"Segment {place}", reminder_days=days), now=0)
        for step in range(3):
            people = list(db.session.scalars(select(Person.id).where(Person.id % 11 == 2 * place + step)))
            now = 10 * DAY * (step if days == 60 else 3 - step)
            change_set = open_change_set("segment", "Added", by=world.mona, now=now)
            add_to_segments(people, [segment.id], by=world.mona, now=now, change_set=change_set)


def all_sorts(fields, viewer):
    """Every sort in both directions."""
    for name in (*BUILT_IN, DUE, *fields.values()):
        for descending in (False, True):
            yield sort_named(name, descending=descending, viewer=viewer)


def pages(sort, among):
    """All pages from the first to the last."""
    page = page_of(sort, among)
    yield page
    while page.after:
        page = page_of(sort, among, after=read_cursor(str(page.after), sort))
        yield page


def test_pages_hold_everybody_once_whether_walked_or_driven(world, crowd, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 20)
    everyone = sorted(db.session.scalars(select(Person.id)))
    few = Among(seen_by(world.mona), 10**9, few=Person.id.in_(select(Person.id)), passing=140)
    for sort in all_sorts(crowd, world.mona):
        walked = [page.ids for page in pages(sort, Among(seen_by(world.mona), 1000))]
        driven = [page.ids for page in pages(sort, few)]
        assert walked == driven, sort.name
        in_order = list(chain.from_iterable(walked))
        assert sorted(in_order) == everyone
        assert list(chain.from_iterable(ids_in_order(sort, few, 33))) == in_order


def test_pages_are_the_same_where_the_next_people_are_looked_for_near(world, crowd, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 20)
    ids = select(Person.id).where(Person.id % 5 != 0)
    driving = Among(seen_by(world.mona), 140, few=Person.id.in_(ids), passing=140)
    looking = replace(driving, ids=ids)
    assert not looking.walks
    assert looking.near(paging.PAGE) == 80
    looked_near = set()
    for sort in all_sorts(crowd, world.mona):
        found = list(pages(sort, looking))
        assert [page.ids for page in found] == [page.ids for page in pages(sort, driving)], sort.name
        looked_near |= {page.total is None for page in found}
    assert looked_near == {True, False}


@pytest.mark.parametrize("drives", [False, True])
def test_previous_leads_back_over_the_same_pages(world, crowd, drives, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 20)
    among = Among(seen_by(world.mona), 10**9, few=Person.hidden == 0 if drives else None, passing=140)
    for sort in all_sorts(crowd, world.mona):
        forwards = list(pages(sort, among))
        page, backwards = forwards[-1], [forwards[-1]]
        while page.before:
            page = page_of(sort, among, before=read_cursor(str(page.before), sort))
            backwards.append(page)
        assert [p.ids for p in backwards[::-1]] == [p.ids for p in forwards], sort.name
        assert [p.first for p in backwards[::-1]] == [1, 21, 41, 61, 81, 101, 121]
        assert forwards[-1].last == 140


def test_whoever_has_no_value_comes_last_in_both_directions(world, crowd, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 200)
    having = custom_values.read(db.session.scalars(select(Person.id)))
    without = {
        name: set(db.session.scalars(select(Person.id).where(empty)))
        for name, empty in {
            "email": Person.email_norm == "",
            "city": Person.city_key == "",
            "company": Person.company_key == "",
            "contacted": Person.last_contact_at == 0,
            "touched": Person.last_touch_at == 0,
            "owner": Person.owner_id.is_(None),
            DUE: ~exists().where(PersonSegment.person_id == Person.id, PersonSegment.due_at.is_not(None)),
        }.items()
    }
    without[crowd["text"]] = {
        i for i in db.session.scalars(select(Person.id)) if crowd["text"] not in having.get(i, ())
    }
    for sort in all_sorts(crowd, world.mona):
        if last := without.get(sort.name):
            ids = page_of(sort, Among(seen_by(world.mona), 140)).ids
            assert set(ids[-len(last) :]) == last, sort.name


@pytest.mark.parametrize("user", ["jonas", "priya"])
def test_a_list_shows_whom_the_viewer_may_see_and_nobody_else(world, crowd, user, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 30)
    viewer = getattr(world, user)
    visible = sorted(db.session.scalars(select(Person.id).where(seen_by(viewer))))
    for sort in all_sorts(crowd, viewer):
        opened = open_list(Address("", sort.name), Asker(viewer, NOW, "UTC", "US"))
        assert sorted(i for page in pages(sort, opened.among) for i in page.ids) == visible, sort.name
        assert count(opened.among) == opened.counted() == len(visible)
        assert opened.totals.everybody == 140


def test_a_count_can_be_capped(world, crowd):
    among = Among(seen_by(world.mona), 140)
    assert count(among, cap=100) == 101
    assert count(among) == 140


BAD_CURSORS = [
    "",
    "x",
    "!!!",
    "W10",
    "WzFd",
    "bnVsbA",
    "a" * 5000,
    "\ud800",
    "Wzk5LG51bGwsMSwxXQ",
    "WzEsNSwxLDFd",
    urlsafe_b64encode(b"[" * 700).decode(),
    str(Cursor(1, "a\0", 1, 1)),
    str(Cursor(1, "a", -1, 1)),
    str(Cursor(1, float("nan"), 1, 1)),
    str(Cursor(1, "a", 2**63, 1)),
]


def test_a_damaged_cursor_is_refused(world):
    sort = sort_named("name", descending=False, viewer=world.mona)
    for word in BAD_CURSORS:
        with pytest.raises(BadCursor):
            read_cursor(word, sort)


def test_what_has_no_index_cannot_be_sorted_by(world):
    for name in ("", "nothing", "field:", "field:x", "field:999", "tags", "field:²", "field:" + "9" * 40):
        assert sort_named(name, descending=False, viewer=world.mona) is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_band_is_one_walk_along_its_index(world, crowd):
    for sort in all_sorts(crowd, world.mona):
        for band in chain.from_iterable(band.merges or (band,) for band in sort.bands):
            for goes_on in (False, True):
                plan = explain(seeking._walk_of(band, sort.descending, goes_on).statement)
                assert "USE TEMP B-TREE" not in plan, (sort.name, plan)
                assert not band.index or f"INDEX {band.index}" in plan, (sort.name, plan)
                assert not goes_on or ("SEARCH" in plan and re.search("[<>]", plan)), (sort.name, plan)


def explain(statement) -> str:
    compiled = statement.compile(db.engine)
    values = compiled.construct_params({"key": "1", "id": 1, "limit": 51})
    in_order = tuple(values[name] for name in compiled.positiontup)
    found = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", in_order)
    return " ".join(row[3] for row in found)
