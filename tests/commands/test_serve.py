import json
import signal

import pytest
from sqlalchemy import create_engine, text

from webapp.config import load_settings

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_it_is_ready_once_a_process_beside_it_runs_the_jobs(muster, until):
    serving = muster.serve()
    assert serving.get("/livez")[0] == 200
    until(lambda: serving.get("/readyz")[0] == 200)
    assert [child.cmdline()[-2] for child in serving.children()] == ["jobs"]


def test_links_lead_to_the_port_that_it_listens_on_unless_an_address_was_set():
    settings = load_settings({})
    settings.served_at("http://127.0.0.1:5311")
    assert settings["MUSTER_BASE_URL"] == "http://127.0.0.1:5311"
    settings = load_settings({"MUSTER_BASE_URL": "https://muster.example.com"})
    settings.served_at("http://127.0.0.1:5311")
    assert settings["MUSTER_BASE_URL"] == "https://muster.example.com"


@on_sqlite
def test_a_killed_jobs_process_is_replaced_and_the_lease_passes_on(muster, until):
    serving = muster.serve()
    until(lambda: serving.get("/readyz")[0] == 200)
    before = _holder(muster)
    serving.children()[0].kill()
    assert until(lambda: _holder(muster) not in ("", before) and _holder(muster))
    until(lambda: serving.get("/readyz")[0] == 200)


@on_sqlite
def test_without_jobs_it_starts_none_and_is_not_ready(muster):
    serving = muster.serve("--no-jobs")
    status, body = serving.get("/readyz")
    assert status == 503
    assert json.loads(body)["checks"]["jobs"] == "no process runs them"
    assert serving.children() == []


@on_sqlite
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_to_stop_it_ends_well_and_takes_the_jobs_along(muster, until, number):
    serving = muster.serve()
    until(lambda: serving.get("/readyz")[0] == 200)
    child = serving.children()[0]
    serving.process.send_signal(number)
    assert serving.process.wait(30) == 0
    assert not child.is_running()
    assert _holder(muster) == ""


@on_sqlite
def test_the_jobs_end_even_when_it_is_killed(muster, until):
    serving = muster.serve()
    child = until(serving.children)[0]
    until(lambda: _holder(muster))
    serving.process.kill()
    assert child.wait(30) is None or not child.is_running()


@on_sqlite
def test_a_taken_port_is_one_sentence(muster):
    port = muster.serve("--no-jobs").url.rpartition(":")[2]
    second = muster.run("serve", "--port", port)
    assert second.returncode == 2
    assert second.stderr == f"muster: Port {port} is taken. Choose another.\n"


@on_sqlite
def test_a_missing_database_folder_is_one_sentence(muster, tmp_path):
    done = muster.run("serve", MUSTER_DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/muster.sqlite")
    assert done.returncode == 2
    assert done.stderr.startswith("muster: The database cannot be used: unable to open database file.")
    assert not (tmp_path / "nowhere").exists()


@on_sqlite
def test_a_file_that_is_no_database_is_one_sentence_and_stays_as_it_is(muster, tmp_path):
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(b"no database" * 1000)
    for command in ("serve", "migrate"):
        done = muster.run(command, MUSTER_DATABASE_URL=f"sqlite:///{torn}")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "file is not a database" in done.stderr
    assert torn.read_bytes() == b"no database" * 1000


@on_sqlite
def test_a_newer_database_is_one_sentence_and_stays_as_it_is(muster):
    engine = create_engine(muster.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for command in ("serve", "migrate"):
        done = muster.run(command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "made by a newer Muster" in done.stderr
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


@on_sqlite
def test_a_bad_setting_is_one_sentence(muster):
    done = muster.run("serve", MUSTER_BASE_URL="ftp://x")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "MUSTER_BASE_URL" in done.stderr


@on_sqlite
def test_the_log_has_a_line_a_request_without_its_query(muster, until):
    serving = muster.serve("--no-jobs")
    serving.get("/livez?q=whitfield")
    line = until(lambda: next((x for x in serving.log if x.get("path") == "/livez"), None))
    assert line["status"] == 200
    assert line["request"]
    assert "whitfield" not in json.dumps(serving.log)


def _holder(muster) -> str:
    engine = create_engine(muster.database_url)
    with engine.connect() as connection:
        holder = connection.scalar(text("SELECT holder FROM lease WHERE name = 'schedule'"))
    engine.dispose()
    return holder or ""
