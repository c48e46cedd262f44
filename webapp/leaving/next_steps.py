"""What a user who leaves still wanted to do next: whoever takes their people is reminded in their place."""

from sqlalchemy import ColumnElement, func, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import RecordKind, Values, record_kind
from webapp.activity.tracking import note_record
from webapp.alerts.models import Alert
from webapp.db import db
from webapp.people.next_steps import NEXT_STEP
from webapp.users.permission import Permission
from webapp.users.user import User

KIND = "owner of next step"


def next_steps_of(user_id: int) -> int:
    """How many of theirs are neither done nor taken back."""
    return db.session.scalar(select(func.count()).select_from(Alert).where(_open(), Alert.user_id == user_id))


def pass_on_next_steps(user_id: int, heir_id: int, *, change_set: ChangeSet) -> None:
    """Let another user be reminded of them."""
    theirs = select(Alert).where(_open(), Alert.user_id == user_id).order_by(Alert.id).with_for_update()
    for alert in db.session.scalars(theirs).all():
        alert.user_id = heir_id
        note_record(change_set, KIND, alert.id, {"owner": (user_id, heir_id)})
    db.session.flush()


def register() -> None:
    """Let undo give back those that are still open."""
    how = RecordKind(
        permission=Permission.MANAGE_USERS,
        title=lambda _alert_id: "A next step",
        standing=_standing,
        present=_present,
        refused=lambda _alert_id, _wanted: {},
        put_back=_put_back,
        name=lambda _key: "Reminds",
        words=lambda _key, user_id: db.session.get_one(User, user_id).name,
    )
    record_kind(KIND, how)


def _open() -> ColumnElement[bool]:
    return (Alert.kind == NEXT_STEP) & (Alert.seen_at == 0) & (Alert.withdrawn_at == 0)


def _standing(alert_ids) -> set[int]:
    return set(db.session.scalars(select(Alert.id).where(_open(), Alert.id.in_(alert_ids))))


def _present(alert_id: int, *, lock: bool) -> Values:
    one = select(Alert).where(_open(), Alert.id == alert_id).execution_options(populate_existing=True)
    alert = db.session.scalar(one.with_for_update() if lock else one)
    return {"owner": alert.user_id} if alert else {}


def _put_back(alert_id: int, wanted: Values, *, by, now: int, change_set: ChangeSet) -> None:
    db.session.get_one(Alert, alert_id).user_id = wanted["owner"]
