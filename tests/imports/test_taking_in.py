import os

import pytest

from tests.full_disk import no_file_larger_than
from webapp.imports.runs import FOLDER, taken_in


@pytest.fixture
def file(tmp_path):
    """A file to be imported."""
    path = tmp_path / "people.csv"
    path.write_text("Name,E-mail\nAda,ada@example.com\n")
    return path


def test_a_file_that_does_not_fit_on_the_disk_leaves_nothing(file, tmp_path):
    with no_file_larger_than(10), pytest.raises(OSError, match="File too large"), taken_in(file, tmp_path):
        pass
    assert os.listdir(tmp_path / FOLDER) == []


def test_a_file_of_which_nothing_became_is_deleted_and_one_that_was_kept_stays(file, tmp_path):
    with taken_in(file, tmp_path) as dropped:
        assert dropped.path.read_text() == file.read_text()
    with taken_in(file, tmp_path) as kept:
        kept.keep()
    assert not dropped.path.exists()
    assert kept.path.read_text() == file.read_text()
