"""The tree as SQL. What the asker may see is the caller's to add (people/visible.py).

A *probe* is a condition on one person by primary keys, for walking along a sort index; it suits what many
meet. The *drive* is a SELECT of the ids, begun at the rarest condition; it suits what few meet.
"""

from collections.abc import Iterator, Sequence
from math import inf

from sqlalchemy import ColumnElement, Select, and_, literal_column, not_, or_, select, true, union

from webapp.criteria.asking import Asker
from webapp.criteria.condition import FOUND_LIVING, Found, Ids, Subject
from webapp.criteria.conditions import condition_named
from webapp.criteria.estimating import at_most, share, walked
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.db import on_sqlite
from webapp.people.models import Person

IDS_PER_LOOK = 6
"""How many ids are put into a set in the time of looking one person up in a link table, as measured."""


def probe(node: Node, asker: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """Whether the person (Person or an alias of it) is among those asked for; never NULL."""
    return _probe(node, asker, Subject(person))


def probe_along(node: Node, asker: Asker, past: int, given: Node | None = None) -> ColumnElement[bool]:
    """As `probe`, for walking along an index past some of `past` people, who all meet `given`.

    The rarest condition comes first. Where so many are walked past that it pays, SQLite looks for a person in
    a set of ids that it makes once: a third of the time of looking into a link table of a million people.
    """
    children = node.children if isinstance(node, All) else (node,)
    return and_(true(), *_tests(children, asker, Person, walked(node, asker, past), given))


def _tests(
    nodes: Sequence[Node], asker: Asker, person: type[Person], reached: float, given: Node | None = None
) -> Iterator[ColumnElement[bool]]:
    """What about so many people are asked for who all meet `given`: the rarest condition first, which leaves
    fewer for the next."""
    known = {node: n for node in nodes if (n := at_most(node, asker)) is not None}
    for node in sorted(nodes, key=lambda node: known.get(node, inf)):
        yield _probe_or_set(node, asker, person, reached)
        if node in known and node != given:
            reached *= share(known[node], asker)


def _probe_or_set(node: Node, asker: Asker, person: type[Person], reached: float) -> ColumnElement[bool]:
    """The test of a condition that about so many people are asked for."""
    if isinstance(node, Leaf) and on_sqlite() and condition_named(node.condition).linked:
        number = at_most(node, asker)
        if number is not None and number < IDS_PER_LOOK * reached:
            # The plus keeps SQLite from beginning at the set.
            return (person.id + literal_column("0")).in_(
                condition_named(node.condition).ids(node, asker).statement
            )
    return _probe(node, asker, Subject(person))


def drive(node: Node, asker: Asker) -> Select[tuple[int]] | None:
    """The ids of exactly those living people (and perhaps of some in the trash), begun at the rarest
    condition. Fenced, lest PostgreSQL makes a walk of it. None where no condition is known to be rare.
    """
    found = _ids(node, asker)
    return None if found is None else _fenced(_exactly(found, [node], asker))


def _probe(node: Node, asker: Asker, subject: Subject) -> ColumnElement[bool]:
    match node:
        case All(children):
            return and_(true(), *(_probe(child, asker, subject) for child in children))
        case Any(children):
            return or_(*(_probe(child, asker, subject.in_or_if(True)) for child in children))
        case Not(child):
            return not_(_probe(child, asker, subject))
        case Leaf():
            return condition_named(node.condition).probe(node, subject, asker)


def _ids(node: Node, asker: Asker) -> Ids | None:
    if at_most(node, asker) is None:
        return None
    match node:
        case All(children):
            counts = {child: n for child in children if (n := at_most(child, asker)) is not None}
            rarest = min(counts, key=counts.get)
            others = [child for child in children if child is not rarest]
            return Ids(_exactly(_ids(rarest, asker), [rarest], asker, others, counts[rarest]))
        case Any(children):
            branches = [_exactly(_ids(child, asker), [child], asker) for child in children]
            together = union(*branches).subquery()
            return Ids(select(together.c[0]))
        case Leaf():
            return condition_named(node.condition).ids(node, asker)


def _exactly(
    found: Ids, itself: list[Node], asker: Asker, others: list[Node] = (), number: int = 0
) -> Select:
    """The ids of those found (about `number`) for whom the others hold too, and what was looked for if more
    was found."""
    remaining = [*others, *(() if found.exact else itself)]
    if not remaining:
        return found.statement
    tests = _tests(remaining, asker, Found, number)
    return select(Found.id).where(FOUND_LIVING, Found.id.in_(_fenced(found.statement)), *tests)


def _fenced(statement: Select) -> Select:
    return statement.offset(literal_column("0"))
