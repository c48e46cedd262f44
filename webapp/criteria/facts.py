"""What conditions may ask of people, for evaluating in Python, and which changes alter it.

A fact is read when it is first asked for, of all the people at once. The facts are the columns of person
except for what only the database needs, `field:12`, `emails` and `phones` (as they are compared), `tags`,
`segments`, `groups` and `groups_under` (ids of those they are in, and of those above these), `joined` (when
they joined each group), `due` (when the reminder of each segment is), `pipeline_id` (None if they stand in
none), `imports` (ids of those that changed them), `selections` (ids of those that were frozen to hold them),
`company.industry_key` and so on (the compared columns of their company), `searched` and `searched_phones`
(what words are looked for in).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_

from sqlalchemy import Select, select

from webapp.activity.models import Change
from webapp.companies.models import Company
from webapp.db import Prepared, one_of_given
from webapp.fields import custom_values
from webapp.groups.membership import BY_MERGE, BY_RULE
from webapp.groups.models import PersonGroup, PersonGroupUnder
from webapp.imports.models import ImportRun
from webapp.people.models import Person, PersonEmail, PersonPhone, PersonSearch
from webapp.people.values import COLUMNS, DERIVED, is_custom
from webapp.people.visible import LIVING
from webapp.pipelines.models import Stage
from webapp.segments.models import PersonSegment
from webapp.selections.models import SelectionPerson
from webapp.tags.models import PersonTag

ChangeOf = tuple[str, str]
"""Kind and key of a change, as in Change; the key '' is any of that kind, the kind '' any change at all."""

ANY_CHANGE: ChangeOf = ("", "")
OWN = frozenset({*COLUMNS, *DERIVED, "created_at", "changed_at", "last_contact_at", "last_touch_at"})
COMPANY = ("name", "name_key", "industry", "industry_key", "country", "state")


class Crowd:
    """Living people and what is known of them; `ids` are theirs, whose places are the bits of a mask.

    `wanted` are facts that will be asked for; those of one table are then read together.
    """

    def __init__(self, person_ids: Collection[int], wanted: Iterable[str] = ()):
        self._wanted = OWN.intersection(wanted)
        self._known: dict[str, Sequence] = {}
        self._alike: dict[tuple[str, ...], list[tuple[int, Facts]]] = {}
        self._having: dict[str, dict[object, int]] = {}
        self._answers: dict[object, tuple[object, int]] = {}
        rows = self._own_rows(person_ids)
        self.ids = [row[0] for row in rows]
        self.everybody = (1 << len(self.ids)) - 1
        self._keep(sorted(self._wanted), [row[1:] for row in rows])

    def fact(self, name: str) -> Sequence:
        """The fact of everybody, in the order of `ids`."""
        if name not in self._known:
            self._read(name)
        return self._known[name]

    def alike(self, names: tuple[str, ...]) -> "list[tuple[int, Facts]]":
        """The people in groups of whom all these facts are the same: a mask, and the facts of one of them."""
        if names not in self._alike:
            places: dict[object, int] = defaultdict(int)
            first: dict[object, int] = {}
            values = self.fact(names[0]) if len(names) == 1 else zip(*map(self.fact, names), strict=True)
            for place, value in enumerate(values):
                places[value] |= 1 << place
                first.setdefault(value, place)
            self._alike[names] = [(mask, Facts(self, first[value])) for value, mask in places.items()]
        return self._alike[names]

    def having(self, name: str, values: Iterable) -> int:
        """The mask of those whose fact is one of these values, or holds one."""
        if name not in self._having:
            places: dict[object, int] = defaultdict(int)
            for place, value in enumerate(self.fact(name)):
                for one in value if isinstance(value, frozenset | tuple) else (value,):
                    places[one] |= 1 << place
            self._having[name] = places
        found = self._having[name]
        return reduce(or_, (found.get(value, 0) for value in values), 0)

    def once(self, question: Hashable, asker: object, answer: Callable[[], int]) -> int:
        """The answer, found once for an asker: rules have many conditions in common."""
        known = self._answers.get(question)
        if known is None or known[0] is not asker:
            known = self._answers[question] = asker, answer()
        return known[1]

    def among(self, mask: int) -> Iterator[int]:
        """The ids of the people of a mask."""
        while mask:
            lowest = mask & -mask
            yield self.ids[lowest.bit_length() - 1]
            mask ^= lowest

    def _own_rows(self, person_ids: Collection[int]) -> Sequence:
        return _own(frozenset(self._wanted)).rows(person_ids=list(person_ids))

    def _keep(self, names: Sequence[str], rows: Sequence[Sequence]) -> None:
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        self._known |= dict(zip(names, columns, strict=True))

    def _read(self, name: str) -> None:
        if is_custom(name):
            found = custom_values.read(self.ids, [custom_values.field_id_of(name)])
            rows = [(_hashable(found.get(i, {}).get(name)),) for i in self.ids]
            return self._keep([name], rows)
        if name in OWN:
            return self._keep([name], [row[1:] for row in _own(frozenset({name})).rows(person_ids=self.ids)])
        source = _SOURCES[name]
        found = source.read(self.ids)
        return self._keep(source.names, [found.get(i, source.without) for i in self.ids])


class Facts(Mapping):
    """What is known of one of them."""

    __slots__ = ("_crowd", "_place")

    def __init__(self, crowd: Crowd, place: int):
        self._crowd = crowd
        self._place = place

    def __getitem__(self, name: str):
        return self._crowd.fact(name)[self._place]

    def __iter__(self):
        return iter((*OWN, *_SOURCES))

    def __len__(self):
        return len(OWN) + len(_SOURCES)


def load_facts(person_ids: Collection[int]) -> dict[int, Facts]:
    """{person_id: facts} of those of the people who live."""
    crowd = Crowd(person_ids)
    return {person_id: Facts(crowd, place) for place, person_id in enumerate(crowd.ids)}


def altered_by(name: str) -> Collection[ChangeOf]:
    """The changes of a person after which a fact may be another. Who is new, or back from the trash, has all
    of them anew, and time alone alters `due`."""
    if name in _ALTERED_BY:
        return _ALTERED_BY[name]
    return (("field", name),)


class _Source:
    """A table that facts are read from: `read(person_ids)` gives {person_id: the facts `names`}, and
    `without` is what those have who are missing there."""

    def __init__(self, names: tuple[str, ...], read: Callable[[list[int]], Mapping], without: tuple):
        self.names = names
        self.read = read
        self.without = without


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value


@lru_cache
def _own(names: frozenset[str]) -> Prepared:
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

_SOURCES = {
    name: source
    for source in (
        _Source(
            ("emails",),
            _gathered(select(PersonEmail.person_id, PersonEmail.norm).order_by(PersonEmail.position), tuple),
            ((),),
        ),
        _Source(
            ("phones",),
            _gathered(select(PersonPhone.person_id, PersonPhone.norm).order_by(PersonPhone.position), tuple),
            ((),),
        ),
        _Source(
            ("tags",), _gathered(select(PersonTag.person_id, PersonTag.tag_id), frozenset), (frozenset(),)
        ),
        _Source(
            ("segments", "due"),
            _with_ids(select(PersonSegment.person_id, PersonSegment.segment_id, PersonSegment.due_at)),
            (frozenset(), frozenset()),
        ),
        _Source(
            ("groups", "joined"),
            _with_ids(select(PersonGroup.person_id, PersonGroup.group_id, PersonGroup.at)),
            (frozenset(), frozenset()),
        ),
        _Source(
            ("groups_under",),
            _gathered(select(PersonGroupUnder.person_id, PersonGroupUnder.group_id), frozenset),
            (frozenset(),),
        ),
        _Source(("pipeline_id",), _single(_PIPELINE), (None,)),
        _Source(("imports",), _gathered(_IMPORTS, frozenset), (frozenset(),)),
        _Source(
            ("selections",),
            _gathered(select(SelectionPerson.person_id, SelectionPerson.selection_id), frozenset),
            (frozenset(),),
        ),
        _Source(tuple(f"company.{name}" for name in COMPANY), _single(_COMPANY), ("",) * len(COMPANY)),
        _Source(
            ("searched", "searched_phones"),
            _single(select(PersonSearch.person_id, PersonSearch.txt, PersonSearch.phones)),
            ("", ""),
        ),
    )
    for name in source.names
}

_NAME: tuple[ChangeOf, ...] = (("field", "first"), ("field", "last"))
_AT_COMPANY: tuple[ChangeOf, ...] = (("field", "company_id"), ("company", ""))
_ADDRESSES: tuple[ChangeOf, ...] = (("field", "emails"), ("field", "phones"))
_GROUPS: tuple[ChangeOf, ...] = (("group", ""), (BY_RULE, ""), (BY_MERGE, ""))
_ALTERED_BY: dict[str, Collection[ChangeOf]] = {
    **{name: (("field", name.removesuffix("_key")),) for name in DERIVED if name.endswith("_key")},
    "name": (*_NAME, *_AT_COMPANY),
    "name_key": (*_NAME, *_AT_COMPANY),
    "company_key": _AT_COMPANY,
    "email_norm": (("field", "emails"),),
    "phone_norm": (("field", "phones"),),
    "birthday_md": (("field", "birthday"),),
    "created_at": (),
    "changed_at": (("field", ""),),
    "last_contact_at": (("touch", ""),),
    "last_touch_at": (("touch", ""),),
    "tags": (("tag", ""),),
    "segments": (("segment", ""),),
    "due": (
        ("segment", ""),
        ("touch", ""),
        ("reminder pause", ""),
        ("field", "status_id"),
        ("field", "stage_id"),
        ("expiry", ""),
    ),
    "groups": _GROUPS,
    "joined": _GROUPS,
    "groups_under": _GROUPS,
    "pipeline_id": (("field", "stage_id"),),
    "imports": (ANY_CHANGE,),
    "selections": (ANY_CHANGE,),
    **dict.fromkeys((f"company.{name}" for name in COMPANY), _AT_COMPANY),
    "searched": (*_NAME, *_AT_COMPANY, *_ADDRESSES),
    "searched_phones": (("field", "phones"),),
}
