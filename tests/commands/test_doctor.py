"""muster doctor: how it prints what it finds."""

import pytest


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_setting_stands_on_one_line_with_its_source(run, world):
    lines = run("doctor").stdout.splitlines()
    assert "MUSTER_BASE_URL = http://127.0.0.1:5000  (default; muster serve takes its own port)" in lines
