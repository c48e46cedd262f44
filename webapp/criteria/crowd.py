"""What is known of many people at once: a fact is read when it is first asked for, of all of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from webapp.criteria.facts import OWN, SOURCES, own_columns
from webapp.fields import custom_values
from webapp.people.values import is_custom


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
        return own_columns(frozenset(self._wanted)).rows(person_ids=list(person_ids))

    def _keep(self, names: Sequence[str], rows: Sequence[Sequence]) -> None:
        columns = zip(*rows, strict=True) if rows else [()] * len(names)
        self._known |= dict(zip(names, columns, strict=True))

    def _read(self, name: str) -> None:
        if is_custom(name):
            found = custom_values.read(self.ids, [custom_values.field_id_of(name)])
            rows = [(_hashable(found.get(i, {}).get(name)),) for i in self.ids]
            return self._keep([name], rows)
        if name in OWN:
            rows = own_columns(frozenset({name})).rows(person_ids=self.ids)
            return self._keep([name], [row[1:] for row in rows])
        source = SOURCES[name]
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
        return iter((*OWN, *SOURCES))

    def __len__(self):
        return len(OWN) + len(SOURCES)


def load_facts(person_ids: Collection[int]) -> dict[int, Facts]:
    """{person_id: facts} of those of the people who live."""
    crowd = Crowd(person_ids)
    return {person_id: Facts(crowd, place) for place, person_id in enumerate(crowd.ids)}


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value
