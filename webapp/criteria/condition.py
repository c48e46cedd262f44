"""What every condition can do. A new one is one new file here and one line in the registry."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, literal_column, or_, select
from sqlalchemy.orm import aliased

from webapp.criteria.asking import Asker
from webapp.criteria.days import counts_days
from webapp.criteria.errors import CriteriaError
from webapp.criteria.operators import Choice, Operator
from webapp.criteria.terms import Asked, Atom, Term, atom_typed
from webapp.criteria.tree import Leaf
from webapp.db import on_sqlite
from webapp.people.models import Person
from webapp.users.own_company import Labels

MOST_TRIED = 100

Facts = Mapping[str, object]
"""What is known of one person, as facts.py reads it."""

Found = aliased(Person, name="found")
"""The person inside a set of ids; a name of its own, so that it is never taken for the one outside."""
FOUND_LIVING = Found.hidden == literal_column("0")


@dataclass(frozen=True)
class Subject:
    """The person that a probe is about. `person` is Person or an alias of it; `in_or` says that the probe
    stands inside an OR."""

    person: type[Person]
    in_or: bool = False

    def in_or_if(self, several: bool) -> "Subject":
        """The subject for one of several tests of which any may hold."""
        return Subject(self.person, self.in_or or several)

    def has(self, row: Select) -> ColumnElement[bool]:
        """Whether the SELECT finds a row; of all that stands around it, it is about the person alone.

        A list that is sorted by a table that the SELECT reads too would otherwise take its row for this one.
        Inside an OR PostgreSQL would run an EXISTS for everybody at once (190 instead of 0.5 ms).
        """
        row = row.correlate(self.person)
        if self.in_or and not on_sqlite():
            return row.limit(1).scalar_subquery().is_not(None)
        return exists(row)


@dataclass(frozen=True)
class Ids:
    """A SELECT of person ids; with `exact` False it may find too many, and the probe must follow."""

    statement: Select
    exact: bool = True


class Said(NamedTuple):
    """A leaf in words, to follow "People": what stands before the part that one may change, that part, and
    what stands after it."""

    before: str
    part: str
    after: str = ""


class Topic(NamedTuple):
    """Something to ask about, as the builder lists it: its key in texts, its words, and the heading above."""

    key: str
    words: str
    heading: str


class Condition(ABC):
    """One kind of condition. `name` stands in trees, `keys` are how it is asked for in text.

    `label` is what the builder calls it and `heading` where it lists it; `comparisons` are its operators.
    `linked`: it looks into a table that links people with something, not at the person's own row.
    `of_asker` is the value that means whoever asks ("me"). `timeless`: nobody comes to meet it or stops
    meeting it by the hour alone.
    """

    name: str
    keys: Sequence[str] = ()
    label: str = ""
    heading: str = "Where they stand"
    comparisons: Sequence[Operator] = ()
    linked = False
    timeless = True
    of_asker: str = ""

    @abstractmethod
    def read(self, term: Term, asker: Asker, beside: Sequence[Term]) -> Leaf:
        """The leaf of a typed term; `beside` are the terms that hold together with it."""

    @abstractmethod
    def write(self, leaf: Leaf) -> str:
        """The leaf as text, `key:value,value`."""

    @abstractmethod
    def probe(self, leaf: Leaf, subject: Subject, asker: Asker) -> ColumnElement[bool]:
        """Whether it holds for one person, by primary keys; never NULL."""

    def ids(self, leaf: Leaf, asker: Asker) -> Ids | None:
        """Everybody for whom it holds, by an index; None where there is no such way in."""
        return None

    def count(self, leaf: Leaf, asker: Asker) -> int | None:
        """How many people it holds for at most, by the counters; None where they do not know."""
        return None

    @abstractmethod
    def reads(self, leaf: Leaf) -> Sequence[str]:
        """The facts (facts.py) that it depends on; whenever one of them changes, it may hold or no longer."""

    @abstractmethod
    def test(self, leaf: Leaf, asker: Asker) -> Callable[[Facts], bool]:
        """The same as `probe`, in Python. Whatever is the same for all people is worked out beforehand."""

    def wanted(self, leaf: Leaf) -> tuple[str, Collection] | None:
        """A fact and the values of which it must be one, or hold one, where that is all there is to `test`:
        it is then looked up for many people at once. None where there is more to it."""
        return None

    @abstractmethod
    def theirs(self, leaf: Leaf, facts: Facts, asker: Asker, labels: Labels) -> str:
        """What a person has of what it asks about, in words; '' for nothing."""

    def not_in_rules(self, leaf: Leaf) -> str:
        """Why no rule of a group, which acts for everybody, can ask this; '' where it can."""
        if self.of_asker and (self.of_asker,) in leaf.values:
            return f"A rule acts for everybody, so “{self.of_asker}” means nobody to it. Choose a name."
        return ""

    def counts_days(self, leaf: Leaf) -> bool:
        """Whether it means other days tomorrow."""
        return any(map(counts_days, leaf.values))

    def groups(self, leaf: Leaf) -> Iterable[int]:
        """The groups whose members it asks about."""
        return ()

    @abstractmethod
    def say(self, leaf: Leaf, labels: Labels, *, negative: bool) -> Said:
        """In words that may follow "People"."""

    def noun(self, leaf: Leaf, labels: Labels) -> str:
        """The word that says it in place of "People"; '' if there is none."""
        return ""

    def suggest(self, asker: Asker) -> Iterable[str]:
        """Values that may be asked for, as one writes them."""
        return ()

    def topics(self) -> Iterable[Topic]:
        """What the builder offers to ask about."""
        return (Topic(self.keys[0], self.label or self.keys[0].capitalize(), self.heading),)

    def operators(self, key: Atom) -> Sequence[Operator]:
        """How the builder compares what is asked for by this key."""
        return self.comparisons

    def choices(self, key: Atom, asker: Asker, country: str) -> Iterable[Choice]:
        """What the builder offers for an operator that takes things of a list; `country` is for states."""
        return (Choice(value, atom_typed(value, 0).text) for value in self.suggest(asker))

    def named(self, leaf: Leaf) -> Collection:
        """The ids of the things that the leaf names and that somebody might delete."""
        return ()

    def added(self, ids: Collection) -> Mapping[object, int]:
        """When each of these things was added; those that were deleted are left out."""
        return {}


def a_row(*where: ColumnElement) -> Select:
    """A correlated SELECT for Subject.has()."""
    return select(literal_column("1")).where(*where)


def any_of(tests: Sequence[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether at least one of one or more tests holds."""
    return tests[0] if len(tests) == 1 else or_(*tests)


def among(column, values: Sequence) -> ColumnElement[bool]:
    """Whether the column is one of one or more values."""
    return column == values[0] if len(values) == 1 else column.in_(values)


def refuse_many(values: Sequence, term: Term) -> None:
    """Raise CriteriaError for more values than SQLite tries one after another (1,000 in one expression)."""
    if len(values) > MOST_TRIED:
        raise CriteriaError(f"There may be at most {MOST_TRIED} dates, parts or ranges here.", term.position)


def refusal(asked: Asked, sentence: str, suggestion: str = "") -> CriteriaError:
    """The error for one value."""
    return CriteriaError(sentence, asked.position, suggestion)
