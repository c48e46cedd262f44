import csv
import json
from functools import partial

import pytest

from tests.world import NOW
from webapp.db import db
from webapp.tags.administering import add_tag

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def people(run, world):
    """people(*arguments) runs `muster people` within this process."""
    return partial(run, "people")


def test_without_options_it_shows_a_table_under_the_sentence(people):
    done = people("kind:lead dana")
    assert done.exit_code == 0
    assert "Leads matching “dana”" in done.output
    assert "Dana Whitfield" in done.output
    assert done.output.endswith("1 of 1 person.\n")


def test_count_is_a_bare_number(people):
    assert people("--count").output == "3\n"
    assert people("-kind:lead", "--count").output == "2\n"


def test_csv_has_every_column_and_guards_formulas(people, world):
    world.person(first="=cmd()", last="-x", emails=[["a@example.com", "a@example.com"]])
    db.session.commit()
    (row,) = csv.DictReader(people("cmd", "--csv").output.splitlines())
    assert row["Name"] == "'=cmd() -x"
    assert row["E-mail"] == "a@example.com"
    assert row["Created"] == "2026-09-21T14:13:20Z"
    assert row["Last contact"] == ""


def test_json_has_values_by_key(people, world):
    vip, press = (add_tag(name, "red", by=world.mona, now=NOW)[0].id for name in ("vip", "press"))
    world.person(first="Ada", last="Lind", kind="lead", owner_id=world.priya.id, tag_ids=[vip, press])
    db.session.commit()
    (ada,) = json.loads(people("ada", "--json").output)
    assert (ada["name"], ada["kind"], ada["owner"]) == ("Ada Lind", "lead", "Priya Raman")
    assert (ada["tags"], ada["city"], ada["contacted"]) == (["press", "vip"], None, None)
    (dana,) = json.loads(people("dana", "--json").output)
    assert (dana["company"], dana["state"], dana["tags"]) == ("Whitfield Family Dental", "California", None)
    assert json.loads(people("nobody", "--json").output) == []
    assert len(json.loads(people("--json").output)) == 4


def test_as_somebody_it_shows_whom_they_see(people):
    assert people("--count", "--as", "tomas@example.com").output == "1\n"
    assert people("owner:me", "--count", "--as", "Priya@example.com").output == "1\n"
    refused = people("--as", "nobody@example.com")
    assert refused.exit_code == 2
    assert "Nobody signs in as nobody@example.com." in refused.stderr


def test_an_error_stands_on_stderr_with_a_caret_under_its_place(people):
    done = people("smith 東京 cty:Boston", "--csv")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == (
        "muster: Nothing can be asked of “cty”. Did you mean city:?\n"
        "  smith 東京 cty:Boston\n"
        "             ^\n"
    )


def test_the_place_of_an_error_is_shown_in_a_long_text_too(people):
    done = people("smith " * 90 + "cty:Boston " + "smith")
    _sentence, line, caret = done.stderr.splitlines()
    assert line[len(caret) - 1 :].startswith("cty:Boston")
    assert len(line) < 80


def test_me_needs_somebody(people):
    assert "needs somebody who asks" in people("owner:me").stderr
    assert "needs somebody who asks" in people("office:mine").stderr


def test_an_unknown_option_is_no_question(people):
    assert people("--cuont").exit_code == 2
