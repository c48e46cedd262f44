"""What is left of a selection of which something that it asks for was deleted."""

from webapp.criteria.errors import CriteriaError
from webapp.criteria.keeping import from_json, still_means
from webapp.criteria.tree import EVERYBODY, All, Any, Leaf, Node, Not, canonical
from webapp.selections.models import Selection


def what_is_left(selection: Selection) -> Node:
    """Its criteria without whatever names something that is gone; everybody where nothing else is asked."""
    try:
        tree = _left(from_json(selection.criteria), selection.stated_at)
    except CriteriaError:
        return EVERYBODY
    return EVERYBODY if tree is None else canonical(tree)


def _left(node: Node, since: int) -> Node | None:
    match node:
        case Leaf(condition, values, of):
            kept = tuple(v for v in values if _is_there(Leaf(condition, (v,), of), since))
            return Leaf(condition, kept, of) if kept else None
        case Not(child):
            kept = _left(child, since)
            return kept and Not(kept)
        case All(children) | Any(children):
            kept = tuple(found for child in children if (found := _left(child, since)) is not None)
            return type(node)(kept) if kept else None


def _is_there(leaf: Leaf, since: int) -> bool:
    try:
        still_means(leaf, since)
    except CriteriaError:
        return False
    return True
