"""The tree as SQL. What the asker may see is the caller's to add (people/visible.py).

A *probe* is a condition on one person by primary keys, for walking along a sort index; it suits what many
meet. The *drive* is a SELECT of the ids, begun at the rarest condition; it suits what few meet.
"""

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, not_, or_, select, true, union

from webapp.criteria.asking import Asker
from webapp.criteria.condition import FOUND_LIVING, Found, Ids, Subject
from webapp.criteria.conditions import condition_named
from webapp.criteria.tree import EVERYBODY, All, Any, Leaf, Node, Not
from webapp.db import db
from webapp.people.models import Person

MOST_COUNTED = 5_000
"""Sets larger than this are neither counted nor begun at: walking finds a page among so many sooner."""


def probe(node: Node, asker: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """Whether the person (Person or an alias of it) is among those asked for; never NULL."""
    return _probe(node, asker, Subject(person))


def drive(node: Node, asker: Asker) -> Select[tuple[int]] | None:
    """The ids of exactly those living people (and perhaps of some in the trash), begun at the rarest
    condition or, where none is known to be rare, as one scan of everybody. Fenced, lest PostgreSQL makes a
    walk of it. None for everybody.
    """
    if node == EVERYBODY:
        return None
    found = _ids(node, asker) or _scan(node, asker)
    return _fenced(_exactly(found, [node], asker))


def estimate(node: Node, asker: Asker) -> int | None:
    """At most how many people are asked for; None where only a walk can tell.

    A single condition may have any number that the counters know. Else numbers end at MOST_COUNTED, up to
    which an index is counted, because of many that meet one condition nobody knows how few meet the others.
    """
    match node:
        case All(children):
            known = [n for child in children if (n := estimate(child, asker)) is not None]
            return _if_few(min(known, default=None))
        case Any(children):
            counts = [estimate(child, asker) for child in children]
            return None if None in counts else _if_few(sum(counts))
        case Not():
            return None
        case Leaf():
            if node not in asker.counted:
                asker.counted[node] = _count(node, asker)
            return asker.counted[node]


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


def _count(leaf: Leaf, asker: Asker) -> int | None:
    condition = condition_named(leaf.condition)
    counted = condition.count(leaf, asker)
    if counted is None and (ids := condition.ids(leaf, asker)) and ids.indexed:
        some = ids.statement.limit(MOST_COUNTED + 1).subquery()
        return _if_few(db.session.scalar(select(func.count()).select_from(some)))
    return counted


def _if_few(number: int | None) -> int | None:
    return number if number is not None and number <= MOST_COUNTED else None


def _ids(node: Node, asker: Asker) -> Ids | None:
    """The ids of a selective tree, None of any other."""
    if _if_few(estimate(node, asker)) is None:
        return None
    match node:
        case All(children):
            counts = {child: n for child in children if (n := estimate(child, asker)) is not None}
            rarest = min(counts, key=counts.get)
            others = [child for child in children if child is not rarest]
            return Ids(_exactly(_ids(rarest, asker), [rarest], asker, others))
        case Any(children):
            branches = [_exactly(_ids(child, asker), [child], asker) for child in children]
            together = union(*branches).subquery()
            return Ids(select(together.c[0]))
        case Leaf():
            return condition_named(node.condition).ids(node, asker)


def _scan(node: Node, asker: Asker) -> Ids:
    """Everybody asked for, perhaps more, by looking at everybody."""
    own = condition_named(node.condition).ids(node, asker) if isinstance(node, Leaf) else None
    return own or Ids(select(Found.id).where(FOUND_LIVING), exact=False)


def _exactly(found: Ids, itself: list[Node], asker: Asker, others: list[Node] = ()) -> Select:
    """The ids of those found for whom the others hold too, and what was looked for if more was found."""
    remaining = [*others, *(() if found.exact else itself)]
    if not remaining:
        return found.statement
    tests = (_probe(node, asker, Subject(Found)) for node in remaining)
    return select(Found.id).where(FOUND_LIVING, Found.id.in_(_fenced(found.statement)), *tests)


def _fenced(statement: Select) -> Select:
    return statement.offset(literal_column("0"))
