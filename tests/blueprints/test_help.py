"""`/help`: the ways to put people together, side by side."""

import re

import pytest

from webapp.db import db
from webapp.users.own_company import OwnCompany

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_everybody_finds_the_six_words_and_whom_to_ask(read_only):
    db.session.query(OwnCompany).one().support_contact = "Mona, extension 12"
    db.session.commit()
    page = read_only.get("/help").get_data(as_text=True)
    for word in ("Tag", "Segment", "Saved segment", "Group", "Smart group", "Selection"):
        assert f">{word}</a></th>" in page
    assert "Mona, extension 12" in page


def test_every_link_of_it_leads_somewhere(read_only):
    for path in ("/tags", "/people", "/people/saved", "/groups", "/selections"):
        assert read_only.get(path).status_code == 200


def test_the_keys_lead_to_it(read_only):
    assert '<a href="/help">What is a tag' in read_only.get("/people").get_data(as_text=True)
    assert read_only.post("/help").status_code == 405


def keys_of(page: str, heading: str) -> set[str]:
    """Those of one group of the dialog of keys."""
    group = page.partition(f"<dt>{heading}</dt>")[2].partition("</div>")[0]
    return set(re.findall(r"<kbd>(.*?)</kbd>", group))


def test_the_keys_said_to_work_everywhere_work_on_the_page_of_somebody(admin, world):
    page = admin.get(f"/people/{world.people['dana']}").text
    everywhere = {key for key in keys_of(page, "Everywhere") if len(key) == 1}
    assert everywhere - {"z"} == {"?"}


def test_every_key_for_ticked_rows_is_said(admin):
    page = admin.get("/people").text
    bar = page.partition('id="bulk"')[2].partition("</form>")[0]
    assert keys_of(page, "With ticked rows") == {*re.findall(r'data-key="(.)"', bar), "Esc"}


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/people", "In a list"), ("/companies", "In a list"), ("/people?view=board", "On a board")],
)
def test_every_key_that_a_list_or_board_declares_is_said(admin, path, heading):
    page = admin.get(path).text
    outside = re.sub(r'(?s)<form id="bulk".*?</form>', "", page.partition('id="main"')[2])
    declared = {key for key in re.findall(r'data-(?:row-)?key="(.)"', outside) if key not in "z?"}
    assert declared
    assert declared <= keys_of(page, heading)
