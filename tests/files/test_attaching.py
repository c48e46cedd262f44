"""Files of people: there, taken away, back again, handed over, and gone for good with their bytes."""

from threading import Event as Stop

import pytest
from sqlalchemy import func, select

from tests.deeds import undo_as
from tests.world import NOW
from webapp.activity.models import Event
from webapp.db import db
from webapp.files import attaching
from webapp.files.attaching import WAITS_SECONDS, TooMany, attach, let_wait, remove, waiting_files
from webapp.files.models import FileContent, PersonFile
from webapp.files.of_person import file_of, files_of
from webapp.files.sweeping import KEEP_SECONDS, strays
from webapp.jobs.files import sweep_files, sweep_strays
from webapp.merging.joining import merge_people
from webapp.people.erasing import erase
from webapp.people.notes import add_note, delete_note

DAY = 24 * 3600


def names(person_id) -> list[str]:
    return [file.name for file in files_of(person_id)]


def sweep(now=NOW):
    db.session.commit()
    sweep_files(now=now, stop=Stop())


def test_a_file_is_of_somebody_and_their_timeline_tells_of_it(world, attached):
    dana = world.people["dana"]
    file = attached(called="../Contract\r\n2026.pdf", data=b"%PDF-1.7")
    assert names(dana) == ["Contract 2026.pdf"]
    assert file_of(dana, file.id).content.type == "application/pdf"
    assert file_of(world.people["henrik"], file.id) is None
    told = db.session.scalars(select(Event.data).where(Event.kind == "filed")).all()
    assert told == [{"files": ["Contract 2026.pdf"]}]


def test_taking_it_away_and_putting_it_there_are_taken_back(world, store, attached, upload, doing):
    dana = world.people["dana"]
    given = doing()
    file = attach(dana, [upload("a.txt"), upload("b.txt")], **given)[0]
    removing = doing()
    remove(file, **removing)
    assert names(dana) == ["b.txt"]
    undo_as(removing["change_set"], by=world.mona)
    assert names(dana) == ["b.txt", "a.txt"]
    undone = undo_as(given["change_set"], by=world.mona)
    assert names(dana) == []
    sweep()
    undo_as(undone, by=world.mona)
    assert names(dana) == ["b.txt", "a.txt"]
    assert strays(store, now=NOW).missing == []


def test_a_file_on_a_note_follows_the_note(world, attached, doing):
    dana = world.people["dana"]
    note = add_note(dana, "The contract", **doing())
    file = attached(note_id=note.id)
    assert [shown.note_id for shown in files_of(dana)] == [note.id]
    deleting = doing()
    delete_note(note, **deleting)
    assert names(dana) == []
    assert file_of(dana, file.id) is None
    undo_as(deleting["change_set"], by=world.mona)
    assert names(dana) == ["notes.txt"]


def test_files_of_a_form_wait_for_whoever_uploaded_them_and_are_seen_by_nobody(world, upload, doing):
    dana = world.people["dana"]
    file = let_wait(dana, upload(), by=world.mona, now=NOW)
    assert names(dana) == []
    assert file_of(dana, file.id) is None
    for who, person, now in (
        (world.jonas, dana, NOW),
        (world.mona, world.people["henrik"], NOW),
        (world.mona, dana, NOW + WAITS_SECONDS),
    ):
        assert waiting_files(person, [file.id], by=who, now=now) == []
    waiting = waiting_files(dana, [file.id], by=world.mona, now=NOW)
    attach(dana, [], waiting, **doing())
    assert names(dana) == ["notes.txt"]
    assert waiting_files(dana, [file.id], by=world.mona, now=NOW) == []


def test_nobody_has_more_than_so_many(world, upload, doing, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_FILES", 2)
    dana = world.people["dana"]
    attach(dana, [upload(), upload()], **doing())
    with pytest.raises(TooMany):
        attach(dana, [upload()], **doing())
    with pytest.raises(TooMany):
        let_wait(dana, upload(), by=world.mona, now=NOW)


def test_merging_hands_files_over_and_taking_apart_gives_them_back(world, attached, doing):
    dana, henrik = world.people["dana"], world.people["henrik"]
    note = add_note(henrik, "On a note", **doing())
    attached("henrik", "his.txt")
    attached("henrik", "noted.txt", note_id=note.id)
    attached("dana", "hers.txt")
    merged = merge_people(dana, [henrik], {}, title="Merged", by=world.mona, now=NOW)
    assert sorted(names(dana)) == ["hers.txt", "his.txt", "noted.txt"]
    undo_as(merged, by=world.mona)
    assert names(dana) == ["hers.txt"]
    assert sorted(names(henrik)) == ["his.txt", "noted.txt"]


def test_whoever_is_erased_takes_rows_and_bytes_along(world, store, attached, picture):
    attached("dana", "photo.png", picture)
    attached("henrik")
    erase([world.people["dana"]])
    sweep()
    assert db.session.scalar(select(func.count()).select_from(PersonFile)) == 1
    kept = db.session.scalars(select(FileContent.name)).all()
    assert sorted(path.name for path in store.folder.iterdir()) == kept


def test_what_was_removed_or_never_sent_goes_for_good_when_its_time_is_up(
    world, store, attached, upload, doing
):
    dana = world.people["dana"]
    remove(attached(called="removed.txt"), **doing())
    let_wait(dana, upload("waiting.txt"), by=world.mona, now=NOW)
    attached(called="kept.txt")
    for now, left in (
        (NOW + DAY - 1, 3),
        (NOW + DAY, 2),
        (NOW + KEEP_SECONDS, 2),
        (NOW + KEEP_SECONDS + 1, 1),
    ):
        sweep(now)
        assert len(list(store.folder.iterdir())) == left
    assert names(dana) == ["kept.txt"]


def test_bytes_without_a_row_are_swept_after_a_day_and_rows_without_bytes_are_told(
    world, store, attached, upload
):
    file = attached()
    db.session.commit()
    stray = upload().taken.name
    half = store.folder / ("0" * 32 + ".part")
    half.write_bytes(b"half")
    written_at = int(store.path(stray).stat().st_mtime)
    sweep_strays(now=written_at + DAY)
    assert store.path(stray).exists()
    sweep_strays(now=written_at + DAY + 60)
    assert not store.path(stray).exists()
    assert not half.exists()
    name = file_of(world.people["dana"], file.id).content.name
    assert store.path(name).exists()
    store.discard(name)
    assert strays(store, now=NOW).missing == [name]


def test_a_transaction_that_is_taken_back_leaves_no_row(world, store, attached):
    attached()
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(PersonFile)) == 0
