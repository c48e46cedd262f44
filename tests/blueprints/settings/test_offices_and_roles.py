"""Settings › Offices and Settings › Roles."""

from sqlalchemy import select

from webapp.activity.models import AuditEntry
from webapp.db import db
from webapp.users.office import office_named, open_offices
from webapp.users.permission import FIRST_ROLES, Permission
from webapp.users.role import Role, role_named, roles
from webapp.users.user import User


def words(role_name):
    return sorted(map(str, FIRST_ROLES[role_name]))


def test_an_office_is_added_and_renamed(admin, world):
    assert admin.post("/settings/offices", {"name": "Hamburg"}).status_code == 303
    hamburg = office_named("hamburg")
    admin.post(f"/settings/offices/{hamburg.id}", {"name": "Bremen"})
    assert [office.name for office in open_offices()] == ["Boston", "Bremen", "Lisbon"]


def test_two_offices_never_have_one_name(admin, world):
    answer = admin.post("/settings/offices", {"name": " BOSTON "})
    assert answer.status_code == 422
    assert "this name already" in answer.text
    assert admin.post(f"/settings/offices/{world.lisbon}", {"name": "Boston"}).status_code == 422
    assert office_named("Lisbon")


def test_an_office_closes_only_when_nobody_belongs_to_it(admin, world):
    admin.post("/settings/offices", {"name": "Hamburg"})
    hamburg = office_named("Hamburg").id
    somebody = world.person(first="Anna", office_id=hamburg)
    db.session.commit()
    for office_id in (world.boston, hamburg):
        admin.post(f"/settings/offices/{office_id}/closing")
    assert len(open_offices()) == 3
    assert somebody


def test_an_empty_office_closes_and_opens_again(admin):
    admin.post("/settings/offices", {"name": "Hamburg"})
    path = f"/settings/offices/{office_named('Hamburg').id}"
    admin.post(path + "/closing")
    assert len(open_offices()) == 2
    admin.post(path + "/reopening")
    assert len(open_offices()) == 3


def test_a_role_is_changed_after_saying_what_that_means_for_whom(admin, adviser, world):
    role = role_named("Adviser")
    form = {"name": "Adviser", "permissions": [p for p in words("Adviser") if p != "import"] + ["see all"]}
    asked = admin.post(f"/settings/roles/{role.id}", form)
    assert asked.status_code == 200
    for sentence in ("Priya Raman", "See everybody", "Import people from files", "1 user may do"):
        assert sentence in asked.text
    assert "Jonas" not in asked.text
    assert role_named("Adviser").permissions == words("Adviser")
    assert admin.post(f"/settings/roles/{role.id}", form | {"confirmed": "yes"}).status_code == 303
    assert "see all" in db.session.get(Role, role.id, populate_existing=True).permissions
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.what == "role changed")).one()
    assert entry.about == "Adviser: +see all, -import"


def test_what_another_role_allows_too_is_no_loss(admin, world):
    db.session.get(User, world.priya.id).give_roles([role_named("Adviser"), role_named("Coordinator")])
    db.session.commit()
    role = role_named("Adviser")
    form = {"name": "Adviser", "permissions": [p for p in words("Adviser") if p != "import"]}
    assert admin.post(f"/settings/roles/{role.id}", form).status_code == 303


def test_nobody_can_take_managing_from_everybody(admin):
    role = role_named("Administrator")
    form = {"name": "Administrator", "permissions": ["settings"], "confirmed": "yes"}
    answer = admin.post(f"/settings/roles/{role.id}", form)
    assert answer.status_code == 422
    assert "nobody would be left in charge" in answer.text
    assert len(role_named("Administrator").permissions) == len(Permission)


def test_a_made_up_permission_is_refused(admin):
    role = role_named("Viewer")
    answer = admin.post(f"/settings/roles/{role.id}", {"name": "Viewer", "permissions": ["become root"]})
    assert answer.status_code == 422


def test_a_role_is_added_and_deleted_while_nobody_has_it(admin):
    admin.post("/settings/roles", {"name": "Intern", "permissions": ["edit people"]})
    intern = role_named("intern")
    assert intern.permissions == ["edit people"]
    assert admin.post("/settings/roles", {"name": "INTERN"}).status_code == 422
    assert admin.post(f"/settings/roles/{intern.id}/delete").status_code == 303
    assert admin.post(f"/settings/roles/{role_named('Viewer').id}/delete").status_code == 409
    assert [role.name for role in roles()] == list(FIRST_ROLES)
