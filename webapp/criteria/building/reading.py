"""From a tree to what stands in the builder, and back."""

from webapp.criteria.asking import Asker
from webapp.criteria.building.draft import ALL, ANY, AS_WRITTEN, NONE, Draft, Group, Row
from webapp.criteria.conditions import condition_for
from webapp.criteria.errors import CriteriaError
from webapp.criteria.operators import Operator
from webapp.criteria.parsing import LONGEST, read_terms, read_values
from webapp.criteria.terms import Asked, Atom, Term, as_typed, atom_typed
from webapp.criteria.text import print_text
from webapp.criteria.tree import (
    EVERYBODY,
    MOST_DEEP,
    MOST_LEAVES,
    MOST_VALUES,
    All,
    Any,
    Node,
    Not,
    canonical,
)

_COMPARED = {"contains": "~{}", "starts": "{}*", "is": "{}"}


def draft_of(tree: Node) -> Draft:
    """A canonical tree as it stands in the builder; raises CriteriaError if what it names is gone."""
    return _Drafting().draft(read_terms(print_text(tree)))


def tree_of(draft: Draft, asker: Asker, *, complete: bool) -> Node | None:
    """The canonical tree of a draft, errors noted at their rows and groups; None where there are any.

    Rows without a key say nothing. A row that lacks a value is an error in a `complete` draft, and says
    nothing while it is being edited.
    """
    for node, _, _ in draft.walk():
        node.error = ""
    reading = _Reading(asker, complete)
    typed = reading.group(draft.root)
    if draft.errors:
        return None
    tree = typed or EVERYBODY
    try:
        tree = canonical(tree)
        if len(print_text(tree)) > LONGEST:
            raise CriteriaError(f"Written as text this may have at most {LONGEST:,} characters.")
    except CriteriaError as error:
        _beyond(draft).error = error.message
        return None
    return tree


def operators_of(row: Row) -> list[Operator]:
    """The comparisons that a row may make; none before it has a key. Raises CriteriaError."""
    return [] if row.key is None else list(_condition(row).operators(_key(row)))


def operator_of(row: Row) -> Operator | None:
    """The comparison that a row makes; None for one of several kinds, or none."""
    name = row.operator.removeprefix("-")
    return next((operator for operator in operators_of(row) if operator.name == name), None)


def choices_of(row: Row, asker: Asker):
    """The values that a row may choose among."""
    return _condition(row).choices(_key(row), asker, row.country or asker.country)


def _condition(row: Row):
    return condition_for(Term(_key(row), ()) if row.key else Term(None, ()))


def _key(row: Row) -> Atom:
    return atom_typed(row.key, row.number)


class _Drafting:
    """Numbers rows and groups in the order in which they stand."""

    def __init__(self):
        self.number = 0

    def draft(self, typed) -> Draft:
        """The draft of typed terms (parsing.py); None is everybody."""
        root = Group(0)
        match typed:
            case None:
                pass
            case All(children):
                root.children = [self.node(child) for child in children]
            case Any(children) | Not(Any(children)):
                root.match = ANY if isinstance(typed, Any) else NONE
                root.children = [self.node(child) for child in children]
            case _:
                root.children = [self.node(typed)]
        return Draft(root)

    def node(self, typed) -> Row | Group:
        match typed:
            case Term():
                return self.row(typed, negative=False)
            case Not(Term() as term):
                return self.row(term, negative=True)
            case All(children):
                return self.group(ALL, children)
            case Any(children):
                return self.group(ANY, children)
            case Not(Any(children)):
                return self.group(NONE, children)
            case Not(child):
                return self.group(NONE, (child,))

    def group(self, match: str, children) -> Group:
        self.number += 1
        return Group(self.number, match, [self.node(child) for child in children])

    def row(self, term: Term, *, negative: bool) -> Row:
        self.number += 1
        key = "" if term.key is None else as_typed(term.key)
        row = Row(self.number, key)
        for operator in sorted(operators_of(row), key=lambda operator: operator.size != 0):
            values = operator.of_all(term.values)
            if values is not None:
                row.operator, row.values = operator.name, values
                break
        else:
            row.operator, row.values = AS_WRITTEN, [(",".join(map(_as_text, term.values)),)]
        row.operator = "-" * negative + row.operator
        if operator_of(row) and operator_of(row).widget == "state":
            row.country = row.values[0][0].strip('"').partition("-")[0]
        return row


class _Reading:
    def __init__(self, asker: Asker, complete: bool):
        self.asker = asker
        self.complete = complete

    def node(self, node: Row | Group) -> Node | None:
        return self.row(node) if isinstance(node, Row) else self.group(node)

    def group(self, group: Group) -> Node | None:
        children = tuple(child for node in group.children if (child := self.node(node)) is not None)
        if not children:
            return None
        if group.match == ALL:
            return All(children)
        return Any(children) if group.match == ANY else Not(Any(children))

    def row(self, row: Row) -> Node | None:
        if row.key is None:
            return None
        try:
            term = self.term(row)
            if term is None:
                return None
            leaf = _condition(row).read(term, self.asker, ())
        except CriteriaError as error:
            row.error = str(error)
            return None
        return Not(leaf) if row.operator.startswith("-") else leaf

    def term(self, row: Row) -> Term | None:
        values = self.values(row)
        if values is None:
            return None
        if len(values) > MOST_VALUES:
            raise CriteriaError(f"A condition may have at most {MOST_VALUES:,} values.")
        return Term(_key(row) if row.key else None, tuple(values))

    def values(self, row: Row) -> list[Asked] | None:
        """The typed values of a row; None while they are missing, an error if nothing may be."""
        operator = operator_of(row)
        if operator is None and row.operator.removeprefix("-") != AS_WRITTEN:
            raise CriteriaError("Choose how to compare.")
        if operator is not None and operator.size == 0:
            return [operator.asked((), row.number)]
        filled = [inputs for inputs in row.values if all(text.strip() for text in inputs)]
        if not filled:
            if self.complete:
                raise CriteriaError(operator.missing if operator else "Write a value.")
            return None
        if operator is None:
            return list(read_values(filled[0][0]))
        return [operator.asked(inputs, row.number) for inputs in (filled if operator.several else filled[:1])]


def _beyond(draft: Draft) -> Row | Group:
    """Where a draft goes beyond a limit: its innermost group, or the first condition too many."""
    rows = draft.rows()
    if len(rows) > MOST_LEAVES:
        return rows[MOST_LEAVES]
    if draft.depth >= MOST_DEEP:
        return max(draft.walk(), key=lambda found: found[2] if isinstance(found[0], Group) else -1)[0]
    return draft.root


def _as_text(asked: Asked) -> str:
    atom = as_typed(asked.atom)
    if asked.op == "..":
        return f"{atom}..{as_typed(asked.end)}"
    if asked.op == "named":
        return f"{atom}:{_as_text(asked.behind)}"
    return _COMPARED.get(asked.op, asked.op + "{}").format(atom)
