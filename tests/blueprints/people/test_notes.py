"""Notes on the screen."""

import re

import pytest

from webapp.db import db
from webapp.people.models import Note
from webapp.users.user import User


@pytest.fixture
def note(admin, dana, danas):
    """The path of a note that Mona wrote."""
    admin.post(f"{dana}/notes", {"text": "Call before ten."})
    return f"{dana}/notes/{danas(Note)[-1].id}"


def test_a_note_is_written_and_stands_on_the_timeline(admin, dana, danas):
    answer = admin.part("post", f"{dana}/notes", {"text": "Call before ten.\r\nNever later."})
    assert answer.status_code == 200
    assert danas(Note)[0].text == "Call before ten.\nNever later."
    assert "Call before ten." in admin.get(dana).text


def test_a_note_keeps_its_markup_as_text(admin, dana):
    admin.post(f"{dana}/notes", {"text": "<script>alert(1)</script>"})
    assert "&lt;script&gt;" in admin.get(dana).text


def test_written_on_the_page_it_leaves_an_empty_box(admin, dana):
    answer = admin.part("post", f"{dana}/notes", {"text": "Hello", "composed": "1"})
    assert 'hx-target="#compose"' in answer.text
    assert 'hx-target="#compose"' not in admin.part("post", f"{dana}/notes", {"text": "Hello"}).text


def test_a_form_sent_twice_writes_one_note(admin, dana, danas):
    for _ in range(2):
        assert admin.post(f"{dana}/notes", {"text": "Once", "request_key": "k"}).status_code == 303
    assert len(danas(Note)) == 1


def test_what_is_no_note_is_refused(admin, dana, danas):
    for text in ("", "  \n ", "\0", "x" * 100_000, "\x07"):
        assert admin.part("post", f"{dana}/notes", {"text": text}).status_code in (400, 422)
    assert danas(Note) == []


def test_an_edited_note_says_so_and_shows_its_history(admin, dana, note):
    assert "Call before ten." in admin.get(f"{note}/edit").text
    admin.post(note, {"text": "Call after ten.", "seen": "Call before ten."})
    assert re.search(r">edited</a>", admin.get(dana).text)
    for history in (admin.get(note), admin.part("get", note)):
        assert "Call after ten." in history.text
        assert "Call before ten." in history.text


def test_two_who_edit_one_note_are_told_and_nothing_is_lost(admin, adviser, note, danas):
    adviser.post(note, {"text": "Hers", "seen": "Call before ten."})
    answer = admin.part("post", note, {"text": "Mine", "seen": "Call before ten."})
    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert "Mine" in answer.text
    assert danas(Note)[0].text == "Hers"
    assert admin.post(note, {"text": "Mine", "seen": "Hers"}).status_code == 303
    assert danas(Note)[0].text == "Mine"


def test_a_pinned_note_stands_above_until_it_is_let_go(admin, dana, note):
    unchanged = {"text": "Call before ten.", "seen": "Call before ten."}
    assert admin.part("post", note, unchanged | {"pinned": "y"}).status_code == 200
    assert 'aria-label="Pinned notes"' in admin.get(dana).text
    assert re.search(r'<input[^>]* checked[^>]* name="pinned"', admin.get(f"{note}/edit").text)
    admin.post(note, unchanged)
    assert 'aria-label="Pinned notes"' not in admin.get(dana).text


def test_pinning_a_note_keeps_what_was_typed_beside_and_is_undone_with_it(admin, note, danas):
    changed = {"text": "Call after ten.", "seen": "Call before ten.", "pinned": "y"}
    toast = admin.part("post", note, changed).text
    assert [(n.text, n.pinned_at is not None) for n in danas(Note)] == [("Call after ten.", True)]
    admin.post(re.findall(r'action="(/changes/\d+/undo)"', toast)[-1])
    assert [(n.text, n.pinned_at) for n in danas(Note)] == [("Call before ten.", None)]


def test_nothing_in_the_dialog_of_a_note_leaves_its_text_behind_but_deleting(admin, note):
    assert set(re.findall(r'formaction="([^"?]+)', admin.get(f"{note}/edit").text)) == {f"{note}/delete"}


