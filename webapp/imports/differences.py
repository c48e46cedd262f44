"""What rows of imports say of known people otherwise than they stand: kept for somebody to decide."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import aliased

from webapp.activity.models import ChangeSet
from webapp.activity.tracking import open_change_set
from webapp.db import db, insert_rows
from webapp.imports.models import ImportDifference, ImportRun
from webapp.people.editing import change_people, load_values
from webapp.people.models import Person
from webapp.people.values import is_custom
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer

SHOWN = 50
TITLE = "Decided what an import asked"
_of_run, _settled = aliased(ChangeSet), aliased(ChangeSet)


class CannotSettle(ValueError):
    """One sentence that says why."""


@dataclass(frozen=True)
class Difference:
    """An open question about somebody: the values now and those that the row `line` of a file proposes."""

    id: int
    person_id: int
    name: str
    file: str
    line: int
    present: Mapping[str, object]
    proposed: Mapping[str, object]

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/duplicates/differences/{self.id}"


def keep_differences(run_id: int, differing: Mapping[int, tuple[int, Mapping[str, object]]]) -> int:
    """Keep {person_id: (line, proposed values)}, except what is asked of somebody already; returns how many
    differ, those too."""
    asked = defaultdict(list)
    if differing:
        for row in db.session.scalars(select(ImportDifference).where(*_open_of(differing))):
            asked[row.person_id].append(row.proposed)
    rows = [
        {"run_id": run_id, "person_id": person_id, "line": line, "proposed": dict(proposed)}
        for person_id, (line, proposed) in differing.items()
        if proposed not in asked[person_id]
    ]
    insert_rows(ImportDifference, rows)
    return len(differing)


def differences_for(viewer: Viewer, *, after: int = 0, limit: int = SHOWN) -> list[Difference]:
    """The next open questions about people whom the viewer sees, the oldest first."""
    following = _open_for(viewer).where(ImportDifference.id > after)
    return _read(following.order_by(ImportDifference.id).limit(limit))


def difference_for(viewer: Viewer, difference_id: int) -> Difference | None:
    """An open question about somebody whom the viewer sees."""
    found = _read(_open_for(viewer).where(ImportDifference.id == difference_id))
    return found[0] if found else None


def difference_before(viewer: Viewer, difference_id: int) -> Difference | None:
    """The open question before this one."""
    earlier = _open_for(viewer).where(ImportDifference.id < difference_id)
    found = _read(earlier.order_by(ImportDifference.id.desc()).limit(1))
    return found[0] if found else None


def count_of_differences(viewer: Viewer) -> int:
    """How many questions are open."""
    return db.session.scalar(select(func.count()).select_from(_open_for(viewer).subquery()))


def settle(difference: Difference, take: Collection[str], *, by, now: int) -> ChangeSet | None:
    """Take over what these keys propose and keep the rest; the change set, None where all was kept.

    Raises CannotSettle.
    """
    values = {key: value for key, value in difference.proposed.items() if key in take}
    _refuse_foreign_states({**difference.present, **values}, values)
    mine = ImportDifference.id == difference.id, _is_open()
    settled = update(ImportDifference).where(*mine).values(settled_at=now, settled_by_id=by.id)
    settled = settled.values(change_set_id=None).execution_options(synchronize_session=False)
    if not db.session.execute(settled).rowcount:
        raise CannotSettle("Somebody else decided this meanwhile. Go on with the next one.")
    if not values:
        return None
    change_set = open_change_set("edit", TITLE, by=by, now=now)
    seen = {difference.person_id: {key: difference.present[key] for key in values}}
    change_people({difference.person_id: values}, by=by, now=now, change_set=change_set, seen=seen)
    noted = update(ImportDifference).where(ImportDifference.id == difference.id)
    db.session.execute(noted.values(change_set_id=change_set.id).execution_options(synchronize_session=False))
    return change_set


def ask_again(viewer: Viewer, difference_id: int) -> bool:
    """Open a question again in which everything was kept."""
    seen = select(Person.id).where(LIVING, seen_by(viewer))
    mine = (
        ImportDifference.id == difference_id,
        ImportDifference.settled_at.is_not(None),
        ImportDifference.change_set_id.is_(None),
        ImportDifference.person_id.in_(seen),
    )
    opening = update(ImportDifference).where(*mine).values(settled_at=None, settled_by_id=None)
    return bool(db.session.execute(opening.execution_options(synchronize_session=False)).rowcount)


def _refuse_foreign_states(after: Mapping[str, object], values: Mapping[str, object]) -> None:
    state, country = after.get("state"), after.get("country")
    if values.keys() & {"state", "country"} and state and not str(state).startswith(f"{country}-"):
        if "country" in values and "state" not in values:
            return  # the state of before goes with its country (change_people)
        raise CannotSettle("This state is not in that country. Take both, or keep both.")


def _is_open():
    """Not settled, or what was settled was taken back."""
    taken_back = select(_settled.id).where(_settled.undone_at.is_not(None))
    return or_(ImportDifference.settled_at.is_(None), ImportDifference.change_set_id.in_(taken_back))


def _open_of(person_ids: Collection[int]):
    return ImportDifference.person_id.in_(list(person_ids)), ImportDifference.settled_at.is_(None)


def _open_for(viewer: Viewer) -> Select:
    """Of imports that stand."""
    return (
        select(
            ImportDifference.id,
            ImportDifference.person_id,
            Person.name,
            ImportRun.file_name,
            ImportDifference.line,
            ImportDifference.proposed,
        )
        .join(Person, Person.id == ImportDifference.person_id)
        .join(ImportRun, ImportRun.id == ImportDifference.run_id)
        .join(_of_run, _of_run.id == ImportRun.change_set_id)
        .where(_is_open(), _of_run.undone_at.is_(None), LIVING, seen_by(viewer))
    )


def _read(statement: Select) -> list[Difference]:
    rows = db.session.execute(statement).all()
    keys = {key for row in rows for key in row.proposed}
    values = load_values([row.person_id for row in rows], set(filter(is_custom, keys)))
    return [
        Difference(
            row.id,
            row.person_id,
            row.name,
            row.file_name,
            row.line,
            {key: values[row.person_id].get(key) for key in row.proposed},
            row.proposed,
        )
        for row in rows
    ]
