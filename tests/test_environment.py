"""`make run` and `make test` on machines where something is missing or was there before."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.parts import PartMissing, browser, left_out, postgres

ROOT = Path(__file__).parent.parent
FILES = ("pyproject.toml", "requirements.lock", "requirements-dev.lock")


@pytest.fixture
def clone(tmp_path) -> Path:
    """A copy of what makes the environment, and an environment that claims to be made of it."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    made = tmp_path / ".venv" / "made-from"
    made.mkdir(parents=True)
    (tmp_path / ".venv" / "bin").mkdir()
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (made / "folder").write_text(str(tmp_path))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
        shutil.copy(ROOT / name, made)
    return tmp_path


def environment(clone: Path, lock: str = "requirements.lock", **variables: str):
    return subprocess.run(
        [clone / ".ci" / "environment", lock], capture_output=True, text=True, env=os.environ | variables
    )


def test_an_environment_that_is_current_is_left_alone(clone):
    for lock in ("requirements.lock", "requirements-dev.lock"):
        done = environment(clone, lock, PYTHON="/bin/false")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("changed", FILES)
def test_it_is_made_anew_when_what_it_was_made_from_changed(clone, changed):
    with open(clone / changed, "a") as file:
        file.write("# changed\n")
    done = environment(clone, PYTHON="/bin/false")
    assert done.returncode == 1
    assert done.stderr.startswith("Muster needs Python 3.11 or later, and /bin/false is not one.")


def test_it_is_made_anew_when_the_folder_was_moved(clone):
    moved = clone.rename(clone.with_name("moved"))
    assert environment(moved, PYTHON="/bin/false").returncode == 1


def test_without_venv_it_says_what_to_install(clone):
    (clone / ".venv" / "made-from" / "folder").write_text("elsewhere")
    python = clone / "python"
    python.write_text('#!/bin/sh\n[ "$1" = -m ] && exit 1\nexit 0\n')
    python.chmod(0o755)
    done = environment(clone, PYTHON=str(python))
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_the_parts_are_here():
    without = left_out()
    if "browser" not in without:
        assert os.access(browser.find(), os.X_OK)
    if "postgres" not in without:
        assert (postgres.find() / "initdb").exists()


def test_parts_are_left_out_by_name_only():
    assert left_out({"MUSTER_TEST_WITHOUT": "browser, postgres"}) == {"browser", "postgres"}
    assert left_out({}) == frozenset()
    with pytest.raises(PartMissing, match="not chrome"):
        left_out({"MUSTER_TEST_WITHOUT": "chrome"})


def test_a_headless_shell_goes_before_a_complete_browser(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("chromium", "chromium-headless-shell"):
        (tmp_path / name).touch(mode=0o755)
        assert browser.find() == tmp_path / name


@pytest.mark.parametrize(("part", "name"), [(browser, "browser"), (postgres, "PostgreSQL")])
def test_a_missing_part_is_named(monkeypatch, tmp_path, part, name):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    monkeypatch.setattr(postgres, "FOLDERS", ())
    monkeypatch.setattr(postgres, "WHEEL", "no_such_wheel")
    with pytest.raises(PartMissing, match=f"{name} is missing.*MUSTER_TEST_WITHOUT="):
        part.find()
