"""What erased people are recognised by, and what is taken for somebody else."""

from urllib.parse import quote, quote_plus

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from webapp.activity.traces import ERASED, Traces

DANA = Traces(
    frozenset({7}),
    frozenset({"Dana Whitfield", "Whitfield, Dana"}),
    frozenset({("Dana", "Whitfield")}),
    frozenset({"dana@example.com", "(916) 555-0142", "+19165550142"}),
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Spoke to Dana Whitfield’s office", f"Spoke to {ERASED}’s office"),
        ("DANA WHITFIELD, dana@EXAMPLE.com", f"{ERASED}, {ERASED}"),
        ("/people?q=%22Dana+Whitfield%22", f"/people?q=%22{ERASED}%22"),
        ("q=dana%40example.com&sort=name", f"q={ERASED}&sort=name"),
        ("call +19165550142", f"call {ERASED}"),
    ],
)
def test_they_are_taken_out_however_they_are_written(text, cleaned):
    assert DANA.taken_out_of(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "Dana came",
        "Bordana Whitfield",
        "Dana Whitfields",
        "dana@example.comx",
        "Mrs Whitfield",
        "+191655501427",
    ],
)
def test_others_are_left_alone(text):
    assert DANA.taken_out_of(text) == text
    assert not DANA.are_in(text)


def test_documents_keep_their_shape_and_the_names_of_their_parts():
    document = {"to": ["Dana Whitfield", 3, None], "Dana Whitfield": {"x": "dana@example.com"}}
    assert DANA.taken_out_of(document) == {"to": [ERASED, 3, None], "Dana Whitfield": {"x": ERASED}}


def test_a_row_may_have_first_and_last_name_in_two_cells():
    assert DANA.are_in_row(["WHITFIELD", "dana", ""])
    assert DANA.are_in_row(["x", "dana@example.com"])
    assert not DANA.are_in_row(["Dana", "Smith"])
    assert not DANA.are_in_row([])


def test_without_a_name_and_an_address_nothing_is_searched_for():
    nobody = Traces(frozenset({7}), frozenset(), frozenset(), frozenset())
    assert (nobody.texts, nobody.kernels) == ([], [])
    assert nobody.taken_out_of("anything") == "anything"


WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(first=WORD, last=WORD, local=WORD)
def test_whatever_names_them_holds_a_kernel(first, last, local):
    address = f"{local}@example.com"
    traces = Traces(frozenset({7}), frozenset({f"{first} {last}"}), frozenset(), frozenset({address}))
    for text in (f"{first} {last}", address):
        for written in (text, quote(text), quote_plus(text)):
            assert len(text) < 5 or any(kernel in written for kernel in traces.kernels)
