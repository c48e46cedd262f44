"""The page of one person."""

import re
from urllib.parse import quote

import pytest
from sqlalchemy import event

from tests.world import NOW
from webapp.activity.tracking import open_change_set
from webapp.db import db
from webapp.people.notes import add_note
from webapp.people.touches import Details, log_touch

TOO_LARGE = 2**63
BAD = [
    quote(text, errors="surrogatepass")
    for text in ("'", '")', "\0", "\ud800", "9" * 40, "x" * 100_000, "%2e%2e", "-1", "1-1-1-1")
]


@pytest.fixture
def queries(app):
    """The statements of the main engine since the fixture began."""
    seen = []

    def note(_connection, _cursor, statement, *_):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_the_page_says_who_it_is_and_what_one_can_do(admin, dana):
    page = admin.get(dana)
    assert page.status_code == 200
    for words in ("Dana Whitfield", "Practice owner", "Whitfield Family Dental", "Sacramento", "California"):
        assert words in page.text
    for deed in ("Log call", "Note", "Mail", "Convert to customer", "Download vCard", "Move to trash"):
        assert deed in page.text


def test_who_may_not_see_a_person_finds_nothing(outsider, world, dana):
    ines = world.people["ines"]
    assert outsider.get(f"/people/{ines}").status_code == 200
    for path in ("", "/timeline", "/fields/city", "/sections/1", "/notes/1", "/vcard"):
        assert outsider.get(dana + path).status_code == 404


def test_a_person_who_is_not_there_is_not_found(admin):
    for person_id in (0, 999_999, TOO_LARGE, "x", "%2e%2e", "1%00"):
        assert admin.get(f"/people/{person_id}").status_code in (400, 404)


def test_nobody_sees_people_without_signing_in(anybody, dana):
    assert anybody.get(dana).status_code == 303


def test_a_viewer_reads_everything_and_is_offered_no_change(read_only, dana):
    page = read_only.get(dana)
    assert page.status_code == 200
    offered = page.text.partition('id="keys"')[0]
    for deed in ("Log call", "/edit", "Convert to", "Move to trash", "Save note", "Download"):
        assert deed not in offered


def test_the_page_is_not_posted_to(admin, dana):
    assert admin.post(dana).status_code == 405


def test_the_timeline_tells_changes_in_words(admin, dana):
    admin.post(f"{dana}/fields/city", {"city": "Oakland"})
    text = re.sub(r"<[^>]+>|\s+", " ", admin.get(dana).text)
    assert re.search(r"Mona Keller\s+changed\s+City\s+Sacramento\s+→\s+Oakland", text)


def test_a_part_of_the_timeline_that_is_not_there_is_a_bad_address(admin, dana):
    for text in BAD:
        assert admin.get(f"{dana}/timeline", query_string=f"before={text}").status_code == 400


def test_an_unknown_kind_of_entries_shows_all(admin, dana):
    for text in BAD:
        assert admin.get(f"{dana}/timeline", query_string=f"show={text}").status_code in (200, 400)


def test_a_list_that_means_nothing_never_breaks_the_page(admin, dana):
    for text in (
        *BAD,
        "q%3Dnonsense%3Aword",
        "q%3D(((",
        "sort%3Dnothing",
        "q%3Dtag%3Anone%26sort%3D-created",
    ):
        assert admin.get(dana, query_string=f"from={text}").status_code in (200, 400)


def test_previous_and_next_follow_the_list_one_came_from(admin, world, dana):
    page = admin.get(f"{dana}?from=sort%3D-created").text
    assert re.search(r'class="back[^>]+href="/people\?sort=-created"', page)
    assert f'rel="prev" href="/people/{world.people["henrik"]}?from=sort%3D-created"' in page
    assert "3 of 3" in page
    assert 'rel="next"' not in page


def test_the_whole_history_is_there_page_by_page(admin, world, dana):
    person_id = world.people["dana"]
    change_set = open_change_set("touch", "Logged", by=world.mona, now=NOW)
    for n in range(70):
        log_touch(person_id, Details("call", NOW - 86_400 * n), by=world.mona, now=NOW, change_set=change_set)
    db.session.commit()
    text, path = "", dana
    for _ in range(4):
        page = admin.get(path).text
        text += page
        more = re.search(r'id="earlier"><a[^>]+href="([^"]+)"', page)
        if not more:
            break
        path = more[1].replace("&amp;", "&")
    assert len(set(re.findall(r'id="(touch-\d+)"', text))) == 70


@pytest.mark.parametrize("entries", [0, 20])
def test_the_number_of_queries_does_not_grow_with_the_history(admin, world, dana, queries, entries):
    person_id = world.people["dana"]
    change_set = open_change_set("note", "Wrote", by=world.mona, now=NOW)
    for n in range(entries):
        add_note(person_id, f"Note {n}", by=world.mona, now=NOW, change_set=change_set)
        log_touch(person_id, Details("call", NOW), by=world.mona, now=NOW, change_set=change_set)
    db.session.commit()
    queries.clear()
    assert admin.get(dana).status_code == 200
    selects = [statement for statement in queries if statement.lstrip().startswith("SELECT")]
    assert len(selects) <= 14, "\n".join(selects)
