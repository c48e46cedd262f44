"""Settings › Outbox, Audit log and System."""

import pytest
from sqlalchemy import insert

from tests.world import NOW
from webapp.activity.audit import audit
from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.users.permission import Permission
from webapp.users.role import role_named


def test_without_a_mail_server_the_outbox_shows_the_link(admin, world):
    admin.post(f"/settings/users/{world.priya.id}/invitation")
    page = admin.get("/settings/outbox").text
    assert "priya@example.com" in page
    assert "No mail server is set" in page
    assert '<a href="http://127.0.0.1:5000/invitations/' in admin.get("/settings/outbox/1").text


def test_whoever_may_not_manage_users_cannot_read_their_links(admin, coordinator, world):
    role_named("Coordinator").permissions = [str(Permission.SETTINGS)]
    db.session.commit()
    admin.post(f"/settings/users/{world.priya.id}/invitation")
    assert "priya@example.com" in coordinator.get("/settings/outbox").text
    assert coordinator.get("/settings/outbox/1").status_code == 403


def test_a_test_mail_goes_to_oneself(admin):
    admin.post("/settings/outbox/test")
    assert "mona@example.com" in admin.get("/settings/outbox").text


def test_the_audit_log_is_read_a_page_at_a_time(admin, world):
    db.session.execute(
        insert(AuditEntry),
        [
            {"at": NOW, "by_id": world.mona.id, "what": f"deed {n}", "about": "", "address": ""}
            for n in range(150)
        ],
    )
    db.session.commit()
    first = admin.get("/settings/audit")
    assert "deed 149" in first.text
    assert "deed 49<" not in first.text
    second = admin.get("/settings/audit?before=51")
    assert "deed 49<" in second.text
    assert "deed 50<" not in second.text


def test_the_audit_log_can_be_of_one_user(admin, coordinator, world):
    coordinator.get("/settings/audit")
    page = admin.get(f"/settings/audit?user={world.jonas.id}").text
    assert "GET /settings/audit" in page


def test_a_line_break_in_a_name_stays_one_line_of_the_log(admin, world):
    audit("sign-in failed", "mona\n2026-01-01 signed in mona", by_id=None, address="1.2.3.4\n", now=NOW)
    db.session.commit()
    assert "mona 2026-01-01 signed in mona" in admin.get("/settings/audit").text


@pytest.mark.parametrize("path", ["/settings/system", "/settings/system/findings"])
def test_the_system_page_shows_no_secret(app, admin, path):
    page = admin.get(path).text
    assert "MUSTER_SECRET_KEY" in page
    assert app.secret_key not in page
