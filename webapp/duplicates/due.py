"""Who is to be looked at: whoever is new or changed in what people are compared by."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Insert, func, literal_column, select

from webapp.activity.models import ChangeSet
from webapp.activity.reacting import Changed, react_with
from webapp.db import PreparedWrite, db, fetch, insert_into, one_of_given
from webapp.duplicates.models import Due
from webapp.people.models import ALIVE, Person
from webapp.people.visible import LIVING, seen_by
from webapp.users.viewer import Viewer

COMPARED = frozenset(
    {
        "first",
        "last",
        "emails",
        "phones",
        "company_id",
        "street",
        "postcode",
        "city",
        "country",
        "birthday",
    }
)
EVERYBODY_AT_ONCE = 5_000


def register() -> None:
    """Hear of every change of people."""
    react_with(_follow)


def look_at(person_ids: Collection[int]) -> None:
    """Let these people be looked at soon."""
    if person_ids:
        _MARKING.run(person_ids=list(person_ids))


def _marking(dialect_name: str) -> Insert:
    those = select(Person.id, literal_column("1")).where(one_of_given(Person.id, "person_ids"))
    marked = insert_into(Due, dialect_name).from_select(["person_id", "marks"], those.order_by(Person.id))
    return marked.on_conflict_do_update(
        index_elements=["person_id"], set_={"marks": Due.marks + literal_column("1")}
    )


_MARKING = PreparedWrite(_marking)


def look_at_everybody() -> Iterator[None]:
    """Let all people be looked at again; yields after every chunk, for the caller to commit."""
    last = 0
    while ids := list(fetch(_living_after(last)).scalars()):
        look_at(ids)
        last = ids[-1]
        yield


def how_many_wait(viewer: Viewer) -> int:
    """How many of the people whom the viewer sees are still to be looked at."""
    seen = select(Due.person_id).join(Person, Person.id == Due.person_id).where(LIVING, seen_by(viewer))
    return db.session.scalar(select(func.count()).select_from(seen.subquery()))


def _follow(changes: Sequence[Changed], *, now: int, change_set: ChangeSet | None) -> None:
    look_at({change.person_id for change in changes if _matters(change)})


def _matters(change: Changed) -> bool:
    if change.kind == "field":
        return change.key in COMPARED
    return change.kind == "company" or (change.kind == "person" and change.new == ALIVE)


def _living_after(person_id: int):
    following = select(Person.id).where(LIVING, Person.id > person_id)
    return following.order_by(Person.id).limit(EVERYBODY_AT_ONCE)