def test_a_deleted_note_comes_back_by_undo(admin, note, danas):
    toast = admin.part("post", f"{note}/delete").text
    assert danas(Note) == []
    assert admin.get(note).status_code == 404
    admin.post(re.findall(r'action="(/changes/\d+/undo)"', toast)[-1])
    assert [n.text for n in danas(Note)] == ["Call before ten."]


def test_a_note_on_somebody_else_is_not_found(admin, world, note):
    number = note.rpartition("/")[2]
    assert admin.get(f"/people/{world.people['henrik']}/notes/{number}").status_code == 404
    assert admin.get(f"{note}{'9' * 25}").status_code == 404


DEEDS = ["", "/delete"]


def test_a_viewer_reads_notes_and_changes_none(read_only, dana, note, danas):
    assert read_only.get(note).status_code == 200
    assert read_only.get(f"{note}/edit").status_code == 403
    for path in (f"{dana}/notes", *(note + deed for deed in DEEDS)):
        assert read_only.post(path, {"text": "Mine"}).status_code == 403
    assert [n.text for n in danas(Note)] == ["Call before ten."]


def test_an_outsider_finds_no_note_and_changes_none(outsider, dana, note, danas):
    for path in (note, f"{note}/edit", f"{dana}/notes/new"):
        assert outsider.get(path).status_code == 404
    for path in (f"{dana}/notes", *(note + deed for deed in DEEDS)):
        assert outsider.post(path, {"text": "Mine", "pinned": "y"}).status_code == 404
    assert [(n.text, n.pinned_at) for n in danas(Note)] == [("Call before ten.", None)]


def test_only_a_post_writes(admin, dana, note):
    for path in (f"{dana}/notes", f"{note}/delete"):
        assert admin.get(path).status_code == 405


def test_a_colleague_who_is_mentioned_is_told_on_today_with_the_note(admin, coordinator, dana):
    admin.post(f"{dana}/notes", {"text": "Ask @Jonas Bauer & <b>co</b>."})
    page = coordinator.get("/today").text
    assert "<b>Mona Keller</b> mentioned you:" in page
    assert "<bdi>Ask @Jonas Bauer &amp; &lt;b&gt;co&lt;/b&gt;.</bdi>" in page
    assert f'href="{dana}#note-1"' in page
    assert '<span class="count">1<' in page


def test_a_mention_is_a_chip_with_the_name_of_now(admin, world, dana):
    admin.post(f"{dana}/notes", {"text": "Ask @Priya Raman <i>soon</i>."})
    db.session.get_one(User, world.priya.id).rename("Priya <Shah>")
    db.session.commit()
    chip = 'Ask <span class="mention">@<bdi>Priya &lt;Shah&gt;</bdi></span> &lt;i&gt;soon&lt;/i&gt;.'
    assert chip in admin.get(dana).text
    assert chip in admin.get(f"{dana}/notes/1").text
    assert "Ask @Priya Raman" in admin.get(f"{dana}/notes/1/edit").text


def test_the_toast_names_who_cannot_be_told(admin, dana):
    answer = admin.part("post", f"{dana}/notes", {"text": "Ask @Tomás Lima."})
    assert "Note saved. Tomás Lima does not see Dana and cannot be told." in answer.text


def test_a_form_sent_twice_and_an_edit_tell_once(admin, coordinator, dana):
    for _ in range(2):
        admin.post(f"{dana}/notes", {"text": "Ask @Jonas Bauer.", "request_key": "abc"})
    admin.post(f"{dana}/notes/1", {"text": "Ask @Jonas Bauer soon.", "seen": "Ask @Jonas Bauer."})
    page = coordinator.get("/today").text
    assert page.count("mentioned you") == 1
    assert "Ask @Jonas Bauer soon." in page


def test_only_who_writes_notes_on_a_person_is_offered_colleagues(admin, outsider, read_only, dana):
    path = f"{dana}/notes/colleagues"
    assert 'data-name="Priya Raman"' in admin.get(path).text
    assert "Tomás" not in admin.get(path).text
    assert outsider.get(path).status_code == 404
    assert read_only.get(path).status_code == 403
    assert admin.post(path).status_code == 405
