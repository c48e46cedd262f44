"""Restoring a backup from before an erasure does not bring anybody back."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from tests.full_disk import no_file_larger_than
from tests.parts import postgres
from tests.world import NOW
from webapp.db import db
from webapp.erasing.deed import erase_for_good, find_everything
from webapp.operations.backup import back_up
from webapp.operations.erasures_kept import NAME, keep_erasures, repeat_kept
from webapp.operations.restore import restore
from webapp.people.counting import wrong_counters
from webapp.people.models import Person
from webapp.suppressions.checking import suppressed
from webapp.suppressions.models import ErasedPerson, Erasure

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


def erase(world, name: str, now: int = NOW) -> None:
    found = find_everything(world.people[name])
    erase_for_good(found, reason="asked", by_id=world.mona.id, now=now)
    db.session.commit()


def put_back(file: Path, instance: Path) -> int:
    """As `muster restore` does; how many records were erased again."""
    assert keep_erasures(instance)
    restore(file, instance=instance, stamp="1")
    return repeat_kept(instance)


def test_whoever_was_erased_since_is_erased_again(world, instance, tmp_path):
    erase(world, "ines")
    back_up(tmp_path / "before.zip", instance=instance, now=NOW)
    erase(world, "dana", now=NOW + 60)
    assert put_back(tmp_path / "before.zip", instance) == 1
    names = set(db.session.scalars(select(Person.name)))
    assert names == {"Henrik Vaas"}
    assert suppressed(["dana@example.com"]) == {"dana@example.com": NOW + 60}
    assert db.session.scalar(select(func.count()).select_from(Erasure)) == 2
    people = db.session.scalars(select(ErasedPerson.person_id)).all()
    assert set(people) == {world.people["ines"], world.people["dana"]}
    assert wrong_counters() == {}
    assert not (instance / NAME).exists()


@on_sqlite
def test_a_backup_that_knows_of_them_is_left_as_it_is(world, instance, tmp_path):
    erase(world, "dana")
    back_up(tmp_path / "after.zip", instance=instance, now=NOW)
    assert put_back(tmp_path / "after.zip", instance) == 0
    assert db.session.scalar(select(func.count()).select_from(Erasure)) == 1


@on_sqlite
def test_what_was_kept_before_stays_whole_when_the_disk_is_full(world, instance):
    erase(world, "ines")
    assert keep_erasures(instance)
    kept = (instance / NAME).read_text()
    erase(world, "dana")
    with no_file_larger_than(len(kept)), pytest.raises(OSError, match="File too large"):
        keep_erasures(instance)
    assert (instance / NAME).read_text() == kept
    assert not list(instance.glob("restoring-*"))


@on_sqlite
def test_the_same_number_in_another_muster_is_somebody_else(world, instance, tmp_path):
    dana = world.people["dana"]
    db.session.execute(text("UPDATE person SET created_at = created_at + 5"))
    db.session.commit()
    back_up(tmp_path / "other.zip", instance=instance, now=NOW)
    db.session.execute(text("UPDATE person SET created_at = created_at - 5"))
    db.session.commit()
    erase(world, "dana")
    assert put_back(tmp_path / "other.zip", instance) == 0
    assert db.session.get(Person, dana)
    assert suppressed(["dana@example.com"])


def test_a_backup_of_an_older_muster_waits_for_its_migration(world, instance, tmp_path):
    back_up(tmp_path / "before.zip", instance=instance, now=NOW)
    erase(world, "dana")
    assert keep_erasures(instance)
    kept = instance / NAME
    assert kept.stat().st_mode & 0o077 == 0
    assert "dana" not in kept.read_text()
    restore(tmp_path / "before.zip", instance=instance, stamp="1")
    assert repeat_kept(instance) == 1
    assert repeat_kept(instance) == 0
