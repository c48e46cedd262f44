"""The settings, and the secret that a first start makes."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.full_disk import no_file_larger_than
from webapp.config import BadSetting, kept_secret, load_settings


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///",
        "sqlite:///:memory:",
        "postgresql://a:b@h:notaport/x",
        "postgres://a:b@h:notaport/x",
        "mysql://a:b@h/x",
        "nonsense",
    ],
)
def test_an_address_that_is_no_database_is_refused_in_a_sentence_without_its_password(tmp_path, url):
    with pytest.raises(BadSetting, match=r"^MUSTER_DATABASE_URL .*\.$") as refusal:
        load_settings({"MUSTER_INSTANCE": str(tmp_path), "MUSTER_DATABASE_URL": url})
    assert "a:b@" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/muster.sqlite", "postgresql+psycopg:///muster?host=/run/postgresql"]
)
def test_an_address_of_a_database_is_taken_as_it_is(tmp_path, url):
    settings = load_settings({"MUSTER_INSTANCE": str(tmp_path), "MUSTER_DATABASE_URL": url})
    assert settings["MUSTER_DATABASE_URL"] == url


def test_all_who_start_at_once_have_the_same_secret_and_nothing_else_is_left(tmp_path):
    file = tmp_path / "secret"
    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(kept_secret, [file] * 8))
    assert kept == {file.read_text()}
    assert os.listdir(tmp_path) == ["secret"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_first_start_that_cannot_write_leaves_no_secret_and_the_next_one_makes_it(tmp_path):
    file = tmp_path / "secret"
    with no_file_larger_than(10), pytest.raises(BadSetting, match="File too large"):
        kept_secret(file)
    assert os.listdir(tmp_path) == []
    assert len(kept_secret(file)) == 64


@pytest.mark.parametrize("text", ["", "\n", "too short", "x" * 64])
def test_a_secret_that_is_none_is_named_with_its_file(tmp_path, text):
    file = tmp_path / "secret"
    file.write_text(text)
    with pytest.raises(BadSetting) as refusal:
        load_settings({"MUSTER_INSTANCE": str(tmp_path)})
    assert str(refusal.value).startswith(f"{file} must hold at least 32 characters")
    assert file.read_text() == text
