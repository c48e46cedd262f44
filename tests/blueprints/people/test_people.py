"""The People page."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.blueprints.people import people
from webapp.db import db
from webapp.pipelines.stages import pipelines
from webapp.segments.administering import Wanted, add_segment
from webapp.segments.membership import add_to_segments
from webapp.tags.models import Tag
from webapp.tags.naming import found_tags
from webapp.tags.tagging import add_tags


def names(answer) -> list[str]:
    """The people on the page, in their order."""
    page = answer.get_data(as_text=True)
    return [part.partition("</bdi>")[0] for part in page.split("data-row-link><bdi>")[1:]]


def test_everybody_sees_whom_they_may_see(admin, coordinator, adviser, outsider, read_only):
    assert names(admin.get("/people")) == ["Dana Whitfield", "Henrik Vaas", "Inês Duarte"]
    assert names(coordinator.get("/people")) == names(read_only.get("/people"))
    assert names(coordinator.get("/people")) == ["Dana Whitfield", "Henrik Vaas"]
    assert names(adviser.get("/people")) == ["Dana Whitfield"]
    assert names(outsider.get("/people")) == ["Inês Duarte"]


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(anybody):
    answer = anybody.get("/people?q=kind%3Alead")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/people%3Fq%3Dkind%253Alead")


def test_the_search_box_narrows_the_list_and_the_title_says_how(admin):
    answer = admin.get("/people?q=kind:lead+city:Sacramento")
    page = answer.get_data(as_text=True)
    assert names(answer) == ["Dana Whitfield"]
    assert "<title>Leads whose City is Sacramento · Muster</title>" in page
    assert 'href="/people?q=kind%3Alead"' in page
    assert "1 person" in page


def test_a_search_that_is_wrong_says_where_and_stays_in_the_box(admin):
    answer = admin.get("/people?q=stattus:New&sort=-created")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="stattus:New"' in page
    assert "Did you mean <b>status" in page
    assert 'name="sort" value="-created"' in page


@pytest.mark.parametrize("path", ["/people", "/people/count", "/people/complete", "/people/found"])
def test_no_text_breaks_the_search(admin, path):
    texts = ("'", '")', "\0", "%ed%a0%80", "9" * 20, "(" * 500, "x" * 100_000, "tag:", "created:>99999-01-01")
    for text in texts:
        assert admin.get(path, query_string={"q": text}).status_code in (200, 400, 422), text[:20]
    assert admin.get(f"{path}?q=%00%ed%a0%80").status_code in (200, 400, 422)


def test_what_is_found_while_typing_brings_its_address_and_its_title(admin):
    answer = admin.part("get", "/people/found?q=kind:lead+&sort=-created")
    assert names(answer) == ["Dana Whitfield"]
    assert answer.headers["HX-Replace-Url"] == "/people?q=kind%3Alead&sort=-created"
    assert "<title>Leads · Muster</title>" in answer.get_data(as_text=True)


def test_what_is_not_finished_yet_is_a_hint_and_leaves_the_list_alone(adviser):
    answer = adviser.part("get", "/people/found?q=tag:")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "is missing at the end" in page
    assert 'id="found"' not in page
    assert "HX-Replace-Url" not in answer.headers


def test_a_bad_sort_is_the_one_by_name_and_a_bad_cursor_is_said(admin):
    assert names(admin.get("/people?sort=nonsense")) == ["Dana Whitfield", "Henrik Vaas", "Inês Duarte"]
    assert names(admin.get("/people?sort=-name")) == ["Inês Duarte", "Henrik Vaas", "Dana Whitfield"]
    answer = admin.get("/people?after=nonsense")
    assert answer.status_code == 400
    assert "Begin with its first page" in answer.get_data(as_text=True)


def test_links_to_people_remember_the_list(admin):
    page = admin.get("/people?q=kind:lead&sort=-created").get_data(as_text=True)
    assert "?from=q%3Dkind%253Alead%26sort%3D-created" in page


def test_the_sidebar_counts_whom_the_viewer_sees_whatever_the_search(coordinator):
    page = " ".join(coordinator.get("/people?q=nobody").get_data(as_text=True).split())
    assert '<span>Everybody</span><span class="n">2</span>' in page
    assert '<span>Leads</span><span class="n">1</span>' in page


@pytest.mark.parametrize("name", ["none", "Any", 'a "b" \\ c/d'])
def test_a_tag_or_segment_with_an_odd_name_leads_to_its_own_people(admin, world, name):
    [tag] = found_tags([name], now=NOW)
    segment = add_segment(Wanted(name), now=NOW)
    to_dana = {
        "by": world.mona,
        "now": NOW,
        "change_set": open_change_set("edit", "", by=world.mona, now=NOW),
    }
    add_tags([world.people["dana"]], [tag.id], **to_dana)
    add_to_segments([world.people["dana"]], [segment.id], **to_dana)
    db.session.commit()
    pages = [admin.get(path).get_data(as_text=True) for path in ("/people", "/tags", "/settings/segments")]
    lists = {
        unescape(href) for href in re.findall(r'href="(/people\?q=(?:tag|segment)[^"]+)"', "".join(pages))
    }
    assert len(lists) == 2
    for path in lists:
        assert names(admin.get(path)) == ["Dana Whitfield"]


def test_a_list_with_nobody_says_what_to_do(admin):
    assert "Nobody here fits that." in admin.get("/people?q=nobody").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("bremen", "city:bremen"), ("san francisco", 'city:"san francisco"'), ("none", 'city:"none"')],
)
def test_plain_words_that_find_nobody_can_be_looked_for_in_the_city(admin, typed, asked):
    page = unescape(admin.get("/people", query_string={"q": typed}).text)
    (found,) = re.findall(r'href="([^"]+)"><span>Look for it in City<', page)
    assert parse_qs(urlsplit(found).query) == {"q": [asked]}


@pytest.mark.parametrize("typed", ["city:bremen", "bremen kind:lead", "-whitfield bremen", "bremen OR oslo"])
def test_other_searches_that_find_nobody_are_not_looked_for_in_the_city(admin, typed):
    page = admin.get("/people", query_string={"q": typed}).text
    assert "Nobody here fits that." in page
    assert "Look for it in City" not in page


def test_the_number_is_counted_after_the_rows_when_it_takes_a_walk(world, admin, monkeypatch):
    for n in range(60):
        world.person(first=f"Person {n}")
    db.session.commit()
    page = admin.get("/people?q=-kind:lead").get_data(as_text=True)
    assert 'hx-get="/people/count?q=-kind%3Alead" hx-trigger="load"' in page
    assert "62 people" in admin.part("get", "/people/count?q=-kind:lead").get_data(as_text=True)
    monkeypatch.setattr(people, "CAP", 50)
    capped = admin.part("get", "/people/count?q=-kind:lead").get_data(as_text=True)
    assert "50+ people" in capped
    assert 'hx-get="/people/count?q=-kind%3Alead&amp;exact=1"' in capped
    assert "62 people" in admin.part("get", "/people/count?q=-kind:lead&exact=1").get_data(as_text=True)


@pytest.mark.parametrize(("q", "number"), [("kind:lead", 1), ("status:New", 2), ("tag:vip", 1), ("dana", 1)])
def test_a_single_facet_is_counted_at_once(world, coordinator, q, number):
    tag = Tag(name="vip", name_key="vip", created_at=NOW)
    db.session.add(tag)
    db.session.flush()
    world.person(first="Grace", kind="customer", status_id=world.new + 1, tag_ids=[tag.id])
    world.person(first="Ilse", kind="lead", office_id=world.lisbon, tag_ids=[tag.id])
    db.session.commit()
    page = coordinator.get(f"/people?q={q}").get_data(as_text=True)
    assert f">{number} {'person' if number == 1 else 'people'}</b>" in page


def test_the_box_completes_what_is_typed(admin):
    page = admin.part("get", "/people/complete?q=kind:lead+sta").get_data(as_text=True)
    assert 'data-text="kind:lead status:"' in page


@pytest.mark.parametrize(("sort", "most"), [("name", 14), ("-contacted", 15), ("owner", 17), ("status", 20)])
def test_a_page_takes_the_same_few_queries_however_many_people_it_shows(world, admin, statements, sort, most):
    """Sorts in bands walk one after another until the page is full: an almost empty list walks them all."""

    def queries():
        statements.clear()
        answer = admin.get(f"/people?sort={sort}")
        assert answer.status_code == 200
        return len(names(answer)), [s for s in statements if s.lstrip().startswith("SELECT")]

    shown, before = queries()
    tag = Tag(name="vip", name_key="vip", created_at=NOW)
    db.session.add(tag)
    db.session.flush()
    for n in range(60):
        world.person(first=f"Person {n}", company=f"Firm {n}", tag_ids=[tag.id])
    db.session.commit()
    more, after = queries()
    assert (shown, more) == (3, 50)
    assert len(after) <= len(before) <= most, before


@pytest.mark.parametrize(
    ("q", "most"),
    [
        ("tag:vip", 22),
        ('stage:"New enquiry" tag:vip -tag:press segment:Guests', 28),
        ("tag:vip country:US owner:me", 26),
        ("person tag:vip", 24),
        ("(tag:vip OR kind:customer) -status:Dead -(city:Rome owner:none)", 26),
    ],
)
def test_a_filtered_page_takes_the_same_few_queries_however_many_people_it_shows(
    world, admin, statements, q, most
):
    vip, press = (Tag(name=name, name_key=name, created_at=NOW) for name in ("vip", "press"))
    db.session.add_all([vip, press])
    guests = add_segment(Wanted("Guests"), now=NOW)
    db.session.flush()
    (stage, *_), *_ = (pipeline.stages for pipeline in pipelines())
    place = {"stage_id": stage.id, "country": "US", "owner_id": world.mona.id}

    def add(number):
        added = [world.person(first=f"Person {n}", tag_ids=[vip.id], **place) for n in range(number)]
        change_set = open_change_set("segment", "Something", by=world.mona, now=NOW)
        add_to_segments(added, [guests.id], by=world.mona, now=NOW, change_set=change_set)
        db.session.commit()

    def queries():
        statements.clear()
        answer = admin.get("/people", query_string={"q": q})
        assert answer.status_code == 200
        return len(names(answer)), [s for s in statements if s.lstrip().startswith("SELECT")]

    add(1)
    shown, before = queries()
    add(60)
    more, after = queries()
    assert (shown, more) == (1, 50)
    assert len(after) <= len(before) + 1, (len(before), len(after))
    assert max(len(before), len(after)) <= most, len(before)
