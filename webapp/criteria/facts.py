"""What conditions may ask of people, for evaluating in Python, and where it is kept.

The facts are the columns of person
except for what only the database needs, `field:12`, `emails` and `phones` (as they are compared), `tags`,
`segments`, `groups` and `groups_under` (ids of those they are in, and of those above these), `joined` (when
they joined each group), `due` (when the reminder of each segment is), `pipeline_id` (None if they stand in
none), `imports` (ids of those that changed them), `selections` (ids of those that were frozen to hold them),
`duplicates` (id, office and owner of the living with whom they are perhaps the same),
`company.industry_key` and so on (the compared columns of their company), `searched` and `searched_phones`
(what words are looked for in), `signals` (when, what and how many points of each that counts as engagement).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache

from sqlalchemy import Select, select, union_all

from webapp.activity.models import Change
from webapp.companies.models import Company
from webapp.db import Prepared, one_of_given
from webapp.duplicates.models import Pair
from webapp.engagement.signals import signals
from webapp.groups.models import PersonGroup, PersonGroupUnder
from webapp.imports.models import ImportRun
from webapp.people.models import Person, PersonEmail, PersonPhone, PersonSearch
from webapp.people.values import COLUMNS, DERIVED
from webapp.people.visible import LIVING
from webapp.pipelines.models import Stage
from webapp.segments.models import PersonSegment
from webapp.selections.models import SelectionPerson
from webapp.tags.models import PersonTag

OWN = frozenset({*COLUMNS, *DERIVED, "created_at", "changed_at", "last_contact_at", "last_touch_at"})
COMPANY = ("name", "name_key", "industry", "industry_key", "country", "state")


class Source:
    """A table that facts are read from: `read(person_ids)` gives {person_id: the facts `names`}, and
    `without` is what those have who are missing there."""

    def __init__(self, names: tuple[str, ...], read: Callable[[list[int]], Mapping], without: tuple):
        self.names = names
        self.read = read
        self.without = without


@lru_cache
def own_columns(names: frozenset[str]) -> Prepared:
    """The living with these of their columns by name, in the order of their ids."""
    columns = (getattr(Person, name) for name in sorted(names))
    living = select(Person.id, *columns).where(one_of_given(Person.id, "person_ids"), LIVING)
    return Prepared(living.order_by(Person.id))


def _of_people(statement: Select) -> Prepared:
    """The rows of people, whose id is the first column."""
    return Prepared(statement.where(one_of_given(statement.selected_columns[0], "person_ids")))


def _gathered(statement: Select, kind: type):
    """Reads (person_id, value, …) rows into a collection for each."""
    prepared = _of_people(statement)

    def read(person_ids: list[int]) -> dict[int, tuple]:
        found: dict[int, list] = defaultdict(list)
        for person_id, *value in prepared.rows(person_ids=person_ids):
            found[person_id].append(value[0] if len(value) == 1 else tuple(value))
        return {person_id: (kind(values),) for person_id, values in found.items()}

    return read


def _with_ids(statement: Select):
    """Reads (person_id, id, value) rows into the set of ids and the set of pairs of each."""
    read = _gathered(statement, frozenset)
    return lambda person_ids: {
        i: (frozenset(of for of, _ in own), own) for i, (own,) in read(person_ids).items()
    }


def _single(statement: Select):
    """Reads the one row that somebody has."""
    prepared = _of_people(statement)
    return lambda person_ids: {i: tuple(own) for i, *own in prepared.rows(person_ids=person_ids)}


_IMPORTS = select(Change.person_id, ImportRun.id).join(
    ImportRun, ImportRun.change_set_id == Change.change_set_id
)
_PIPELINE = select(Person.id, Stage.pipeline_id).join(Stage, Stage.id == Person.stage_id)
_COMPANY = select(Person.id, *(getattr(Company, name) for name in COMPANY)).join(
    Company, Company.id == Person.company_id
)

_SIDES = union_all(
    *(
        select(own.label("person_id"), Person.id, Person.office_id, Person.owner_id)
        .join(Person, Person.id == other)
        .where(Pair.dismissed_at.is_(None), LIVING)
        for own, other in ((Pair.first_id, Pair.second_id), (Pair.second_id, Pair.first_id))
    )
).subquery()

SOURCES = {
    name: source
    for source in (
        Source(
            ("emails",),
            _gathered(select(PersonEmail.person_id, PersonEmail.norm).order_by(PersonEmail.position), tuple),
            ((),),
        ),
        Source(
            ("phones",),
            _gathered(select(PersonPhone.person_id, PersonPhone.norm).order_by(PersonPhone.position), tuple),
            ((),),
        ),
        Source(
            ("tags",), _gathered(select(PersonTag.person_id, PersonTag.tag_id), frozenset), (frozenset(),)
        ),
        Source(
            ("segments", "due"),
            _with_ids(select(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.due_at)),
            (frozenset(), frozenset()),
        ),
        Source(
            ("groups", "joined"),
            _with_ids(select(PersonGroup.person_id, PersonGroup.group_id, PersonGroup.at)),
            (frozenset(), frozenset()),
        ),
        Source(
            ("groups_under",),
            _gathered(select(PersonGroupUnder.person_id, PersonGroupUnder.group_id), frozenset),
            (frozenset(),),
        ),
        Source(("signals",), _gathered(signals(0), tuple), ((),)),
        Source(("pipeline_id",), _single(_PIPELINE), (None,)),
        Source(("imports",), _gathered(_IMPORTS, frozenset), (frozenset(),)),
        Source(
            ("selections",),
            _gathered(select(SelectionPerson.person_id, SelectionPerson.selection_id), frozenset),
            (frozenset(),),
        ),
        Source(("duplicates",), _gathered(select(_SIDES), frozenset), (frozenset(),)),
        Source(tuple(f"company.{name}" for name in COMPANY), _single(_COMPANY), ("",) * len(COMPANY)),
        Source(
            ("searched", "searched_phones"),
            _single(select(PersonSearch.person_id, PersonSearch.txt, PersonSearch.phones)),
            ("", ""),
        ),
    )
    for name in source.names
}
