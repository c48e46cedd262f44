"""The tree as JSON, in which definitions are stored. It holds ids, so what is renamed is renamed in them."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from webapp.criteria.conditions import BY_NAME, condition_named
from webapp.criteria.errors import CriteriaError
from webapp.criteria.text import print_text
from webapp.criteria.tree import All, Any, Leaf, Node, Not, leaves


def to_json(node: Node) -> dict:
    """The tree as dicts, lists and plain values."""
    match node:
        case All(children):
            return {"all": [to_json(child) for child in children]}
        case Any(children):
            return {"any": [to_json(child) for child in children]}
        case Not(child):
            return {"not": to_json(child)}
        case Leaf(condition, values, of):
            kept = {"ask": condition, "values": [list(value) for value in values]}
            return kept | ({"of": of} if of else {})


def from_json(kept: object) -> Node:
    """The tree that `to_json` made this of; raises CriteriaError for anything else."""
    match kept:
        case {"all": [*children]}:
            return All(tuple(map(from_json, children)))
        case {"any": [*children]}:
            return Any(tuple(map(from_json, children)))
        case {"not": child}:
            return Not(from_json(child))
        case {"ask": str(condition), "values": [*values]} if condition in BY_NAME:
            return Leaf(condition, tuple(tuple(value) for value in values), kept.get("of", ""))
    raise CriteriaError("This definition cannot be read any more. Make it anew.")


def still_means(node: Node, since: int) -> str:
    """The text of a definition stored at a time; raises CriteriaError if something it names was deleted.

    SQLite gives the id of what was deleted to what is added next, so whatever is younger than the definition
    is not what it meant.
    """
    text = print_text(node)
    if meaningless({None: (node, since)}):
        raise CriteriaError("Something that is asked for was deleted.")
    return text


def meaningless(definitions: Mapping[object, tuple[Node, int]]) -> set:
    """Those of many definitions {name: (tree, when it was stored)} that name something deleted.

    Each kind of thing is looked up once for all of them.
    """
    asked: dict[str, list[tuple[object, int, Collection]]] = defaultdict(list)
    for name, (node, since) in definitions.items():
        for leaf in leaves(node):
            if ids := condition_named(leaf.condition).named(leaf):
                asked[leaf.condition].append((name, since, ids))
    found = set()
    for condition, uses in asked.items():
        added = condition_named(condition).added({of for _, _, ids in uses for of in ids})
        found |= {name for name, since, ids in uses if any(added.get(of, since + 1) > since for of in ids)}
    return found
