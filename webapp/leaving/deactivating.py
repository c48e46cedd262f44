"""Ending a user's access and passing on what is theirs: one deed, which can be taken back."""

from typing import NamedTuple

from sqlalchemy import func, select

from webapp.activity.audit import audit
from webapp.activity.models import ChangeSet, RecordChange
from webapp.activity.records import RecordKind, Values, record_kind
from webapp.activity.tracking import note_record, open_change_set
from webapp.bulk.models import BulkRun
from webapp.changes.undoing import why_not
from webapp.db import db
from webapp.imports.models import ImportRun
from webapp.leaving.belongings import pass_on
from webapp.leaving.next_steps import pass_on_next_steps
from webapp.people.handing_over import give_people
from webapp.users import administering
from webapp.users.permission import Permission
from webapp.users.user import User
from webapp.users.viewer import Viewer

KIND = "user"


class Heirs(NamedTuple):
    """Who takes the people and the next steps, and who what else is the leaver's, None for nobody; `private`:
    also what only they saw."""

    people_id: int | None = None
    work_id: int | None = None
    private: bool = False


def deactivate(user: User, heirs: Heirs, *, by: Viewer, now: int) -> tuple[ChangeSet, bool]:
    """End the user's access; False where the jobs process still gives their people away.

    Raises NobodyInCharge, after which one rolls back.
    """
    administering.deactivate(user, now=now)
    change_set = open_change_set("edit", f"Deactivated {user.name}", by=by, now=now, about=KIND)
    note_record(change_set, KIND, user.id, {"active": (True, False)})
    if heirs.work_id is not None:
        pass_on(user, heirs.work_id, private=heirs.private, change_set=change_set)
    if heirs.people_id is not None:
        pass_on_next_steps(user.id, heirs.people_id, change_set=change_set)
    done = heirs.people_id is None or give_people(
        user.id, heirs.people_id, by=by, now=now, change_set=change_set
    )
    return change_set, done


def departure_of(user: User, *, now: int) -> ChangeSet | None:
    """The deed that deactivated the user, if taking it back gives them something back."""
    ended = (
        select(ChangeSet)
        .join(RecordChange, RecordChange.change_set_id == ChangeSet.id)
        .where(RecordChange.kind == KIND, RecordChange.record_id == user.id, ChangeSet.undoes_id.is_(None))
        .order_by(ChangeSet.id.desc())
        .limit(1)
    )
    change_set = db.session.scalar(ended)
    gave = change_set is not None and (change_set.people or change_set.records > 1)
    return change_set if gave and not why_not(change_set, now) else None


def unfinished_work(user_id: int) -> int:
    """How many imports and bulk changes of theirs are under way, which stop with their access."""
    importing = ImportRun.by_id == user_id, ImportRun.state.in_(("waiting", "running", "stopped"))
    imports = select(func.count()).select_from(ImportRun).where(*importing)
    changing = ChangeSet.by_id == user_id, BulkRun.finished_at.is_(None)
    bulk = select(func.count()).select_from(BulkRun).join(ChangeSet, ChangeSet.id == BulkRun.change_set_id)
    return db.session.scalar(imports) + db.session.scalar(bulk.where(*changing))


def register() -> None:
    """Let undo give access back."""
    how = RecordKind(
        permission=Permission.MANAGE_USERS,
        title=lambda user_id: f"User {db.session.get_one(User, user_id).name}",
        standing=set,
        present=_present,
        refused=_refused,
        put_back=_put_back,
        name={"active": "Access"}.get,
        words=lambda _key, active: "may sign in" if active else "deactivated",
    )
    record_kind(KIND, how)


def _present(user_id: int, *, lock: bool) -> Values:
    user = db.session.get_one(User, user_id, with_for_update=lock or None, populate_existing=lock)
    return {"active": user.deactivated_at is None}


def _refused(_user_id: int, wanted: Values) -> Values:
    """An undo of an undo takes nobody's access: sessions, links and who is last in charge ask for more."""
    return {} if wanted["active"] else {"active": "Deactivate them on their own page."}


def _put_back(user_id: int, wanted: Values, *, by: Viewer, now: int, change_set: ChangeSet) -> None:
    user = db.session.get_one(User, user_id)
    administering.reactivate(user)
    audit("user reactivated", user.email, by_id=by.id, address="", now=now)
