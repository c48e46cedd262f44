"""What is sent of Tabler is what Muster has a use for, and nothing of it is lost."""

import pytest

from tests.vendored.cutting import CUT, WHOLE, Words, cut, words_of_pages

WORDS = Words({"btn", "menu-i"}, {"data-theme", "dark"})


@pytest.mark.parametrize(
    "rule",
    [
        "h1,.btn{a:b}",
        ".btn:not(.navbar):hover{a:b}",
        "a:has(.navbar,.btn){a:b}",
        "a:is(h1,.navbar){a:b}",
        "[class*=menu-]{a:b}",
        "[data-theme=dark] .btn,[type=search]{a:b}",
        '.btn{a:url("data:,{}")}',
        "@media print{.btn{a:b}}",
        "@keyframes turn{0%{a:b}to{a:c}}.btn{animation:turn 1s}",
        "@font-face{a:b}",
    ],
)
def test_a_rule_that_may_meet_something_stays_as_it_is(rule):
    assert cut(rule, WORDS) == rule


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (".navbar{a:b}h1{a:b}", "h1{a:b}"),
        (".btn,.navbar .btn,:is(.btn,h2) .navbar{a:b}", ".btn{a:b}"),
        ('.btn:has(> [class*="navbar-expand"]){a:b}', ""),
        ("[data-sidebar] .btn,[data-theme=sepia] .btn{a:b}", ""),
        ("@media print{.navbar{a:b}h1{a:b}}@media screen{.navbar{a:b}}", "@media print{h1{a:b}}"),
        ("@keyframes turn{0%{a:b}}.navbar{animation:turn 1s}", ""),
        ('@charset "UTF-8";/*! by whom */.navbar{a:b}', '@charset "UTF-8";/*! by whom */'),
    ],
)
def test_a_rule_that_can_meet_nothing_goes(rule, left):
    assert cut(rule, WORDS) == left


def test_the_classes_of_a_page_are_known_wherever_they_are_said():
    classes = words_of_pages().classes
    assert {"btn-primary", "form-control", "form-check-input", "visually-hidden", "err"} <= classes
    assert "navbar" not in classes


def test_what_is_sent_is_cut_by_what_pages_name_now():
    assert CUT.read_text() == cut(WHOLE.read_text(), words_of_pages()), (
        "Run: python -m tests.vendored.cutting"
    )
