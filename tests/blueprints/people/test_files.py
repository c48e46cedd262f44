"""Files on the screen: who gets them, as what, and what is refused."""

import io
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.files import samples
from webapp.db import db
from webapp.files.models import PersonFile
from webapp.files.store import MOST_BYTES, Store
from webapp.people.models import Note


@pytest.fixture
def add(admin, dana):
    """add("name.txt", b"bytes"): the address of a new file of Dana's."""

    def add(name="notes.txt", data=b"hello", client=admin):
        answer = client.post(f"{dana}/files", {"upload": (io.BytesIO(data), name)})
        assert answer.status_code == 303
        db.session.rollback()
        return f"{dana}/files/{db.session.scalar(select(func.max(PersonFile.id)))}"

    return add


@pytest.fixture
def store(app) -> Store:
    return Store(Path(app.instance_path))


def number() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(PersonFile))


def lying(store: Store) -> int:
    return len(list(store.folder.glob("*"))) if store.folder.exists() else 0


def test_a_file_is_added_shown_downloaded_removed_and_back_again(admin, dana, add):
    file = add("Contract.pdf", samples.PDF)
    page = admin.get(dana).text
    assert "Contract.pdf" in page
    assert "added the file" in page
    answer = admin.get(f"{file}/download", buffered=True)
    assert answer.data == samples.PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=Contract.pdf"
    removed = admin.part("post", f"{file}/removal")
    assert "removed" in removed.text
    assert admin.get(f"{file}/download", buffered=True).status_code == 404
    admin.post(re.search(r"/changes/\d+/undo", removed.text)[0])
    assert admin.get(f"{file}/download", buffered=True).data == samples.PDF


