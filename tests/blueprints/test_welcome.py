"""What an administrator is offered after the first run."""

from sqlalchemy import func, select

from webapp.activity.models import ChangeSet
from webapp.db import db
from webapp.operations.demo.filling import people_so_far


def test_sample_data_is_one_change_set_and_comes_once(admin):
    assert admin.post("/welcome/sample").location == "/people"
    admin.post("/welcome/sample")
    assert people_so_far() == 200
    sets = select(func.count()).select_from(ChangeSet).where(ChangeSet.title.contains("invented"))
    assert db.session.scalar(sets) == 1


def test_only_administrators_are_offered_sample_data(coordinator, adviser):
    assert coordinator.get("/welcome").status_code == 403
    assert adviser.post("/welcome/sample").status_code == 403
    assert people_so_far() == 3
