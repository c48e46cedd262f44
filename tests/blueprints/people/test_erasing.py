"""`/people/7/erasure` and `/people/7/everything`: erasing for good, and telling all that is known."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.world import NOW, PASSWORD
from webapp import clock
from webapp.activity.models import AuditEntry, Event
from webapp.db import db
from webapp.duplicates.models import Pair
from webapp.people.counting import wrong_counters
from webapp.people.models import Note, Person
from webapp.suppressions.checking import suppressed
from webapp.suppressions.models import Erasure
from webapp.users.session import PROOF_SECONDS

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

YES = {"reason": "asked", "sure": "y"}


@pytest.fixture
def danas(world) -> str:
    return f"/people/{world.people['dana']}"


def test_it_says_what_goes_and_what_stays_before_it_happens(admin, world, danas):
    henrik = world.people["henrik"]
    db.session.add(Note(person_id=henrik, text="Knows Dana Whitfield", created_at=NOW))
    db.session.add(Note(person_id=world.people["dana"], text="Hers", created_at=NOW))
    db.session.commit()
    page = admin.get(f"{danas}/erasure").text
    for words in (
        "Erase <bdi>Dana Whitfield</bdi> for good?",
        "Export everything",
        "2 addresses as a hash",
        "Whitfield Family Dental",
        "where nobody else works",
        "Backups from before",
    ):
        assert words in page
    named = admin.get(f"{danas}/erasure/named").text
    assert "Notes on others" in named
    assert db.session.get(Person, henrik)


def test_it_says_who_may_be_the_same_and_would_stay(admin, world, danas):
    pair = {"first_id": world.people["dana"], "second_id": world.people["henrik"], "score": 60}
    db.session.add(Pair(**pair, reasons=[], found_at=NOW))
    db.session.commit()
    page = admin.get(f"{danas}/erasure").text
    assert "Merge them first, or erase the other record too." in page
    assert f"/duplicates/{world.people['dana']}/{world.people['henrik']}" in page


def test_who_is_not_sure_erases_nobody(admin, world, danas):
    answer = admin.post(f"{danas}/erasure", {"reason": "asked"})
    assert answer.status_code == 422
    assert "Tick this to say that you know." in answer.text
    assert admin.post(f"{danas}/erasure", {**YES, "reason": "x"}).status_code == 422
    assert db.session.get(Person, world.people["dana"])


def test_who_is_in_the_trash_can_be_erased_too(admin, world, danas):
    admin.post(f"{danas}/trash")
    assert "Erase for good…" in admin.get(danas).text
    assert admin.get(f"{danas}/erasure").status_code == 200
    assert admin.post(f"{danas}/erasure", YES).status_code == 303
    db.session.rollback()
    assert db.session.get(Person, world.people["dana"]) is None
    assert wrong_counters() == {}


def test_the_password_is_asked_for_again(admin, world, danas):
    with clock.frozen(NOW + PROOF_SECONDS):
        asked = admin.post(f"{danas}/erasure", YES)
        assert asked.status_code == 401
        assert 'name="sure" value="y"' in asked.text
        assert admin.post(f"{danas}/erasure", {**YES, "proof_password": PASSWORD}).status_code == 303
    db.session.rollback()
    assert db.session.get(Person, world.people["dana"]) is None


def test_it_is_noted_without_a_name(admin, world, danas):
    admin.post(f"{danas}/erasure", YES)
    db.session.rollback()
    noted = db.session.execute(select(AuditEntry.what, AuditEntry.about, AuditEntry.by_id)).all()
    dana = world.people["dana"]
    assert ("person erased for good", f"person {dana}, erasure 1", world.mona.id) in noted
    assert db.session.scalars(select(Erasure.reason)).all() == ["asked"]
    assert admin.post(f"{danas}/erasure", YES).status_code == 404


def test_coordinators_and_advisers_may_not(coordinator, adviser, danas):
    for client in (coordinator, adviser):
        assert (
            client.get(f"{danas}/erasure").status_code == client.post(f"{danas}/erasure").status_code == 403
        )
        assert "Erase for good" not in client.get(danas).text


def test_a_shared_address_stays_the_others(admin, world, danas):
    world.person(first="Will", emails=[["dana@example.com"] * 2])
    db.session.commit()
    assert "1 address that somebody else has too" in admin.get(f"{danas}/erasure").text
    admin.post(f"{danas}/erasure", YES)
    db.session.rollback()
    assert suppressed(["dana@example.com", "+19165550142"]).keys() == {"+19165550142"}


def test_a_name_that_others_bear_too_is_left_to_them(admin, world, danas):
    world.person(first="Dana", last="Whitfield")
    db.session.add(Note(person_id=world.people["henrik"], text="Knows Dana Whitfield", created_at=NOW))
    db.session.commit()
    admin.post(f"{danas}/erasure", YES)
    db.session.rollback()
    assert "Knows Dana Whitfield" in db.session.scalars(select(Note.text)).all()


def test_everything_is_a_page_and_a_document(adviser, world, danas):
    adviser.post(f"{danas}/notes", {"text": "Likes <boats>"})
    answer = adviser.post(f"{danas}/everything")
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="person-{world.people["dana"]}-everything.zip"'
    )
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.namelist() == ["everything.html", "everything.json"]
    known = json.loads(archive.read("everything.json"))["known"]
    fields = {row["field"]: row["value"] for row in known["Fields"]}
    assert fields["Status"] == "New"
    assert fields["Owner"] == "Priya Raman"
    assert fields["State"] == "California"
    assert [row["normalised"] for row in known["E-mails and phones"]] == ["dana@example.com", "+19165550142"]
    assert known["Notes"][0]["text"] == "Likes <boats>"
    assert known["Notes"][0]["written"] == "2026-09-21T14:13:20Z"
    assert [row["what"] for row in known["What happened"]] == ["created", "noted"]
    page = archive.read("everything.html").decode()
    assert "Likes &lt;boats&gt;" in page
    assert "Harbour &amp; Keller" in page


def test_everything_holds_the_files_as_they_came(adviser, danas):
    files = [(io.BytesIO(b"one"), "scan.txt"), (io.BytesIO(b"two"), "scan.txt")]
    adviser.post(f"{danas}/files", {"upload": files})
    archive = zipfile.ZipFile(io.BytesIO(adviser.post(f"{danas}/everything").data))
    assert [archive.read(name) for name in archive.namelist() if "scan.txt" in name] == [b"one", b"two"]
    assert "2 files lie in the folder" in archive.read("everything.html").decode()
    known = json.loads(archive.read("everything.json"))["known"]
    assert [row["file"] for row in known["Files"]] == ["scan.txt", "scan.txt"]


def test_everything_is_told_though_a_file_is_missing_on_the_server(app, adviser, danas):
    for name in ("lost.txt", "kept.txt"):
        adviser.post(f"{danas}/files", {"upload": (io.BytesIO(name.encode()), name)})
    for path in Path(app.instance_path, "files").iterdir():
        if path.read_bytes() == b"lost.txt":
            path.unlink()
    archive = zipfile.ZipFile(io.BytesIO(adviser.post(f"{danas}/everything").data))
    assert archive.namelist()[2:] == ["files/2 kept.txt"]
    assert [row["file"] for row in json.loads(archive.read("everything.json"))["known"]["Files"]] == [
        "lost.txt",
        "kept.txt",
    ]


def test_everything_counts_a_single_file_in_words(adviser, danas):
    adviser.post(f"{danas}/files", {"upload": (io.BytesIO(b"one"), "scan.txt")})
    archive = zipfile.ZipFile(io.BytesIO(adviser.post(f"{danas}/everything").data))
    assert "1 file lies in the folder" in archive.read("everything.html").decode()


def test_telling_is_noted_and_stands_on_the_timeline(adviser, world, danas):
    adviser.post(f"{danas}/everything").close()
    db.session.rollback()
    assert db.session.scalars(select(AuditEntry.about).where(AuditEntry.what == "exported everything")).all()
    kinds = db.session.scalars(select(Event.kind).where(Event.person_id == world.people["dana"]))
    assert "told everything" in kinds.all()
    assert "exported everything about this person" in adviser.get(danas).text


def test_nobody_is_told_of_whom_they_do_not_see(outsider, read_only, danas):
    assert outsider.post(f"{danas}/everything").status_code == 404
    assert read_only.post(f"{danas}/everything").status_code == 403
    assert read_only.get(f"{danas}/everything").status_code == 405