def test_several_are_added_at_once_and_undone_at_once(admin, dana, danas):
    files = [(io.BytesIO(b"1"), "one.txt"), (io.BytesIO(b"2"), "two.txt")]
    answer = admin.part("post", f"{dana}/files", {"upload": files})
    assert "2 files added." in answer.text
    admin.post(re.search(r"/changes/\d+/undo", answer.text)[0])
    assert danas(PersonFile) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("drawing.svg", samples.SVG),
        ("page.html", samples.HTML),
        ("photo.png", samples.HTML),
        ("report.pdf", samples.PDF),
        ("bomb.docx", samples.zip_bomb()),
        ("bomb.png", samples.pixel_bomb()),
    ],
)
def test_what_is_no_sound_picture_is_only_ever_saved(admin, add, name, data):
    file = add(name, data)
    answer = admin.get(f"{file}/download", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    for picture in ("small", "large"):
        assert admin.get(f"{file}/{picture}").status_code == 404
    assert admin.get(file).status_code == 200


def test_an_image_is_shown_as_it_was_drawn_anew_and_saved_as_it_came(admin, dana, add):
    file = add("photo.jpg", samples.photo())
    assert f'src="{file}/small"' in admin.get(dana).text
    assert f'src="{file}/large"' in admin.part("get", file).text
    shown = admin.get(f"{file}/large", buffered=True)
    assert shown.mimetype == "image/webp"
    assert samples.SECRET_PLACE.encode() not in shown.data
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    saved = admin.get(f"{file}/download", buffered=True)
    assert saved.data == samples.photo()
    assert saved.mimetype == "application/octet-stream"


def test_a_name_in_any_script_comes_back_as_it_was(admin, dana, add):
    file = add("Straße “Süd”; 日本.txt")
    header = admin.get(f"{file}/download", buffered=True).headers["Content-Disposition"]
    assert "filename*=UTF-8''Stra%C3%9Fe" in header
    assert "Straße “Süd”; 日本.txt" in admin.get(dana).text


def test_a_name_with_dots_and_line_breaks_stays_one_line_and_one_name(admin, dana, danas, store):
    name = "..%2F..%2Fetc%2Fx%0D%0ASet-Cookie%3A%20a%3D1%0D%0A.txt"
    head = f"Content-Disposition: form-data; name=upload; filename*=utf-8''{name}"
    body = f"--edge\r\n{head}\r\n\r\nhello\r\n--edge--\r\n"
    admin.post(f"{dana}/files", body.encode(), content_type="multipart/form-data; boundary=edge")
    assert [file.name for file in danas(PersonFile)] == ["x Set-Cookie: a=1.txt"]
    answer = admin.get(f"{dana}/files/{danas(PersonFile)[0].id}/download", buffered=True)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x Set-Cookie: a=1.txt"'
    assert lying(store) == 1


@pytest.mark.parametrize("path", ["files", "files/waiting", "notes"])
def test_26_megabytes_are_refused_with_a_sentence_and_leave_nothing(admin, dana, store, path):
    answer = admin.part("post", f"{dana}/{path}", **samples.large_form(26 * 2**20, "film.mp4"))
    assert answer.status_code == 413
    assert "“film.mp4” has more than 25 MB" in answer.text
    assert (number(), lying(store)) == (0, 0)
    too_much = samples.large_form(65 * 2**20, "film.mp4")
    assert admin.post(f"{dana}/{path}", **too_much).status_code == 413


def test_25_megabytes_are_taken(admin, dana, danas):
    assert admin.post(f"{dana}/files", **samples.large_form(MOST_BYTES, "film.mp4")).status_code == 303
    assert "25.0 MB" in admin.get(dana).text
    path = f"{dana}/files/{danas(PersonFile)[0].id}/download"
    assert len(admin.get(path, buffered=True).data) == MOST_BYTES


def test_nothing_chosen_is_refused_with_a_sentence(admin, dana):
    for path in ("files", "files/waiting"):
        answer = admin.part("post", f"{dana}/{path}")
        assert answer.status_code == 422
        assert "Choose a file first" in answer.text
    for waiting in ("1", "x", "-1", str(2**63)):
        assert admin.part("post", f"{dana}/files", {"waiting": waiting}).status_code == 422


def test_a_file_that_waited_goes_with_its_form_once(admin, dana, danas):
    line = admin.part("post", f"{dana}/files/waiting", {"upload": (io.BytesIO(b"x"), "scan.txt")}).text
    waiting = re.search(r'name="waiting" value="(\d+)"', line)[1]
    assert "scan.txt" not in admin.get(dana).text
    assert admin.part("post", f"{dana}/files", {"waiting": waiting}).status_code == 200
    assert admin.part("post", f"{dana}/files", {"waiting": waiting}).status_code == 422
    assert [file.name for file in danas(PersonFile)] == ["scan.txt"]


def test_a_form_sent_twice_adds_its_files_once(admin, dana, danas, store):
    for _ in range(2):
        data = {"upload": (io.BytesIO(b"x"), "scan.txt"), "request_key": "k"}
        assert admin.post(f"{dana}/files", data).status_code == 303
    assert len(danas(PersonFile)) == 1
    assert lying(store) == 1


def test_a_note_carries_files_and_is_undone_with_them(admin, dana, danas):
    data = {"text": "Signed today", "upload": (io.BytesIO(samples.picture()), "photo.png")}
    answer = admin.part("post", f"{dana}/notes", data)
    assert answer.status_code == 200
    note, file = danas(Note)[0], danas(PersonFile)[0]
    assert file.note_id == note.id
    timeline = admin.get(f"{dana}/timeline").text
    assert re.search(r'class="files on-note">.*photo\.png', timeline, re.DOTALL)
    admin.post(
        f"{dana}/notes/{note.id}",
        {"text": "Signed", "seen": "Signed today", "upload": (io.BytesIO(b"x"), "more.txt")},
    )
    assert [file.note_id for file in danas(PersonFile)] == [note.id, note.id]
    admin.post(f"{dana}/notes/{note.id}/delete")
    assert admin.get(f"{dana}/files/{file.id}/download").status_code == 404
    assert "photo.png" not in admin.get(f"{dana}/files").text
    admin.post(re.search(r"/changes/\d+/undo", answer.text)[0])


def test_a_note_that_is_refused_keeps_what_waits_for_it(admin, dana, danas, store):
    line = admin.part("post", f"{dana}/files/waiting", {"upload": (io.BytesIO(b"x"), "scan.txt")}).text
    waiting = re.search(r'name="waiting" value="(\d+)"', line)[1]
    refused = admin.part("post", f"{dana}/notes", {"text": "", "waiting": waiting})
    assert refused.status_code == 422
    assert f'name="waiting" value="{waiting}"' in refused.text
    admin.part("post", f"{dana}/notes", {"text": "", "upload": (io.BytesIO(b"x"), "lost.txt")})
    assert (danas(Note), lying(store)) == ([], 1)


def test_who_does_not_see_a_person_gets_none_of_their_files(outsider, admin, dana, add, store):
    file = add("photo.png", samples.picture())
    for path in ("", "/download", "/small", "/large"):
        assert outsider.get(file + path).status_code == 404
    assert outsider.get(f"{dana}/files").status_code == 404
    assert outsider.post(f"{file}/removal").status_code == 404
    before = lying(store)
    for path in ("files", "files/waiting"):
        upload = {"upload": (io.BytesIO(b"x"), "x.txt")}
        assert outsider.post(f"{dana}/{path}", upload).status_code == 404
    assert (number(), lying(store)) == (1, before)


def test_a_file_answers_only_below_its_own_person(admin, world, dana, add):
    file_id = add().rpartition("/")[2]
    henrik = f"/people/{world.people['henrik']}/files/{file_id}"
    for path in ("", "/download", "/small"):
        assert admin.get(henrik + path).status_code == 404
    assert admin.post(f"{henrik}/removal").status_code == 404


def test_in_the_trash_files_are_as_if_they_were_not_there(admin, dana, add):
    file = add()
    admin.post(f"{dana}/trash")
    assert admin.get(f"{file}/download", buffered=True).status_code == 404


def test_who_only_reads_downloads_and_changes_nothing(read_only, admin, dana, add, store):
    file = add()
    assert read_only.get(f"{file}/download", buffered=True).data == b"hello"
    page = read_only.get(dana).text
    assert "notes.txt" in page
    assert "data-files" not in page
    assert "/removal" not in page
    for path in (f"{dana}/files", f"{dana}/files/waiting", f"{file}/removal"):
        answer = read_only.post(path, {"upload": (io.BytesIO(b"x"), "x.txt")})
        assert answer.status_code == 403
    assert (number(), lying(store)) == (1, 1)


def test_seeing_as_another_user_one_downloads_and_adds_nothing(admin, world, dana, add, store):
    file = add()
    assert admin.post(f"/settings/users/{world.jonas.id}/viewing").status_code == 303
    assert admin.get(f"{file}/download", buffered=True).status_code == 200
    answer = admin.post(f"{dana}/files", {"upload": (io.BytesIO(b"x"), "x.txt")})
    assert answer.status_code in (303, 403)
    assert (number(), lying(store)) == (1, 1)


def test_a_file_that_is_missing_on_the_server_is_told(admin, add, store):
    file = add()
    for path in store.folder.iterdir():
        path.unlink()
    answer = admin.get(f"{file}/download", buffered=True)
    assert answer.status_code == 404
    assert "missing on the server" in answer.text


def test_more_than_a_few_are_on_a_page_of_their_own(admin, dana, add):
    for place in range(8):
        add(f"file-{place}.txt")
    page = admin.get(dana).text
    assert "All 8" in page
    assert "/files/1/removal" not in page
    assert all(f"file-{place}.txt" in admin.get(f"{dana}/files").text for place in range(8))


def test_without_files_nothing_is_asked_of_them(admin, dana, statements):
    statements.clear()
    admin.get(dana)
    assert not [statement for statement in statements if "FROM person_file JOIN" in statement]
