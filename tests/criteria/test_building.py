"""The builder's form: what a row says, what is moved where, and errors at their place."""

import pytest

from webapp.criteria.building.draft import ALL, ANY, AS_WRITTEN, NONE, Draft, Group, Row
from webapp.criteria.building.reading import choices_of, draft_of, operators_of, tree_of
from webapp.criteria.conditions import CONDITIONS
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import EVERYBODY

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def row(asker, text: str) -> Row:
    """The only row of a text."""
    (only,) = draft_of(parse(text, asker)).rows()
    return only


ROWS = [
    ("tag:press,vip", "tag", "is", [("vip",), ("press",)]),
    ('-tag:"none"', "tag", "-is", [('"none"',)]),
    ("-tag:none", "tag", "-none", [()]),
    ("city:~bost", "city", "contains", [("bost",)]),
    ('city:"none"', "city", "is", [("none",)]),
    ("city:Boston,none", "city", AS_WRITTEN, [("Boston,none",)]),
    ("employees:10..50", '"Firm › Employees"', "..", [("10", "50")]),
    ("-contacted:30d", "contacted", "-last", [("30", "d")]),
    ("contacted:never", "contacted", "never", [()]),
    ("birthday:next:7d", "birthday", "next", [("7", "d")]),
    ("created:>=2026-01-05", "created", ">=", [("2026-01-05",)]),
    ("owner:me,none", "owner", "is", [("me",), ("none",)]),
    ("smith", "", "is", [("smith",)]),
]


def test_a_term_is_a_row_with_a_comparison_in_words(asker, tags, fields, subtests):
    for text, key, operator, values in ROWS:
        with subtests.test(text):
            found = row(asker, text)
            assert (found.key, found.operator, found.values) == (key, operator, values)


def test_every_condition_offers_comparisons_in_words(asker, fields, subtests):
    for condition in CONDITIONS:
        for topic in condition.topics():
            with subtests.test(topic.words):
                offered = operators_of(Row(1, topic.key))
                assert offered
                assert all(operator.words != operator.negative for operator in offered)


def test_fields_are_named_with_their_section(app, fields):
    words = {topic.words for condition in CONDITIONS for topic in condition.topics()}
    assert {"Primary info › State", "Co-applicant › State", "Company › State"} <= words


def test_states_are_those_of_the_country_chosen_first(asker):
    assert ("DE-BY", "Bayern") in choices_of(Row(1, "state", "is", country="DE"), asker)
    assert row(asker, "country:DE state:BY".partition(" ")[2].replace("BY", "DE-BY")).country == "DE"


def test_groups_are_all_any_and_none(asker, tags):
    draft = draft_of(parse("tag:vip (city:a OR city:b) -(city:c OR city:d)", asker))
    assert draft.root.match == ALL
    assert [child.match for child in draft.root.children if isinstance(child, Group)] == [ANY, NONE]
    assert draft_of(parse("-(a OR b)", asker)).root.match == NONE


def test_an_empty_draft_and_rows_without_a_field_are_everybody(asker):
    assert tree_of(Draft(), asker, complete=True) == EVERYBODY
    assert tree_of(Draft(Group(0, ANY, [Row(1), Group(2, ALL, [Row(3)])])), asker, complete=True) == EVERYBODY


def test_a_row_without_its_value_waits_until_the_draft_must_be_complete(asker, tags):
    draft = Draft(Group(0, ALL, [Row(1, "city", "is"), Row(2, "tag", "is", [("vip",)])]))
    assert print_text(tree_of(draft, asker, complete=False)) == "tag:vip"
    assert tree_of(draft, asker, complete=True) is None
    assert draft.rows()[0].error == "Write a value."
    assert draft.errors == ["Write a value."]


def test_an_error_stands_at_its_row_and_names_the_nearest_word(asker, tags):
    draft = Draft(
        Group(0, ALL, [Row(1, "tag", "is", [("vpi",)]), Row(2, "created", "is", [("2026-02-30",)])])
    )
    assert tree_of(draft, asker, complete=False) is None
    assert [one.error for one in draft.rows()] == [
        "There is no tag “vpi”. Did you mean tag:vip?",
        "There is no 2026-02-30 in the calendar.",
    ]


def nested(levels: int) -> Draft:
    """Groups in groups, each with a row but the innermost, which says nothing."""
    draft = Draft()
    number, row_number = 0, 0
    for _ in range(levels):
        row_number = draft.add_row(number).number
        draft.find(row_number)[0].key = ""
        draft.find(row_number)[0].operator = "is"
        draft.find(row_number)[0].values = [("a",)]
        group = draft.add_group(number)
        number = group.number
        draft.remove(group.children[0].number)
    draft.remove(number)
    return draft


def test_beyond_a_limit_the_place_says_so(asker):
    rows = [Row(n, "", "is", [(f"a{n}",)]) for n in range(1, 102)]
    draft = Draft(Group(0, ALL, rows))
    assert tree_of(draft, asker, complete=True) is None
    assert "at most 100 conditions" in rows[100].error
    many = Row(1, "tag", "is", [("vip",)] * 1_001)
    assert tree_of(Draft(Group(0, ALL, [many])), asker, complete=True) is None
    assert "1,000 values" in many.error
    assert tree_of(nested(9), asker, complete=True)
    deep = nested(10)
    assert tree_of(deep, asker, complete=True) is None
    assert deep.errors == ["Brackets may stand at most 8 deep."]
