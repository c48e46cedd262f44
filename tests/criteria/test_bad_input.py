"""What cannot be asked is an error that names the place and what to write; it never takes long."""

import time
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import select

from webapp.criteria.errors import CriteriaError
from webapp.criteria.estimating import estimate
from webapp.criteria.sql import probe
from webapp.criteria.text import parse
from webapp.criteria.tree import MOST_VALUES, Any, Leaf, Not, canonical
from webapp.db import db
from webapp.people.models import Person
from webapp.users.user import add_user
from webapp.users.viewer import muster

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def refused(text: str, asker) -> CriteriaError:
    with pytest.raises(CriteriaError) as caught:
        parse(text, asker)
    assert len(str(caught.value)) < 300
    return caught.value


REFUSED = [
    ("smith cty:Boston", 6, "city:"),
    ("tg:vip", 0, "tag:"),
    ("employes:5", 0, '"Firm › Employees":'),
    ("tag:vpi", 4, "tag:vip"),
    ('tag:vip,"two wrds"', 8, 'tag:"Two Words"'),
    ("status:Nwe", 7, "status:New"),
    ("stage:Meting", 6, "stage:Meeting"),
    ("stage:Sales/Talking", 6, ""),
    ("stage:a/b/c", 6, ""),
    ("stage:>Won", 7, ""),
    ("pipeline:Sale", 9, "pipeline:Sales"),
    ("pipeline:none", 9, ""),
    ("kind:leads,person", 11, ""),
    ("owner:pria@example.com", 6, "owner:priya@example.com"),
    ("office:Bosten", 7, "office:Boston"),
    ("country:Germny", 8, "country:Germany"),
    ("state:Califronia", 6, "state:California"),
    ("language:Germn", 9, "language:German"),
    ("has:emial", 4, "has:email"),
    ("level:golt", 6, '"Firm › Level":Gold'),
    ("created:2026-02-30", 8, ""),
    ("created:yesterday", 8, ""),
    ("created:2026-03-01..2026-02-01", 8, ""),
    ("created:9223372036854775808d", 8, ""),
    ("created:99999y", 8, ""),
    ("created:9999-12-31", 8, ""),
    ("created:next:7d", 8, ""),
    ("created:never", 8, ""),
    ("created:~2026", 9, ""),
    ("birthday:next:soon", 14, ""),
    ("city:>Boston", 6, ""),
    ("city:a..b", 5, ""),
    ("city:B*ston", 5, ""),
    ('city:""', 5, ""),
    ("employees:many", 10, ""),
    ("employees:9223372036854775808", 10, ""),
    ("employees:1e999", 10, ""),
    ("employees:nan", 10, ""),
    ("employees:50..10", 10, ""),
    ("employees:~5", 11, ""),
    ("newsletter:maybe", 11, ""),
    ("history:~war", 9, ""),
    ("motto:x", 0, ""),
    ("state:>CA", 7, ""),
    ("tag:v*", 4, ""),
    ("phone:12", 6, "phone:~12"),
    ("segment:x", 8, ""),
    ("in-group:x", 9, ""),
    ("group:Sicly", 6, "group:Sicily"),
    ("group:Italy", 6, ""),
    ("group:>Sicily", 7, ""),
    ("group:Sicily:30d", 6, ""),
    ("joined:Sicily", 7, ""),
    ("joined:Sicly:30d", 7, "joined:Sicily"),
    ("joined:Sicily:soon", 14, ""),
    ("joined:Sicily:~soon", 14, ""),
    ("joined:Sicily:2026-03-01..2026-02-01", 14, ""),
    ("task:none", 0, ""),
    ('smith "acme', 6, ""),
    ('city:"Bos', 5, ""),
    ("(a OR b", 0, ""),
    ("((a) b", 0, ""),
    ("a)", 1, ""),
    ("()", 1, ""),
    ("a OR", 4, ""),
    ("OR a", 0, ""),
    ("a AND", 5, ""),
    ("(", 1, ""),
    ("tag:", 4, ""),
    ("tag: ", 4, ""),
    ("tag:vip,", 8, ""),
    ("tag:,vip", 4, ""),
    ("a, b", 1, ""),
    (":vip", 0, ""),
    ("city:a:b:c", 8, ""),
    ("-", 0, ""),
    ("smith !!!", 6, ""),
    ("%", 0, ""),
    ("_", 0, ""),
    ("a\0b", 1, ""),
    ("a\ud800b", 1, ""),
]
"""The text, the place of the error in it, and the nearest known word."""


