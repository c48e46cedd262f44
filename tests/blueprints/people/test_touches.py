"""Logging, correcting and deleting touches on the screen."""

import re

import pytest
from sqlalchemy import select

from tests.world import NOW
from webapp import clock
from webapp.db import db
from webapp.people.models import Person, Touch

NINE = 1_789_995_600
"""9:00 in New York on the day of the tests, which is 13:00 UTC."""
BAD = ["'", '")', "\0", "9" * 40, "x" * 100_000, "%2e%2e", "-1", "nan", "1e999", "2026-13-01T00:00"]


@pytest.fixture
def last_contact(world):
    def last_contact():
        db.session.rollback()
        return db.session.scalar(select(Person.last_contact_at).where(Person.id == world.people["dana"]))

    return last_contact


def call(**more):
    return {"kind": "call", "at": "2026-09-21T09:00", "minutes": "14", "outcome": "reached", **more}


@pytest.fixture
def touch(admin, dana, danas):
    """The path of a call that Mona logged."""
    admin.post(f"{dana}/touches", call(text="Hello"))
    return f"{dana}/touches/{danas(Touch)[-1].id}"


def test_a_call_is_logged_in_the_companys_zone_and_sets_the_last_contact(admin, dana, danas, last_contact):
    answer = admin.part("post", f"{dana}/touches", call(text="Hello"))
    assert answer.status_code == 200
    assert "Call with Dana logged." in answer.text
    assert answer.headers["HX-Trigger"] == "close-dialog, person-changed"
    [touch] = danas(Touch)
    assert (touch.kind, touch.minutes, touch.outcome, touch.text) == ("call", 14, "reached", "Hello")
    assert last_contact() == touch.at == NINE


def test_undo_in_the_toast_takes_it_back(admin, dana, last_contact):
    toast = admin.part("post", f"{dana}/touches", call()).text
    undo = re.findall(r'action="(/changes/\d+/undo)"', toast)[-1]
    admin.post(undo)
    assert last_contact() == 0


def test_the_form_stands_at_now_and_works_as_dialog_and_as_page(admin, dana):
    for answer in (admin.get(f"{dana}/touches/new"), admin.part("get", f"{dana}/touches/new?kind=visit")):
        assert answer.status_code == 200
        assert 'value="2026-09-21T10:13"' in answer.text
    assert "<dialog" in answer.text
    assert re.search(r'value="visit" checked', answer.text)


def test_what_was_logged_just_now_stands_above_what_came_within_the_same_minute(admin, dana, danas):
    admin.post(f"{dana}/notes", {"text": "Written before"})
    with clock.frozen(NOW + 5):
        admin.post(f"{dana}/touches", call(at="2026-09-21T10:13", text="Called after"))
    assert danas(Touch)[0].at == NOW + 5
    page = admin.get(f"{dana}/timeline").text
    assert page.index("Called after") < page.index("Written before")


def test_correcting_what_was_logged_just_now_leaves_its_moment(admin, dana, danas):
    admin.post(f"{dana}/touches", call(at="2026-09-21T10:13"))
    touch = f"{dana}/touches/{danas(Touch)[0].id}"
    form = admin.get(f"{touch}/edit").text
    assert 'value="2026-09-21T10:13"' in form
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1].replace("&#34;", '"')
    with clock.frozen(NOW + 20):
        assert admin.post(touch, call(at="2026-09-21T10:13", text="More", seen=seen)).status_code == 303
        assert admin.post(touch, call(at="2026-09-21T10:13", minutes="9", seen=seen)).status_code == 303
    [logged] = danas(Touch)
    assert (logged.at, logged.text, logged.minutes) == (NOW, "More", 9)


def test_a_form_sent_twice_logs_one_call(admin, dana, danas):
    data = call(request_key="abc")
    first, second = admin.post(f"{dana}/touches", data), admin.post(f"{dana}/touches", data)
    assert first.location == second.location == dana
    assert len(danas(Touch)) == 1


def test_a_form_that_was_refused_can_be_sent_again(admin, dana, danas):
    assert admin.post(f"{dana}/touches", call(request_key="abc", minutes="x")).status_code == 422
    assert admin.post(f"{dana}/touches", call(request_key="abc")).status_code == 303
    assert len(danas(Touch)) == 1


def test_nonsense_is_refused_in_words_and_nothing_is_logged(admin, dana, danas):
    for name in ("kind", "at", "minutes", "outcome"):
        for text in BAD:
            answer = admin.part("post", f"{dana}/touches", call(**{name: text}, text="My words"))
            assert answer.status_code in (400, 422), (name, text[:20])
            if answer.status_code == 422:
                assert "My words" in answer.text
    assert danas(Touch) == []


def test_a_form_that_lacks_an_input_is_refused_in_words(admin, dana, danas):
    for lacking in ("kind", "at"):
        form = {name: value for name, value in call().items() if name != lacking}
        assert admin.post(f"{dana}/touches", form).status_code == 422
    assert danas(Touch) == []


