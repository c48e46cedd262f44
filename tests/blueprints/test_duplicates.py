"""/duplicates: the list, and one pair after another."""

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp.db import db
from webapp.duplicates.finding import find_pairs
from webapp.duplicates.models import Pair
from webapp.people.models import MERGED, Person


@pytest.fixture
def pair(world):
    """Dana is here twice, both Priya's."""
    twin = world.person(
        first="Dana", last="Whitfeld", emails=[["dana@example.com"] * 2], owner_id=world.priya.id
    )
    db.session.commit()
    for _ in find_pairs(now=NOW):
        db.session.commit()
    return f"/duplicates/{world.people['dana']}/{twin}"


def dismissed() -> bool:
    db.session.rollback()
    return db.session.scalar(select(Pair.dismissed_at)) is not None


def text(answer) -> str:
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_an_empty_list_says_so(admin):
    assert "Nobody is here twice." in text(admin.get("/duplicates"))


def test_the_list_shows_pairs_with_score_and_reasons(adviser, pair):
    page = text(adviser.get("/duplicates"))
    assert pair in page
    assert "same e-mail" in page
    assert "1</span> pair" in page


def test_a_pair_stands_side_by_side_with_where_one_is(adviser, pair):
    page = text(adviser.get(pair))
    assert "1 of 1" in page
    assert "Whitfield Family Dental" in page
    assert "Whitfeld" in page


def test_after_a_pair_comes_the_next_one_even_if_it_is_gone(admin, world, pair):
    third = world.person(first="Dana", last="Whitfield", emails=[["dana@example.com"] * 2])
    db.session.commit()
    for _ in find_pairs(now=NOW):
        db.session.commit()
    first, second, last = db.session.scalars(select(Pair).order_by(Pair.score.desc(), Pair.first_id)).all()
    place = {"score": first.score, "first_id": first.first_id, "second_id": first.second_id}
    dana = db.session.get_one(Person, third)
    dana.hidden = MERGED
    db.session.commit()
    there = admin.get("/duplicates/next", query_string=place)
    assert (there.status_code, there.location) == (303, pair)
    at_end = {"score": 0, "first_id": last.first_id, "second_id": second.second_id}
    assert admin.get("/duplicates/next", query_string=at_end).location == "/duplicates"
    assert admin.get("/duplicates/next").location == "/duplicates"


def test_the_sidebar_counts_only_what_one_sees(adviser, outsider, pair):
    assert "Likely duplicates" in text(adviser.get("/people"))
    assert "Likely duplicates" not in text(outsider.get("/people"))


def test_not_the_same_is_remembered_and_taken_back(adviser, pair):
    answer = adviser.post(f"{pair}/dismissal")
    assert (answer.status_code, answer.location) == (303, "/duplicates")
    assert dismissed()
    assert pair in text(adviser.get("/duplicates?show=dismissed"))
    assert "Priya Raman said" in text(adviser.get(pair))
    assert adviser.post(f"{pair}/dismissal").status_code == 409
    assert adviser.post(f"{pair}/dismissal/undo").status_code == 303
    assert not dismissed()
    assert adviser.post(f"{pair}/dismissal/undo").status_code == 409


def test_who_does_not_see_both_finds_no_pair(outsider, pair):
    assert pair not in text(outsider.get("/duplicates"))
    assert outsider.get(pair).status_code == 404
    assert outsider.post(f"{pair}/dismissal").status_code == 404
    assert outsider.post(f"{pair}/dismissal/undo").status_code == 404
    assert not dismissed()


def test_who_only_reads_is_kept_out(read_only, pair):
    for path in ("/duplicates", "/duplicates/next", pair):
        assert read_only.get(path).status_code == 403
    for path in (f"{pair}/dismissal", f"{pair}/dismissal/undo", "/duplicates/differences/1"):
        assert read_only.post(path).status_code == 403


def test_other_methods_are_refused(admin, pair):
    assert admin.post("/duplicates").status_code == 405
    assert admin.post(pair).status_code == 405
    assert admin.get(f"{pair}/dismissal").status_code == 405
    assert admin.delete("/duplicates/differences/1").status_code == 405


def test_a_place_that_is_none_is_the_beginning(admin, pair):
    assert pair in text(admin.get("/duplicates?score=x&first_id=-1&second_id=99999999999999999999"))


def test_while_typing_the_reasons_are_said(adviser, pair):
    typed = {"first": "Dana", "last": "Whitfield", "email": "dana@example.com"}
    found = text(adviser.part("get", "/people/new/alike", query_string=typed))
    assert "same e-mail, same name" in found