def test_an_error_names_the_place_and_the_nearest_known_word(asker, tags, groups, fields, subtests):
    for text, position, suggestion in REFUSED:
        with subtests.test(ascii(text)):  # xdist passes no half characters on
            error = refused(text, asker)
            assert (error.position, error.suggestion) == (position, suggestion), str(error)


def test_a_bare_state_of_another_country_names_its_candidates(asker):
    assert "Write state:DE-BY (Germany)." in str(refused("state:Bavaria", asker))


def test_a_field_of_two_sections_must_say_which(asker, fields):
    assert '"Firm › Motto" or "Co-applicant › Motto"' in str(refused("motto:x", asker))


def test_a_name_of_several_users_needs_the_address(asker, world):
    two = [add_user(f"anna{n}@example.com", name="Anna", office_id=1, roles=[], now=0) for n in (1, 2)]
    assert "Several have the name anna." in str(refused("owner:anna", asker))
    assert parse("owner:anna2@example.com", asker).values == (("is", two[1].id),)


def test_me_needs_somebody_who_asks(asker):
    assert refused("owner:me", replace(asker, viewer=muster(1))).position == 6


def test_groups_may_stand_eight_deep(asker):
    def nested(depth: int) -> str:
        text = "x"
        for level in range(depth):
            text = f"a {text}" if level % 2 else f"(a OR {text})"
        return text

    assert parse(nested(8), asker)
    assert "8 deep" in str(refused(nested(9), asker))


def test_brackets_that_say_nothing_do_not_count(asker):
    assert parse("(" * 500 + "a" + ")" * 500, asker) == parse("a", asker)


def test_a_hundred_conditions_are_the_most(asker):
    assert parse("a " * 100, asker)
    assert refused("a " * 101, asker).position == 200


def test_a_hundred_dates_parts_and_ranges_are_the_most(asker, fields):
    for key, value in (("created", "1d"), ("birthday", "none"), ("city", "~a"), ("employees", ">1")):
        assert refused(f"smith {key}:" + ",".join([value] * 101), asker).position == 6


def test_a_thousand_values_are_the_most(asker):
    def leaf(number):
        return Leaf("tag", tuple(("is", i) for i in range(number)))

    assert canonical(leaf(MOST_VALUES))
    for tree in (leaf(MOST_VALUES + 1), Not(leaf(0)), Any(())):
        with pytest.raises(CriteriaError):
            canonical(tree)


LONG = [
    "a" * 100_000,
    "a " * 50_000,
    "(" * 100_000,
    "(" * 10_000,
    "-" * 9_999 + "a",
    "a " * 5_000,
    "a OR " * 2_000,
    '"' * 10_000,
    "tag:vip" + ",vip" * 2_400,
    "tag:" + "x" * 9_000,
    'city:"' + "ä" * 9_000 + '"',
    "~" * 10_000,
    "a" * 10_000,
    "1.." * 3_000,
    "a.b " * 100,
    " ".join(["a.b.c.d.e.f.g.h.i"] * 100),
    "tag:" + ",".join(["vip"] * 1_000),
    "city:" + ",".join(f"a{n}" for n in range(1_000)),
    "last:" + ",".join(f"a{n}" for n in range(1_000)),
    "last:" + ",".join(f"a{n}" for n in range(100)),
    "last:" + ",".join(f"~a{n}" for n in range(100)),
    "employees:" + ",".join(f"{n}" for n in range(1_000)),
    "employees:" + ",".join(f"{n}..{n + 1}" for n in range(100)),
    "created:" + ",".join(f"{n}d" for n in range(100)),
    "birthday:" + ",".join(f"next:{n}d" for n in range(100)),
    "(" * 7 + "a OR b) c" + " OR d) e" * 6,
    "created:1d,2d,3d,4d,5d -" * 60 + "smith",
]


def test_long_texts_are_answered_within_a_second(asker, tags, fields, subtests):
    parse("warm up", asker)
    for text in LONG:
        with subtests.test(f"{text[:8]} × {len(text)}"):
            began = time.process_time()
            with suppress(CriteriaError):
                tree = parse(text, asker)
                db.session.scalars(select(Person.id).where(probe(tree, asker))).all()
                estimate(tree, asker)
            assert time.process_time() - began < 1
