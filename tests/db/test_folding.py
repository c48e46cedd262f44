"""What text is compared by."""

import pytest

from webapp.db import fold, key


@pytest.mark.parametrize(
    ("text", "folded"),
    [("  Éva  GRÜẞ ", "eva gruss"), ("Łódź", "lodz"), ("naïve\u00a0Œuvre", "naive oeuvre"), ("ﬁne", "fine")],
)
def test_case_accents_and_doubled_spaces_do_not_count(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize("text", ["¨", "´ ¨", "\u200b¨"])
def test_accents_that_stand_alone_are_kept(text):
    assert key(text)
    assert fold(fold(text)) == fold(text)
    assert fold("¨") != fold("´")


@pytest.mark.parametrize("text", ["", "  ", "\u0301", "\u200b", "\u2060\ufeff", "\u00a0\u200d", "\u202e"])
def test_only_what_nobody_sees_folds_to_nothing(text):
    assert key(text) == ""
