"""What the search box offers while one types."""

import pytest

from webapp.criteria.completing import MOST, complete

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def shown(text: str, asker) -> list[str]:
    return [completion.shown for completion in complete(text, asker)]


def test_keys_are_offered_first_those_that_begin_so(asker, fields):
    assert shown("ta", asker)[0] == "tag:"
    assert shown("cont", asker) == ["contacted:"]
    assert '"Firm › Employees":' in shown("empl", asker)
    assert set(shown("sta", asker)) >= {"status:", "state:", '"Co-applicant › State":'}


def test_values_of_a_key_are_offered_as_they_are_written(asker, tags, fields):
    assert shown("tag:two", asker) == ['"Two Words"']
    assert shown("smith -tag:vip,pre", asker) == ["press"]
    assert shown("state:cal", asker) == ["California"]
    assert shown("level:g", asker) == ["Gold"]
    assert shown("kind:", asker) == ["contact", "lead", "customer"]
    assert "me" in shown("owner:", asker)


def test_the_text_is_completed_where_it_ends(asker, tags):
    assert complete("smith -ta", asker)[0].text == "smith -tag:"
    assert complete("(tag:vip OR tag:pr", asker)[0].text == "(tag:vip OR tag:press "
    assert complete('tag:"two w', asker)[0].text == 'tag:"Two Words" '


def test_nothing_is_offered_for_nothing_and_nonsense(asker):
    for text in (
        "",
        " ",
        "smith ",
        "nosuchkey:",
        "zzzz",
        'city:"Bos" "',
        "((((",
        '"' * 3,
        "x" * 100_000,
        "tag:" + "a" * 100_000,
    ):
        assert complete(text, asker) == [], text


def test_at_most_ten_are_offered(asker):
    assert len(complete("country:a", asker)) == MOST
