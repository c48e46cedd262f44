"""The list of deeds: change sets with who did them, newest first, and one of them in detail."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from webapp.activity.models import Change, ChangeSet
from webapp.activity.reversing import REVERSIBLE
from webapp.changes.comparing import Reach, people_after
from webapp.changes.models import Kept
from webapp.changes.records import seen_by_nobody_else
from webapp.db import db
from webapp.users.permission import Permission
from webapp.users.user import user_name
from webapp.users.viewer import Viewer

PAGE = 50
PEOPLE_A_PAGE = 50
KEPT_SHOWN = 200


@dataclass(frozen=True)
class Deed:
    """A change set and the name of who did it."""

    change_set: ChangeSet
    by: str


@dataclass(frozen=True)
class Line:
    """One value that changed, in words; `old` or `new` is '' for none."""

    person_id: int
    name: str
    old: str
    new: str


@dataclass(frozen=True)
class KeptLine:
    """One value that an undo left as it is, in words, and why."""

    person_id: int
    name: str
    present: str
    why: str


def deeds(viewer: Viewer, *, own: bool, before: int | None = None) -> tuple[list[Deed], int | None]:
    """A page of the change sets that the viewer may look at; and the id before which the next page begins.

    One's own are always among them, everybody's with the permission, unless `own` is asked for.
    """
    statement = select(ChangeSet, user_name(ChangeSet.by_id))
    did_something = (
        (ChangeSet.people > 0)
        | (ChangeSet.records > 0)
        | ChangeSet.ongoing
        | ChangeSet.undoes_id.is_not(None)
    )
    statement = statement.where(did_something)
    statement = statement.where(_seen(viewer, own=own))
    if before is not None:
        statement = statement.where(ChangeSet.id < before)
    rows = db.session.execute(statement.order_by(ChangeSet.id.desc()).limit(PAGE + 1)).all()
    page = [Deed(*row) for row in rows[:PAGE]]
    return page, page[-1].change_set.id if len(rows) > PAGE else None


def _seen(viewer: Viewer, *, own: bool = False) -> ColumnElement[bool]:
    mine = ChangeSet.by_id == viewer.id
    if own or not viewer.can(Permission.SEE_ALL_ACTIVITY):
        return mine
    return mine | ChangeSet.about.not_in(seen_by_nobody_else())


def deed_for(viewer: Viewer, change_set_id: int) -> Deed | None:
    """A change set if it is one's own or one may look at everybody's."""
    statement = select(ChangeSet, user_name(ChangeSet.by_id))
    row = db.session.execute(statement.where(ChangeSet.id == change_set_id, _seen(viewer))).first()
    return Deed(*row) if row else None


def lines_of(change_set: ChangeSet, *, reach: Reach, after: int = 0) -> tuple[list[Line], int | None]:
    """What changed for the next 50 of its people, as far as one may see them; and where to go on."""
    person_ids = people_after(change_set, after, PEOPLE_A_PAGE)
    seen, words = reach(person_ids), _Words()
    rows = db.session.scalars(
        select(Change)
        .where(Change.change_set_id == change_set.id, Change.person_id.in_(seen))
        .order_by(Change.person_id, Change.id)
    )
    lines, counted = [], Counter()
    for c in rows:
        if several := c.kind in REVERSIBLE and REVERSIBLE[c.kind].several:
            counted[c.person_id, several] += 1
        else:
            lines.append(
                Line(c.person_id, words.name(c.kind, c.key), words.value(c, c.old), words.value(c, c.new))
            )
    lines += [Line(i, several, "", f"{number} moved") for (i, several), number in counted.items()]
    return lines, person_ids[-1] if len(person_ids) == PEOPLE_A_PAGE else None


def kept_by(undo_set: ChangeSet, *, reach: Reach) -> tuple[list[KeptLine], int]:
    """The first 200 values that an undo kept, and how many people it left out unseen."""
    rows = list(
        db.session.scalars(
            select(Kept).where(Kept.change_set_id == undo_set.id).order_by(Kept.id).limit(KEPT_SHOWN)
        )
    )
    seen = reach([row.person_id for row in rows])
    named = [row for row in rows if row.kind and row.person_id in seen]
    return in_words(named), len(rows) - len(named)


def in_words(kept) -> list[KeptLine]:
    """Kept values (models.Kept or comparing.Remaining) as one reads them."""
    words = _Words()
    return [
        KeptLine(row.person_id, words.name(row.kind, row.key), words.value(row, row.present), row.why)
        for row in kept
    ]


class _Words:
    """The registered words of changes, each asked for once."""

    def __init__(self):
        self._known: dict[tuple, str] = {}

    def name(self, kind: str, key: str) -> str:
        return self._ask(kind, "name", key) if kind in REVERSIBLE else kind.capitalize()

    def value(self, change, value: object) -> str:
        if change.kind not in REVERSIBLE:
            return str(value or "")
        return self._ask(change.kind, "words", change.key, value)

    def _ask(self, kind: str, what: str, *args: object) -> str:
        asked = (kind, what, repr(args))
        if asked not in self._known:
            self._known[asked] = getattr(REVERSIBLE[kind], what)(*args)
        return self._known[asked]
