"""How questions reach the database."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import aliased

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.criteria.estimating import at_most, estimate
from webapp.criteria.sql import drive, probe, probe_along
from webapp.criteria.text import parse
from webapp.criteria.tree import All
from webapp.db import db
from webapp.people.models import Person
from webapp.people.visible import LIVING
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def asked(question: str, asker) -> list[str]:
    condition = probe(parse(question, asker), asker)
    return sorted(db.session.scalars(select(Person.name).where(LIVING, condition)))


def test_words_begin_words_of_name_address_and_company(world, asker):
    assert asked("whit", asker) == asked("WHÍTFIELD dental", asker) == asked("dana@example.com", asker)
    assert asked("whit", asker) == ["Dana Whitfield"]
    assert asked("d w", asker) == ["Dana Whitfield"]
    assert asked("du", asker) == ["Inês Duarte"]
    assert asked("itfield", asker) == []


def test_digits_are_found_within_phone_numbers(world, asker):
    for digits in ("555-0142", "916", "(916)", '"(916) 555-0142"', '"+1 916 555 0142"', "+1916555"):
        assert asked(digits, asker) == ["Dana Whitfield"]
    assert asked("42", asker) == []


def test_percent_underscore_and_quotes_are_literal(world, asker):
    world.person(first="100%", last="a_b", city="Quo\"te's")
    world.person(first="100x", last="axb", city="Quotes")
    db.session.commit()
    assert (
        asked('first:~"0%"', asker)
        == asked("last:~a_b", asker)
        == asked("first:100%*", asker)
        == ["100% a_b"]
    )
    assert asked('city:"quo\\"te\'s"', asker) == ["100% a_b"]


def test_a_company_without_a_persons_name_has_no_name(world, asker):
    world.person(company="Acme")
    db.session.commit()
    assert asked("name:none", asker) == asked("name:acme", asker) == asked("-name:any", asker) == ["Acme"]
    assert asked('name:"inês duarte"', asker) == asked("name:duarte", asker) == ["Inês Duarte"]


def test_not_is_true_for_empty_values(world, asker):
    everybody = ["Dana Whitfield", "Henrik Vaas", "Inês Duarte"]
    assert asked("-state:CA", asker) == everybody[1:]
    assert asked("-owner:tomas@example.com", asker) == everybody[:2]
    assert asked("-company.industry:Travel", asker) == everybody


def test_a_probe_may_be_about_an_alias(world, asker):
    other = aliased(Person)
    condition = probe(parse("tag:none smith OR city:Sacramento", asker), asker, other)
    assert list(db.session.scalars(select(other.name).where(condition))) == ["Dana Whitfield"]


@ON_SQLITE
def test_who_walks_past_many_looks_for_the_rarest_in_a_set(world, asker):
    change_set = open_change_set("tag", "Tagged", by=world.mona, now=NOW)
    tags = [tag.id for tag in found_tags(["vip", "press"], now=NOW)]
    add_tags([world.people["dana"]], tags, by=world.mona, now=NOW, change_set=change_set)
    tree = parse("kind:lead tag:vip tag:press", asker)
    near, far = (str(select(Person.id).where(probe_along(tree, asker, past))) for past in (0, 10**6))
    assert near.count("EXISTS") == 2
    assert far.count("EXISTS") < 2
    assert "IN (SELECT person_tag.person_id" in far


def test_people_in_the_trash_are_for_the_caller_to_leave_out(world, asker):
    tree = parse("dana", asker)
    db.session.execute(text("UPDATE person SET hidden = 1 WHERE first = 'Dana'"))
    assert asked("dana", asker) == []
    assert (
        set(db.session.scalars(select(Person.id).where(LIVING, Person.id.in_(drive(tree, asker))))) == set()
    )


def test_what_no_index_finds_has_no_drive(world, asker):
    for question in ("", "title:owner", "-kind:lead", "tag:none", "x", "kind:lead OR title:x"):
        tree = parse(question, asker)
        assert drive(tree, asker) is None
        assert at_most(tree, asker) is None
        assert estimate(tree, asker) is None


def test_counters_and_indexes_tell_how_many_at_most(world, asker):
    for question, most in (
        ("status:New", 3),
        ("kind:lead", 1),
        ("kind:lead status:New", 1),
        ("kind:lead OR henrik", 2),
        ("city:Sacramento", 1),
        ("dana", 1),
        ("title:x kind:lead", 1),
    ):
        assert at_most(parse(question, asker), asker) == most, question


def test_counting_in_an_index_ends_early(world, asker, monkeypatch):
    monkeypatch.setattr("webapp.criteria.estimating.MOST_COUNTED", 1)
    assert estimate(parse("created:30d", asker), asker) is None
    assert estimate(parse("status:New", asker), asker) == 3


def test_walking_is_better_unless_the_rarest_is_rare_enough(asker, tags):
    """The more conditions must hold, the longer a walk takes; the larger the rarest, the longer a drive."""
    leaves = [parse(f"tag:{name}", asker) for name in ("vip", "press", '"50%"')]
    asker.counted[None] = 1_000_000
    for counts, worth in (
        ((28_000, 19_000), True),
        ((280_000, 19_000), False),
        ((280_000, 110_000), False),
        ((300_000, 300_000, 300_000), False),
        ((900_000, 900_000, 5_000), True),
    ):
        chosen = leaves[: len(counts)]
        asker.counted.update(zip(chosen, counts, strict=True))
        assert (estimate(All(tuple(chosen)), asker) is not None) is worth, counts


BY_INDEX = [
    ("smith", "person_fts VIRTUAL TABLE INDEX"),
    ("smith jones", "person_fts VIRTUAL TABLE INDEX"),
    ("last:Smith", "person_fts VIRTUAL TABLE INDEX"),
    ("tag:vip tag:press", "ix_person_tag_tag (tag_id=?)"),
    ("tag:vip OR city:Boston", "ix_person_city (city_key=?)"),
    ("city:Bost* -tag:vip", "ix_person_city (city_key>? AND city_key<?)"),
    ("city:~ost", "USING INDEX ix_person_city (city_key>?)"),
    ("company:Acme*", "ix_person_company_name (company_key>? AND company_key<?)"),
    ("country:US", "ix_person_place (country=?)"),
    ("state:CA", "ix_person_place (country=? AND state=?)"),
    ("email:a@example.com", "ix_person_email_norm (norm=?)"),
    ("phone:+49*", "ix_person_phone_norm (norm>? AND norm<?)"),
    ("contacted:30d", "ix_person_contact (last_contact_at>? AND last_contact_at<?)"),
    ("created:2026-01-05", "ix_person_created (created_at>? AND created_at<?)"),
    ("import:1", "ix_change_set_person (change_set_id=?)"),
    ("import:1,7", "ix_change_set_person (change_set_id=?)"),
    ("owner:me", "ix_person_owner"),
    ("office:Lisbon", "ix_person_office"),
    ("employees:>50", "ix_person_field_num (field_id=? AND v_num>?)"),
    ("firm.motto:carpe*", "ix_person_field_key (field_id=? AND v_key>? AND v_key<?)"),
]
"""The question, and what SQLite says of the way to its people."""


@ON_SQLITE
def test_few_people_are_found_by_an_index(asker, tags, imports, fields, subtests):
    for question, index in BY_INDEX:
        with subtests.test(question):
            statement = drive(parse(question, asker), asker)
            compiled = statement.compile(db.session.get_bind(), compile_kwargs={"render_postcompile": True})
            values = tuple(compiled.params[name] for name in compiled.positiontup)
            plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", values)
            assert index in " ".join(row[-1] for row in plan.all())


@ON_SQLITE
def test_values_are_never_part_of_the_statement(asker, tags, fields):
    question = 'smith tag:vip city:"B\'oston" employees:>50 contacted:30d email:~x birthday:next:7d'
    statement = str(select(Person.id).where(probe(parse(question, asker), asker)))
    assert "oston" not in statement
    assert "smith" not in statement
