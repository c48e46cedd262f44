"""`/help`: the ways to put people together, side by side."""

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
