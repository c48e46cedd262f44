"""From characters to terms: reads the text with lark and explains what it cannot read.

Trees of typed text have terms (terms.py) where trees of questions have leaves.
"""

import re
from functools import cache
from pathlib import Path

from lark import Lark, Transformer, UnexpectedCharacters, UnexpectedInput, v_args

from webapp.criteria.errors import CriteriaError
from webapp.criteria.terms import Asked, Atom, Term, unquoted
from webapp.criteria.tree import MOST_LEAVES, All, Any, Not, joined, negated

LONGEST = 10_000
MOST_BRACKETS = 1_000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def read_terms(text: str):
    """The tree of what was typed, with terms as its leaves; None for an empty text."""
    if unprintable := _UNPRINTABLE.search(text):
        raise CriteriaError("There is a character here that cannot be searched for.", unprintable.start())
    if len(text) > LONGEST:
        raise CriteriaError(f"The text may have at most {LONGEST:,} characters.", LONGEST)
    if text.count("(") > MOST_BRACKETS:
        raise CriteriaError(f"There may be at most {MOST_BRACKETS:,} brackets.", text.index("("))
    try:
        typed = _parser().parse(text)
    except UnexpectedInput as unexpected:
        raise _explained(text, unexpected) from None
    _refuse_too_many(typed)
    return typed


def read_values(text: str) -> tuple[Asked, ...]:
    """The values that may stand behind a key and a colon; raises CriteriaError."""
    match read_terms(f"x:{text}"):
        case Term(key=Atom(), values=values):
            return values
    raise CriteriaError("Only values with commas between them can stand here.")


def _refuse_too_many(typed) -> None:
    waiting, terms = [typed], 0
    while waiting:
        match waiting.pop():
            case All(children) | Any(children):
                waiting += reversed(children)
            case Not(child):
                waiting.append(child)
            case Term() as term:
                terms += 1
                if terms > MOST_LEAVES:
                    raise CriteriaError(f"There may be at most {MOST_LEAVES} conditions.", term.position)


@v_args(inline=True)
class _Reader(Transformer):
    """Builds the typed tree while the parser reads, so that no nesting of brackets needs a recursion."""

    def start(self, node=None):
        return node

    def disjunction(self, *nodes):
        return joined(Any, list(nodes))

    def conjunction(self, *nodes):
        return joined(All, list(nodes))

    def negation(self, node):
        return negated(node)

    def term(self, key, *values):
        return Term(key, values)

    def word(self, atom):
        return Term(None, (Asked("is", atom),))

    def plain(self, atom):
        return Asked("is", atom)

    def compared(self, comparison, atom):
        return Asked(str(comparison), atom)

    def containing(self, atom):
        return Asked("contains", atom)

    def starting(self, atom, _star):
        return Asked("starts", atom)

    def between(self, atom, _dots, end):
        return Asked("..", atom, end)

    def named(self, atom, *rest):
        return Asked("named", atom, rest[-1], str(rest[0]) if len(rest) == 2 else "")

    def named_between(self, atom, first, _dots, last):
        return Asked("named", atom, first, until=last)

    def atom(self, token):
        if token.type == "QUOTED":
            return Atom(unquoted(token), True, token.start_pos)
        return Atom(str(token), False, token.start_pos)

    name = atom


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text()
    return Lark(grammar, parser="lalr", transformer=_Reader(), cache=False)


def _explained(text: str, unexpected: UnexpectedInput) -> CriteriaError:
    if isinstance(unexpected, UnexpectedCharacters):
        at = unexpected.pos_in_stream
        if text[at] == '"':
            return CriteriaError("This quote is never closed.", at)
        return _misplaced(text, text[at], at)
    if unexpected.token.type != "$END":
        return _misplaced(text, str(unexpected.token), unexpected.token.start_pos)
    if "RPAR" in unexpected.accepts:
        return CriteriaError("This bracket is never closed.", _open_bracket(text))
    end = len(text.rstrip())
    wanted = "A value" if "VALUE" in unexpected.accepts else "Something to look for"
    return CriteriaError(f"{wanted} is missing at the end.", end)


def _misplaced(text: str, found: str, at: int) -> CriteriaError:
    before = text[:at].rstrip()[-1:]
    if found == ")":
        if before == "(":
            return CriteriaError("There is nothing between these brackets.", at)
        return CriteriaError("There is no bracket that this one closes.", at)
    if found == ",":
        return CriteriaError("A comma stands only between values, as in tag:vip,press.", at)
    if found == ":":
        return CriteriaError("A colon stands only between a name and its value, as in city:Boston.", at)
    if before in (":", ","):
        return CriteriaError("A value is missing here.", at)
    return CriteriaError(f"“{found[:40]}” cannot stand here.", at)


def _open_bracket(text: str) -> int:
    """Where the innermost bracket stands that is not closed."""
    open_ones, inside_quotes = [], False
    for at, character in enumerate(text):
        if character == '"' and not (inside_quotes and text[at - 1] == "\\"):
            inside_quotes = not inside_quotes
        elif character == "(" and not inside_quotes:
            open_ones.append(at)
        elif character == ")" and not inside_quotes and open_ones:
            open_ones.pop()
    return open_ones[-1] if open_ones else len(text)
