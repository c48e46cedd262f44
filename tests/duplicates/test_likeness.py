"""How alike two people are, and that whoever should be compared stands in a block with the other."""

import pytest

from webapp.duplicates.blocking import block_keys, sorted_name, sound
from webapp.duplicates.likeness import LISTED_FROM, Features, compare


def somebody(name="Dana Whitfield", **known):
    addresses = {kind: frozenset(known.pop(kind, ())) for kind in ("emails", "phones")}
    return Features(name, sorted_name(name), **addresses, **known)


def reasons(one, other) -> dict[str, int]:
    return dict(compare(one, other).reasons)


@pytest.mark.parametrize(
    "other",
    ["Dana Whitfield", "whitfield, dana", "Dána Whitfield", "Dana Whitfeld", "Dana Withfield"],
)
def test_the_same_name_is_seen_through_order_accents_and_slips(other):
    assert compare(somebody(), somebody(other)).score > 0
    assert block_keys("Dana Whitfield", [], []) & block_keys(other, [], [])


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        (somebody(emails=["d@example.com"]), True),
        (somebody("Dana Whitfeld", emails=["d@example.com"]), True),
        (somebody("Henrik Vaas", emails=["d@example.com"]), False),
        (somebody("Dana Whitfield", city="bonn"), False),
        (somebody("Dana Whitfield", city="boston"), True),
        (somebody("Dana Whitfield", emails=["other@example.com"], city="bonn"), False),
        (somebody("Ines Duarte"), False),
    ],
)
def test_what_speaks_for_it_outweighs_what_speaks_against_it_or_not(other, listed):
    dana = somebody(emails=["d@example.com"], city="boston")
    likeness = compare(dana, other)
    assert likeness.is_listed is listed
    assert likeness.score == max(0, min(100, sum(points for _, points in likeness.reasons)))
    assert compare(other, dana) == likeness


def test_the_reasons_say_what_they_are_worth():
    one = somebody("Dana Whitfield", emails=["d@example.com"], phones=["+1"], company="acme", city="boston")
    other = somebody("Dana Whitfeld", emails=["d@example.com"], phones=["+2"], company="acme", city="bonn")
    found = reasons(one, other)
    assert found["same e-mail"] > found["same company"] > 0 > found["other phone"]
    assert found["other city"] < 0
    assert any("% alike" in words for words in found)


def test_a_couple_with_one_phone_is_no_pair():
    assert (
        compare(somebody("Ann Vaas", phones=["+1"]), somebody("Henrik Vaas", phones=["+1"])).score
        < LISTED_FROM
    )


def test_words_of_one_sound_are_heard_alike():
    assert sound("smith") == sound("smyth") == "s53"
    assert sound("tymczak") == "t522"
    assert sound("ashcraft") == "a261"


def test_nobody_without_a_name_stands_in_a_block_of_names():
    assert block_keys("", [], []) == set()
    assert block_keys("?", ["a@example.com"], []) == {"e:a@example.com"}
