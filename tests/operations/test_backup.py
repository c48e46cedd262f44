import io
import os
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from tests.full_disk import no_file_larger_than
from tests.parts import postgres
from tests.world import NOW
from webapp.db import db
from webapp.files.store import Store
from webapp.messaging.account_mail import mail_password_changed
from webapp.messaging.outbox import claim_next
from webapp.migrations import Schema, schema_state
from webapp.operations.archive import BackupRefused, Manifest, read_manifest, write_archive
from webapp.operations.backup import back_up
from webapp.operations.restore import restore
from webapp.people.models import Person
from webapp.users.office import Office, open_office
from webapp.users.session import Session, start_session
from webapp.users.user import user_with_email

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def instance(app) -> Path:
    return Path(app.instance_path)


@pytest.fixture(autouse=True)
def programs(engine, own_database, monkeypatch):
    """The PostgreSQL programs of the server under test."""
    if engine == "postgres":
        monkeypatch.setattr("webapp.operations.postgres_programs.DEBIAN", Path("/nowhere"))
        monkeypatch.setenv("PATH", str(postgres.find()), prepend=":")


@pytest.fixture
def saved(world, instance, tmp_path) -> Path:
    """A backup of the world with one upload."""
    (instance / "imports").mkdir()
    (instance / "imports" / "people.csv").write_text("name\nDana\n")
    file = tmp_path / "saved.zip"
    back_up(file, instance=instance, now=NOW)
    return file


def test_what_is_restored_is_what_was_backed_up(saved, instance, world):
    open_office("Oslo", now=NOW)
    db.session.commit()
    (instance / "imports" / "people.csv").write_text("changed")
    kept = restore(saved, instance=instance, stamp="1")
    assert _offices() == {"Boston", "Lisbon"}
    assert db.session.get(Person, world.people["dana"]).name == "Dana Whitfield"
    assert (instance / "imports" / "people.csv").read_text() == "name\nDana\n"
    assert schema_state() is Schema.CURRENT
    assert all(path.exists() for path in kept)
    assert not list(instance.glob("restoring-*"))


@on_sqlite
def test_files_of_people_are_in_it_but_for_half_uploaded_ones(world, instance, tmp_path):
    store = Store(instance)
    taken = store.take_in(io.BytesIO(b"hello"))
    (store.folder / f"{taken.name}.part").write_bytes(b"half")
    saved = tmp_path / "saved.zip"
    back_up(saved, instance=instance, now=NOW)
    later = store.take_in(io.BytesIO(b"later"))
    store.discard(taken.name)
    restore(saved, instance=instance, stamp="1")
    assert [path.name for path in store.folder.iterdir()] == [taken.name]
    assert store.path(taken.name).read_bytes() == b"hello"
    assert (instance / "files.replaced-1" / later.name).read_bytes() == b"later"


@on_sqlite
def test_what_is_restored_is_for_its_owner_only(world, instance, tmp_path):
    store = Store(instance)
    taken = store.take_in(io.BytesIO(b"hello"))
    (instance / "imports" / "7").mkdir(mode=0o700, parents=True)
    (instance / "imports" / "7" / "table").touch(mode=0o600)
    back_up(tmp_path / "saved.zip", instance=instance, now=NOW)
    restore(tmp_path / "saved.zip", instance=instance, stamp="1")
    files = (store.path(taken.name), instance / "imports" / "7" / "table", Path(db.engine.url.database))
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in files} == {"0o600"}
    folders = (store.folder, instance / "imports", instance / "imports" / "7")
    assert {oct(stat.S_IMODE(path.stat().st_mode)) for path in folders} == {"0o700"}


@on_sqlite
def test_a_backup_from_before_there_were_files_can_be_restored(world, instance, tmp_path):
    saved = tmp_path / "saved.zip"
    back_up(saved, instance=instance, now=NOW)
    assert not [name for name in zipfile.ZipFile(saved).namelist() if name.startswith("files")]
    restore(saved, instance=instance, stamp="1")
    assert not Store(instance).folder.exists()


def test_a_file_that_is_deleted_while_the_backup_is_made_is_left_out(world, instance, tmp_path):
    gone = instance / "files" / ("0" * 32)
    write_archive(tmp_path / "archive", manifest := Manifest("sqlite", "0001", NOW), {"files/gone": gone})
    assert manifest.files == {}
    assert read_manifest(tmp_path / "archive").files == {}


def test_a_restore_signs_everybody_out_and_sends_nothing_that_waited(world, instance, tmp_path):
    start_session(world.mona.id, stays=False, address="", agent="", now=NOW)
    mail_password_changed(user_with_email("mona@example.com"), base_url="http://localhost", now=NOW)
    db.session.commit()
    back_up(tmp_path / "saved.zip", instance=instance, now=NOW)
    restore(tmp_path / "saved.zip", instance=instance, stamp="1")
    assert db.session.scalars(select(Session)).all() == []
    assert claim_next(NOW + 1) is None


