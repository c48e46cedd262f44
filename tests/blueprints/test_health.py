import pytest
from sqlalchemy import text

from tests.schema import app_on
from tests.world import NOW
from webapp.db import db
from webapp.jobs import lease
from webapp.jobs.runner import LEASE
from webapp.messaging.account_mail import mail_password_changed
from webapp.users.user import user_with_email


@pytest.fixture
def running(app):
    """Somebody runs the jobs."""
    lease.hold(LEASE, "somebody", now=NOW)
    db.session.commit()


def test_it_is_alive_without_a_database(tmp_path):
    with app_on(f"sqlite:///{tmp_path}/nowhere/x.sqlite", tmp_path) as app:
        assert app.test_client().get("/livez").json == {"alive": True}


def test_it_is_not_ready_without_a_database(tmp_path):
    with app_on(f"sqlite:///{tmp_path}/nowhere/x.sqlite", tmp_path) as app:
        answer = app.test_client().get("/readyz")
        assert answer.status_code == 503
        assert answer.json["checks"]["database"] == "cannot be written"


def test_it_is_ready_when_jobs_run_before_anything_is_set_up(app, running):
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json["ready"]) == (200, True)


def test_it_is_not_ready_while_nobody_runs_the_jobs(app):
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json["checks"] == {
        "database": "ok",
        "schema": "ok",
        "jobs": "no process runs them",
        "disk": "ok",
    }


def test_it_is_not_ready_by_a_lease_of_a_clock_that_was_ahead(app):
    lease.hold(LEASE, "dead", now=NOW + 86_400)
    db.session.commit()
    assert app.test_client().get("/readyz").json["checks"]["jobs"] == "no process runs them"


def test_it_is_not_ready_on_another_schema(app, running):
    with db.engines["aside"].connect() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert app.test_client().get("/readyz").json["checks"]["schema"] == "newer"


def test_metrics_are_for_this_machine(app, world):
    client = app.test_client()
    assert b"muster_job_success_seconds" in client.get("/metrics").data
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 404


def test_metrics_tell_how_much_mail_waits_and_how_long(world, app):
    mail_password_changed(user_with_email("mona@example.com"), base_url="http://localhost", now=NOW - 90)
    db.session.commit()
    told = app.test_client().get("/metrics").data.decode()
    assert 'muster_queue_waiting{queue="mail"} 1\n' in told
    assert 'muster_queue_oldest_seconds{queue="mail"} 90\n' in told


def test_a_token_opens_metrics_to_other_machines(database_url, tmp_path):
    with app_on(database_url, tmp_path, MUSTER_METRICS_TOKEN="watch") as app:
        client = app.test_client()
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        right, wrong = {"Authorization": "Bearer watch"}, {"Authorization": "Bearer wätch"}
        assert client.get("/metrics", environ_base=elsewhere, headers=right).status_code == 200
        assert client.get("/metrics", environ_base=elsewhere, headers=wrong).status_code == 404
        assert client.get("/metrics").status_code == 404


def test_answers_are_counted_by_class(admin):
    admin.get("/no such page")
    text = admin.get("/metrics").data.decode()
    assert 'muster_answers_total{status="4xx"}' in text


@pytest.mark.parametrize("given", ["", "x", "a b", "a" * 65, "ä" * 10])
def test_a_request_id_is_made_where_none_fit_to_log_is_given(app, given):
    made = app.test_client().get("/livez", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert made != given
    assert len(made) == 16


def test_a_given_request_id_is_kept(app):
    answer = app.test_client().get("/livez", headers={"X-Request-Id": "proxy-12345"})
    assert answer.headers["X-Request-Id"] == "proxy-12345"
