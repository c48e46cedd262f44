"""The manual page of the search language says what is true."""

import re
from pathlib import Path

import pytest

from webapp.criteria.conditions import BY_KEY, NOT_YET
from webapp.criteria.text import parse
from webapp.fields.builtin import BUILTIN

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
MANUAL = (Path(__file__).parents[2] / "docs" / "search.md").read_text()
EXAMPLES = {quoted for quoted in re.findall(r"`([^`]+)`", MANUAL) if re.search(r":.", quoted)}
OF_OTHERS = ("city:Berlin", "office:Berlin", "anna@example.com", "Anna Smith")


def test_every_example_can_be_asked(asker, tags, segments, groups, imports, selections, fields, subtests):
    assert len(EXAMPLES) > 60
    for example in sorted(EXAMPLES):
        if not any(name in example for name in OF_OTHERS):
            with subtests.test(example):
                assert parse(example, asker)


def test_every_key_is_in_it(app):
    keys = {*BY_KEY, *(field.name for field in BUILTIN)}
    assert not {key for key in keys if f"`{key}`" not in MANUAL and f"`{key}:" not in MANUAL}


def test_keys_that_arrive_later_are_not_in_it(app):
    assert not {key for key in NOT_YET if f"`{key}:" in MANUAL}
