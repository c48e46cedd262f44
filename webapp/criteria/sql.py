"""The tree as SQL. What the asker may see is the caller's to add (people/visible.py).

A *probe* is a condition on one person by primary keys, for walking along a sort index; it suits what many
meet. The *drive* is a SELECT of the ids, begun at the rarest condition; it suits what few meet.
"""

from sqlalchemy import ColumnElement, Select, and_, literal_column, not_, or_, select, true, union

from webapp.criteria.asking import Asker
from webapp.criteria.condition import FOUND_LIVING, Found, Ids, Subject
from webapp.criteria.conditions import condition_named
from webapp.criteria.estimating import at_most
from webapp.criteria.tree import All, Any, Leaf, Node, Not
from webapp.people.models import Person


def probe(node: Node, asker: Asker, person: type[Person] = Person) -> ColumnElement[bool]:
    """Whether the person (Person or an alias of it) is among those asked for; never NULL."""
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
            return Ids(_exactly(_ids(rarest, asker), [rarest], asker, others))
        case Any(children):
            branches = [_exactly(_ids(child, asker), [child], asker) for child in children]
            together = union(*branches).subquery()
            return Ids(select(together.c[0]))
        case Leaf():
            return condition_named(node.condition).ids(node, asker)


def _exactly(found: Ids, itself: list[Node], asker: Asker, others: list[Node] = ()) -> Select:
    """The ids of those found for whom the others hold too, and what was looked for if more was found."""
    remaining = [*others, *(() if found.exact else itself)]
    if not remaining:
        return found.statement
    tests = (_probe(node, asker, Subject(Found)) for node in remaining)
    return select(Found.id).where(FOUND_LIVING, Found.id.in_(_fenced(found.statement)), *tests)


def _fenced(statement: Select) -> Select:
    return statement.offset(literal_column("0"))
