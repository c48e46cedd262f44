"""What users answer for beside people: groups, processes, saved segments, selections; passing it on."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from webapp.activity.models import ChangeSet
from webapp.activity.records import RecordKind, Values, record_kind
from webapp.activity.retiring import unretired
from webapp.activity.tracking import note_record
from webapp.db import db, key
from webapp.groups.models import Group
from webapp.processes.models import Process
from webapp.segments.models import SavedSegment
from webapp.selections.models import Selection
from webapp.users.permission import Permission
from webapp.users.user import User

NAMES = {"owner": "Belongs to", "name": "Name"}


class Belonging(NamedTuple):
    """A kind of record that belongs to a user; `own_names`: no two of one user have the same name."""

    kind: str
    model: type
    word: str
    own_names: bool

    def of(self, user_id: int) -> ColumnElement[bool]:
        """Whether one that stands is the user's."""
        return (self.model.owner_id == user_id) & self.model.retired_at.is_(None)


BELONGINGS = (
    Belonging("owner of group", Group, "Group", own_names=False),
    Belonging("owner of process", Process, "Process", own_names=False),
    Belonging("owner of saved segment", SavedSegment, "Saved segment", own_names=True),
    Belonging("owner of selection", Selection, "Selection", own_names=True),
)


class Numbers(NamedTuple):
    """How many are a user's: those that others see too, and private ones."""

    known: int
    private: int


def numbers_of(user_id: int) -> Numbers:
    """How much the user answers for."""
    known = sum(_number(belonging, user_id, private=False) for belonging in BELONGINGS)
    return Numbers(known, sum(_number(b, user_id, private=True) for b in BELONGINGS if b.own_names))


def pass_on(user: User, heir_id: int, *, private: bool, change_set: ChangeSet) -> None:
    """Let it be another user's, with `private` what only they saw as well; a name that the other has already
    says whose it was."""
    for belonging in BELONGINGS:
        taken = _names_of(belonging, heir_id)
        rows = select(belonging.model).where(belonging.of(user.id)).with_for_update()
        if belonging.own_names and not private:
            rows = rows.where(belonging.model.shared_at.is_not(None))
        for row in db.session.scalars(rows.order_by(belonging.model.id)).all():
            values = {"owner": (row.owner_id, heir_id)}
            row.owner_id = heir_id
            if belonging.own_names:
                before = row.name
                _call(row, _free_name(before, user.name, taken))
                taken.add(row.name_key)
                values["name"] = before, row.name
            note_record(change_set, belonging.kind, row.id, values)
    db.session.flush()


def register() -> None:
    """Let undo give it back."""
    for belonging in BELONGINGS:
        record_kind(belonging.kind, _how(belonging))


def _how(belonging: Belonging) -> RecordKind:
    model = belonging.model

    def present(record_id: int, *, lock: bool) -> Values:
        row = db.session.get(model, record_id, with_for_update=lock or None, populate_existing=lock)
        return {"owner": row.owner_id, "name": row.name} if row and row.retired_at is None else {}

    def put_back(record_id: int, wanted: Values, *, by, now: int, change_set: ChangeSet) -> None:
        row = db.session.get_one(model, record_id)
        row.owner_id = wanted.get("owner", row.owner_id)
        if "name" in wanted:
            _call(row, wanted["name"])

    def refused(record_id: int, wanted: Values) -> Values:
        row = db.session.get_one(model, record_id)
        name = key(wanted.get("name", row.name))
        taken = _names_of(belonging, wanted.get("owner", row.owner_id), but=record_id)
        return dict.fromkeys(wanted, "Another one has this name today.") if name in taken else {}

    def title(record_id: int) -> str:
        row = db.session.get(model, record_id)
        return f"{belonging.word} {row.name}" if row else f"{belonging.word}, deleted"

    return RecordKind(
        permission=Permission.MANAGE_USERS,
        title=title,
        standing=unretired(model),
        present=present,
        refused=refused,
        put_back=put_back,
        name=NAMES.get,
        words=lambda key, value: db.session.get_one(User, value).name if key == "owner" else value,
    )


def _number(belonging: Belonging, user_id: int, *, private: bool) -> int:
    counted = select(func.count()).select_from(belonging.model).where(belonging.of(user_id))
    if belonging.own_names:
        counted = counted.where(belonging.model.shared_at.is_(None) == private)
    return db.session.scalar(counted)


def _names_of(belonging: Belonging, user_id: int, *, but: int = 0) -> set[str]:
    """The names that no other of this user may have."""
    if not belonging.own_names:
        return set()
    names = select(belonging.model.name_key).where(belonging.of(user_id), belonging.model.id != but)
    return set(db.session.scalars(names))


def _free_name(name: str, of: str, taken: set[str]) -> str:
    free, number = name, 1
    while key(free) in taken:
        free = f"{name} ({of}{f' {number}' if number > 1 else ''})"
        number += 1
    return free


def _call(row: SavedSegment | Selection, name: str) -> None:
    row.name, row.name_key = name, key(name)
