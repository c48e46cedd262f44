"""The text form: what it means, and how a tree is written."""

import pytest

from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import EVERYBODY, All, Any, Leaf, Not
from webapp.db import db
from webapp.tags.models import Tag

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def word(text: str) -> Leaf:
    return Leaf("word", (("is", text),))


def test_an_empty_text_means_everybody(asker):
    assert parse("", asker) == parse(" \n", asker) == EVERYBODY
    assert print_text(EVERYBODY) == ""


def test_side_by_side_binds_tighter_than_or(asker):
    assert parse("a b OR c", asker) == Any((All((word("a"), word("b"))), word("c")))
    assert parse("a AND b OR c", asker) == parse("(a b) OR (c)", asker) == parse("a b OR c", asker)
    assert parse("a (b OR c)", asker) == All((word("a"), Any((word("b"), word("c")))))


def test_minus_negates_one_term_or_a_group(asker):
    assert parse("-a b", asker) == All((Not(word("a")), word("b")))
    assert parse("-(a b)", asker) == Not(All((word("a"), word("b"))))
    assert parse("--a", asker) == parse("-(-(a))", asker) == word("a")


def test_or_and_are_words_when_quoted_or_in_lower_case(asker):
    assert parse('a or "OR"', asker) == All((word("a"), word("or"), word("OR")))
    assert print_text(word("OR")) == '"OR"'


WRITTEN = [
    ("TAG:VIP", "tag:vip"),
    ("tag: vip", "tag:vip"),
    ("tag:press,vip,press", "tag:vip,press"),
    ('tag:"none",none', 'tag:"none",none'),
    ('city:"Boston"', "city:Boston"),
    ('city:"New York",~york,New*', 'city:~york,"New York",New*'),
    ('city:"any",any', 'city:any,"any"'),
    ("state:California", "state:US-CA"),
    ("country:Germany state:by", "country:DE state:DE-BY"),
    ("country:DE (state:BY OR smith)", "country:DE (state:DE-BY OR smith)"),
    ("language:german zone:europe/berlin", "language:de zone:Europe/Berlin"),
    ("employees:>50", '"Firm › Employees":>50'),
    ("firm.employees:10..50", '"Firm › Employees":10..50'),
    ('"firm › EMPLOYEES":-3', '"Firm › Employees":-3'),
    ('"Primary info › City":Boston', "city:Boston"),
    ('"Primary info › Birthday":none', "birthday:none"),
    (
        "co-applicant.country:US co-applicant.state:CA",
        '"Co-applicant › Country":US "Co-applicant › State":US-CA',
    ),
    ("owner:me,none,priya@example.com", "owner:priya@example.com,me,none"),
    ('owner:"Priya Raman"', "owner:priya@example.com"),
    ("office:LISBON,mine", "office:Lisbon,mine"),
    ("created:30d,2026-01-05", "created:2026-01-05,30d"),
    ("birthday:next:7d", "birthday:next:7d"),
    ('phone:"(916) 555-0142"', "phone:+19165550142"),
    ("a@b.example", "a@b.example"),
    ('"a b"', '"a b"'),
    ("((a OR (b OR c)))", "a OR b OR c"),
    ("a -(b OR c)", "a -(b OR c)"),
    ("temperature", "temperature"),
]


def test_a_text_is_written_in_one_way(asker, tags, fields, subtests):
    for typed, written in WRITTEN:
        with subtests.test(typed):
            assert print_text(parse(typed, asker)) == written


def test_trees_keep_ids_so_that_renaming_a_tag_renames_it_in_questions(asker, tags):
    tree = parse("tag:vip -tag:press", asker)
    db.session.get(Tag, tags["vip"]).name = "Very important"
    db.session.flush()
    assert print_text(tree) == 'tag:"Very important" -tag:press'