@pytest.mark.parametrize("text", ["\0", "x" * 100_000])
def test_a_text_that_cannot_be_kept_is_refused(admin, dana, danas, text):
    assert admin.post(f"{dana}/touches", call(text=text)).status_code in (400, 422)
    assert danas(Touch) == []


def test_what_has_not_happened_yet_cannot_be_logged(admin, dana, danas):
    answer = admin.part("post", f"{dana}/touches", call(at="2026-09-22T09:00"))
    assert answer.status_code == 422
    assert "in the future" in answer.text


def test_correcting_moves_the_last_contact(admin, touch, danas, last_contact):
    assert admin.get(f"{touch}/edit").status_code == 200
    seen = f'{{"kind": "call", "at": {NINE}, "minutes": 14, "outcome": "reached", "text": "Hello"}}'
    answer = admin.part("post", touch, call(at="2026-09-20T09:00", text="Hello", seen=seen))
    assert answer.status_code == 200
    assert last_contact() == danas(Touch)[0].at == NINE - 86_400


def test_two_who_correct_the_same_are_told_and_may_choose(admin, touch, danas):
    form = admin.get(f"{touch}/edit").text
    seen = re.search(r'name="seen" value="([^"]+)"', form)[1].replace("&#34;", '"')
    admin.post(touch, call(minutes="20", text="Hello", seen=seen))
    answer = admin.part("post", touch, call(minutes="30", text="Hello", seen=seen))
    assert answer.status_code == 409
    assert "Minutes is <b>20 minutes</b> now" in answer.text
    assert danas(Touch)[0].minutes == 20
    seen = re.search(r'name="seen" value="([^"]+)"', answer.text)[1].replace("&#34;", '"')
    admin.post(touch, call(minutes="30", text="Hello", seen=seen))
    assert danas(Touch)[0].minutes == 30


def test_a_broken_memory_of_what_was_seen_is_never_an_error_of_ours(admin, touch):
    for seen in ("{", "[]", "null", "[" * 5000, '{"at": []}'):
        assert admin.post(touch, call(seen=seen)).status_code in (303, 409)


def test_deleting_brings_the_contact_before(admin, touch, last_contact):
    assert admin.part("post", f"{touch}/delete").status_code == 200
    assert last_contact() == 0
    assert admin.post(f"{touch}/delete").status_code == 404


def test_a_touch_of_somebody_else_is_not_found(admin, world, touch):
    number = touch.rpartition("/")[2]
    assert admin.get(f"/people/{world.people['henrik']}/touches/{number}/edit").status_code == 404
    assert admin.post(f"{touch}{'9' * 25}").status_code == 404


def test_a_viewer_cannot_log_a_touch(read_only, dana, touch, danas):
    for path in (f"{dana}/touches/new", f"{touch}/edit"):
        assert read_only.get(path).status_code == 403
    for path in (f"{dana}/touches", touch, f"{touch}/delete"):
        assert read_only.post(path, call()).status_code == 403
    assert len(danas(Touch)) == 1


def test_an_outsider_finds_nothing_and_changes_nothing(outsider, dana, touch, danas):
    for path in (f"{dana}/touches/new", f"{touch}/edit"):
        assert outsider.get(path).status_code == 404
    for path in (f"{dana}/touches", touch, f"{touch}/delete"):
        assert outsider.post(path, call()).status_code == 404
    assert [t.minutes for t in danas(Touch)] == [14]


def test_only_a_post_logs_corrects_or_deletes(admin, dana, touch):
    for path in (f"{dana}/touches", touch, f"{touch}/delete"):
        assert admin.get(path).status_code == 405


def test_the_number_that_was_called_stands_in_the_form_and_on_the_timeline(admin, dana, danas):
    form = admin.part("get", f"{dana}/touches/new?kind=call&number=%2B1+617+555+0134").text
    assert re.search(r'name="number"[^>]*value="\+1 617 555 0134"', form)
    admin.post(f"{dana}/touches", call(number="+1 617 555 0134"))
    assert danas(Touch)[0].number == "+1 617 555 0134"
    assert re.search(r'called <bdi class="num">\+1 617 555 0134</bdi>', admin.get(dana).text)


def test_only_a_call_has_a_number(admin, dana, danas):
    admin.post(f"{dana}/touches", call(kind="meeting", number="+1 617 555 0134"))
    assert danas(Touch)[0].number == ""


def test_phones_lead_to_the_dialler_and_name_the_form_that_logs_the_call(admin, read_only, world, dana):
    phones = [["+1 617 555 0134", "+16175550134"]]
    world.person(first="Olga", phones=phones)
    ben = world.person(first="Ben", phones=phones)
    db.session.commit()
    link = f'data-log-call="/people/{ben}/touches/new?kind=call&amp;number=%2B1%20617%20555%200134"'
    admin.post("/people/columns", {"column": ["phone"]})
    for page in (admin.get(f"/people/{ben}").text, admin.get("/people").text):
        assert 'href="tel:+16175550134"' in page
        assert link in page
    page = read_only.get(f"/people/{ben}").text
    assert 'href="tel:+16175550134"' in page
    assert "data-log-call" not in page