def test_the_backup_is_for_its_owner_only_and_holds_no_secret(saved):
    assert saved.stat().st_mode & 0o077 == 0
    assert set(zipfile.ZipFile(saved).namelist()) == {"database", "imports/people.csv", "muster-backup.json"}


def test_an_existing_file_is_not_overwritten(saved, instance):
    before = saved.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        back_up(saved, instance=instance, now=NOW)
    assert saved.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(world, instance):
    with pytest.raises(BackupRefused, match="No such file or directory"):
        back_up(Path("/nowhere/at/all.zip"), instance=instance, now=NOW)


def test_a_backup_without_room_on_the_disk_is_refused_and_leaves_nothing(world, instance, tmp_path):
    before = sorted(tmp_path.iterdir())
    with no_file_larger_than(40_000), pytest.raises(BackupRefused):
        back_up(tmp_path / "saved.zip", instance=instance, now=NOW)
    assert sorted(tmp_path.iterdir()) == before


def test_without_room_on_the_disk_nothing_is_restored_and_nothing_left(saved, instance):
    with no_file_larger_than(40_000):
        _refuses(saved, instance, "could not be unpacked in .*: File too large")


@on_sqlite
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_backup_that_was_cut_short_is_refused_and_changes_nothing(saved, instance, share):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * share)])
    _refuses(saved, instance, "no backup of Muster")


def test_a_backup_with_changed_bytes_is_refused(saved, instance):
    whole = bytearray(saved.read_bytes())
    middle = len(whole) // 2
    # One alone may mean the same: where else among the zeros of an empty page they are copied from.
    whole[middle : middle + 32] = bytes(byte ^ 0xFF for byte in whole[middle : middle + 32])
    saved.write_bytes(whole)
    _refuses(saved, instance, "no backup|damaged")


@pytest.mark.parametrize("content", [b"", b"name,email\n", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(world, instance, tmp_path, content):
    file = tmp_path / "people.csv"
    file.write_bytes(content)
    _refuses(file, instance, "no backup of Muster")


@on_sqlite
def test_a_pipe_and_a_device_are_refused(world, instance, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for file in (tmp_path / "pipe", Path("/dev/zero")):
        _refuses(file, instance, "is no ordinary file")


@on_sqlite
def test_a_backup_is_found_by_a_link_to_it(saved, instance, tmp_path):
    (tmp_path / "latest.zip").symlink_to(saved)
    restore(tmp_path / "latest.zip", instance=instance, stamp="1")
    assert _offices() == {"Boston", "Lisbon"}


def test_a_backup_of_a_newer_muster_is_refused(world, instance, tmp_path):
    with db.engines["aside"].connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = tmp_path / "newer.zip"
    back_up(newer, instance=instance, now=NOW)
    _refuses(newer, instance, "newer Muster")


def test_a_database_in_use_is_not_replaced(saved, instance, database_url, monkeypatch):
    monkeypatch.setattr("webapp.operations.restore.LOOKS", 2)
    somebody = create_engine(database_url)
    with somebody.connect() as connection:
        connection.execute(text("SELECT count(*) FROM office")).all()
        with pytest.raises(BackupRefused, match="in use"):
            restore(saved, instance=instance, stamp="1")
    somebody.dispose()
    assert _offices() == {"Boston", "Lisbon"}


@on_sqlite
def test_a_damaged_database_can_be_replaced(saved, instance, database_url):
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    file = Path(database_url.removeprefix("sqlite:///"))
    file.write_bytes(b"\0" * 5000)
    restore(saved, instance=instance, stamp="1")
    assert _offices() == {"Boston", "Lisbon"}


def test_a_backup_while_others_write_is_of_one_moment(app, world, instance, tmp_path):
    """Writers always add two offices at once; no copy may hold half of a pair."""
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            with app.app_context():
                for half in ("left", "right"):
                    open_office(f"{number} {half}", now=NOW)
                db.session.commit()
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    files = [tmp_path / f"{number}.zip" for number in range(2)]
    for file in files:
        back_up(file, instance=instance, now=NOW)
    stop.set()
    writer.join()
    sizes = []
    for number, file in enumerate(files):
        restore(file, instance=instance, stamp=str(number))
        halves = [name.split()[1] for name in _offices() if name[0].isdigit()]
        assert halves.count("left") == halves.count("right")
        sizes.append(len(halves))
    assert sizes == sorted(sizes)
    assert sizes[-1] > 0


def _offices() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Office.name)))


def _refuses(file: Path, instance: Path, reason: str) -> None:
    before = sorted(path.name for path in instance.iterdir())
    with pytest.raises(BackupRefused, match=reason):
        restore(file, instance=instance, stamp="1")
    assert sorted(path.name for path in instance.iterdir()) == before
    assert "Boston" in _offices()
