import json
import shutil
import signal

import pytest
from sqlalchemy import create_engine, text

from tests.commands.processes import Muster
from webapp.config import load_settings
from webapp.operations import web_server
from webapp.refusal import Refusal

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HOLDER = "SELECT holder FROM lease WHERE name = 'schedule'"


@pytest.fixture(scope="module")
def without_jobs(sqlite_template, tmp_path_factory):
    """A `muster serve --no-jobs` that tests only ask."""
    folder = tmp_path_factory.mktemp("without-jobs")
    file = shutil.copy(sqlite_template[0], folder / "muster.sqlite")
    command = Muster(folder / "instance", f"sqlite:///{file}")
    yield command.serve("--no-jobs")
    command.end()


@pytest.mark.parametrize(
    ("engine", "number"),
    [
        ("sqlite", signal.SIGTERM),
        pytest.param("postgres", signal.SIGINT, marks=pytest.mark.postgres),
    ],
    indirect=["engine"],
)
def test_it_is_ready_once_a_process_beside_it_runs_the_jobs_and_ends_well_with_it(muster, ask, until, number):
    serving = muster.serve()
    assert serving.get("/livez")[0] == 200
    serving.jobs_taken_up()
    until(lambda: serving.get("/readyz")[0] == 200)
    [child] = serving.children()
    assert child.cmdline()[-2] == "jobs"
    serving.process.send_signal(number)
    assert serving.process.wait(30) == 0
    assert not child.is_running()
    assert ask(HOLDER) is None


@on_sqlite
def test_a_killed_jobs_process_is_replaced_and_the_next_ends_even_when_its_server_is_killed(
    muster, ask, until
):
    serving = muster.serve()
    before = serving.jobs_taken_up()
    serving.children()[0].kill()
    after = serving.jobs_taken_up(after=before)
    assert ask(HOLDER) == after
    until(lambda: serving.get("/readyz")[0] == 200)
    [child] = serving.children()
    serving.process.kill()
    child.wait(30)
    assert ask(HOLDER) is None


def test_links_lead_to_the_port_that_it_listens_on_unless_an_address_was_set():
    settings = load_settings({})
    settings.served_at("http://127.0.0.1:5311")
    assert settings["MUSTER_BASE_URL"] == "http://127.0.0.1:5311"
    settings = load_settings({"MUSTER_BASE_URL": "https://muster.example.com"})
    settings.served_at("http://127.0.0.1:5311")
    assert settings["MUSTER_BASE_URL"] == "https://muster.example.com"


def test_without_jobs_it_starts_none_and_is_not_ready(without_jobs):
    status, body = without_jobs.get("/readyz")
    assert status == 503
    assert json.loads(body)["checks"]["jobs"] == "no process runs them"
    assert without_jobs.children() == []


def test_the_log_has_a_line_a_request_without_its_query(without_jobs):
    without_jobs.get("/livez?q=whitfield")
    line = without_jobs.logged(lambda line: line.get("path") == "/livez")
    assert line["status"] == 200
    assert line["request"]
    assert "whitfield" not in json.dumps(without_jobs.log)


@on_sqlite
def test_a_taken_port_is_one_sentence(refusal):
    with web_server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        said = refusal("serve", "--no-jobs", "--port", str(port))
    another = f"--port {port + 1} (or PORT={port + 1} with make)"
    assert said == f"muster: Port {port} is taken. Choose another one, such as {another}.\n"


@on_sqlite
def test_a_missing_database_folder_is_one_sentence(refusal, tmp_path):
    said = refusal("serve", "--no-jobs", MUSTER_DATABASE_URL=f"sqlite:///{tmp_path}/nowhere/muster.sqlite")
    assert said.startswith("muster: The database cannot be used: unable to open database file.")
    assert not (tmp_path / "nowhere").exists()


@on_sqlite
@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_a_file_that_is_no_database_is_one_sentence_and_stays_as_it_is(refusal, tmp_path, command):
    torn = tmp_path / "torn.sqlite"
    torn.write_bytes(b"no database" * 1000)
    said = refusal(command, MUSTER_DATABASE_URL=f"sqlite:///{torn}")
    assert ("file is not a database" in said, said.count("\n")) == (True, 1)
    assert torn.read_bytes() == b"no database" * 1000


@on_sqlite
def test_a_newer_database_is_one_sentence_and_stays_as_it_is(refusal, database_url, tmp_path):
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = Muster(tmp_path / "instance", database_url).run("serve")
    assert (done.returncode, done.stdout) == (2, "")
    for said in (done.stderr, refusal("migrate")):
        assert ("made by a newer Muster" in said, said.count("\n")) == (True, 1)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


@on_sqlite
def test_a_bad_setting_is_one_sentence(refusal):
    said = refusal("serve", "--no-jobs", MUSTER_BASE_URL="ftp://x")
    assert ("MUSTER_BASE_URL" in said, said.count("\n")) == (True, 1)


@on_sqlite
@pytest.mark.parametrize(("command", "draws"), [("serve", True), ("jobs", False), ("doctor", False)])
def test_no_other_command_loads_what_draws_pages(refusal, monkeypatch, command, draws):
    asked = []

    def create_app(*, pages: bool):
        asked.append(pages)
        raise Refusal("not now")

    monkeypatch.setattr("webapp.create_app", create_app)
    assert refusal(command) == "muster: not now\n"
    assert asked == [draws]
