"""The tree as SQL. What the asker may see is the caller's to add (people/visible.py).

A *probe* is a condition on one person by primary keys, for walking along a sort index; it suits what many
meet. The *drive* is a SELECT of the ids, begun at the rarest condition; it suits what few meet.
"""

from sqlalchemy import ColumnElement, Select, and_, func, literal_column, not_, or_, select, true, union

from webapp.criteria.asking import Asker
from webapp.criteria.condition import FOUND_LIVING, Found, Ids, Subject
from webapp.criteria.conditions import condition_named
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.db import db
from webapp.people.models import Person

MOST_COUNTED = 10_000
"""Beyond this many people a set is no longer selective, and counting ends."""


def probe(node: Node, asker: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """Whether the person (Person or an alias of it) is among those asked for; never NULL."""
    return _probe(node, asker, Subject(person))


def drive(node: Node, asker: Asker) -> Select[tuple[int]] | None:
    """The ids of exactly the living people asked for (and perhaps of people in the trash), fenced so that
    PostgreSQL does not turn it into a walk; None where nothing in the tree is selective."""
    found = _ids(node, asker)
    return None if found is None else _fenced(_exactly(found, [node], asker))


def estimate(node: Node, asker: Asker) -> int | None:
    """At most how many people are asked for, by the counters or by counting up to MOST_COUNTED of an index;
    None for more or where only a walk can tell."""
    match node:
        case All(children):
            known = [n for child in children if (n := estimate(child, asker)) is not None]
            return min(known, default=None)
        case Any(children):
            counts = [estimate(child, asker) for child in children]
            return None if None in counts else sum(counts)
        case Not():
            return None
        case Leaf():
            if node not in asker.counted:
                asker.counted[node] = _count(node, asker)
            return asker.counted[node]


def _probe(node: Node, asker: Asker, subject: Subject) -> ColumnElement[bool]:
    match node:
        case All(()):
            return true()
        case All(children):
            return and_(*(_probe(child, asker, subject) for child in children))
        case Any(children):
            return or_(*(_probe(child, asker, subject.in_or_if(True)) for child in children))
        case Not(child):
            return not_(_probe(child, asker, subject))
        case Leaf():
            return condition_named(node.condition).probe(node, subject, asker)


def _count(leaf: Leaf, asker: Asker) -> int | None:
    condition = condition_named(leaf.condition)
    counted = condition.count(leaf, asker)
    if counted is None and (ids := condition.ids(leaf, asker)):
        some = ids.statement.limit(MOST_COUNTED + 1).subquery()
        counted = db.session.scalar(select(func.count()).select_from(some))
    return counted if counted is not None and counted <= MOST_COUNTED else None


def _ids(node: Node, asker: Asker) -> Ids | None:
    """The ids of a selective tree; with `exact` False the whole tree must still be probed."""
    if estimate(node, asker) is None:
        return None
    match node:
        case All(children):
            rarest = min(
                (child for child in children if estimate(child, asker) is not None),
                key=lambda child: estimate(child, asker),
            )
            others = [child for child in children if child is not rarest]
            return Ids(_exactly(_ids(rarest, asker), [rarest], asker, others))
        case Any(children):
            branches = [_exactly(_ids(child, asker), [child], asker) for child in children]
            together = union(*branches).subquery()
            return Ids(select(together.c[0]))
        case Leaf():
            return condition_named(node.condition).ids(node, asker)


def _exactly(found: Ids, itself: list[Node], asker: Asker, others: list[Node] = ()) -> Select:
    """The ids of those found for whom the others hold too, and the thing itself if it was not exact."""
    remaining = [*others, *([] if found.exact else itself)]
    if not remaining:
        return found.statement
    tests = (_probe(node, asker, Subject(Found)) for node in remaining)
    return select(Found.id).where(FOUND_LIVING, Found.id.in_(_fenced(found.statement)), *tests)


def _fenced(statement: Select) -> Select:
    return statement.offset(literal_column("0"))
