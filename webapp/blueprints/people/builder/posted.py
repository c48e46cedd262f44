"""The builder's form: from what the inputs hold to a draft, and what its buttons do to it.

A row or group is an input `node` ("number.depth.r" or "….g") in the order in which they stand; the others
bear its number: `match-2`, `key-3`, `op-3`, `value-3`, `add-3`, `country-3`, and `was-3`, which tells what
the row asked when it was drawn.
"""

import re

from werkzeug.datastructures import MultiDict

from webapp.criteria.building.draft import MATCHES, Draft, Group, Row
from webapp.criteria.building.reading import operator_of, operators_of
from webapp.criteria.errors import CriteriaError

MOST_NODES = 400
WORDS = "*"
"""The key of the row of words, which has none in texts, in its select; '' is not chosen yet."""
_NODE = re.compile(r"([1-9][0-9]{0,5})\.([1-9][0-9]{0,2})\.([rg])")
_SIZES = {"numbers": 2, "dates": 2, "span": 2, "named-span": 3, "named-date": 2, "named-dates": 3}


class BadForm(ValueError):
    """The form is none of ours."""


def drafted(form: MultiDict, country: str) -> Draft:
    """The draft that a form holds, states being those of `country` at first; raises BadForm."""
    draft = Draft(Group(0, _match(form, 0)))
    nodes = form.getlist("node")
    if len(nodes) > MOST_NODES:
        raise BadForm
    open_groups = [draft.root]
    seen = set()
    for text in nodes:
        found = _NODE.fullmatch(text)
        if not found or found[1] in seen or int(found[2]) > len(open_groups):
            raise BadForm
        seen.add(found[1])
        number, depth = int(found[1]), int(found[2])
        node = _row(form, number, country) if found[3] == "r" else Group(number, _match(form, number))
        del open_groups[depth:]
        open_groups[-1].children.append(node)
        if isinstance(node, Group):
            open_groups.append(node)
    return draft


def act(draft: Draft, deed: str) -> str:
    """Do what a button says ("remove:3"); returns the id of the input that is to have the focus.

    Raises BadForm for a deed or number that there is not.
    """
    name, _, rest = deed.partition(":")
    number, _, place = rest.partition(":")
    if name not in _DEEDS or not number.isascii() or not number.isdigit() or len(number) > 6:
        raise BadForm
    try:
        return _DEEDS[name](draft, int(number), place)
    except (KeyError, IndexError, ValueError, AttributeError):
        raise BadForm from None


def widget_of(row: Row) -> str:
    """The inputs that a row's values stand in."""
    if operator := operator_of(row):
        return operator.widget
    return "text" if row.operator else ""


def was(row: Row) -> str:
    """What tells whether a row asks something else than when it was drawn."""
    return f"{widget_of(row)} {row.country} {'' if row.key is None else row.key or WORDS}"


def _match(form: MultiDict, number: int) -> str:
    match = form.get(f"match-{number}", "all")
    if match not in MATCHES:
        raise BadForm
    return match


def _row(form: MultiDict, number: int, home: str) -> Row:
    key = form.get(f"key-{number}", "")
    row = Row(number, None if not key else "" if key == WORDS else key)
    row.country = form.get(f"country-{number}", "")[:2]
    row.operator = form.get(f"op-{number}", "")
    widget, country, before = [*form.get(f"was-{number}", "").split(" ", 2), "", "", ""][:3]
    try:
        offered = {sign + operator.name for operator in operators_of(row) for sign in ("", "-")}
    except CriteriaError:
        raise BadForm from None
    if key != before or (row.operator not in offered and row.operator.removeprefix("-") != "="):
        row.operator = operators_of(row)[0].name if offered else ""
    if widget_of(row) == "state":
        row.country = row.country or home
    if key == before and row.country == country and widget_of(row) == widget:
        size = _SIZES.get(widget, 1)
        texts = form.getlist(f"value-{number}")
        row.values = [tuple(texts[n : n + size]) for n in range(0, len(texts) - size + 1, size)]
        added = form.get(f"add-{number}", "")
        if added and (added,) not in row.values:
            row.values.append((added,))
    return row


def _add_row(draft, number, _place):
    return f"key-{draft.add_row(number).number}"


def _add_group(draft, number, _place):
    return f"key-{draft.add_group(number).children[0].number}"


def _remove(draft, number, _place):
    _, around = draft.find(number)
    draft.remove(number)
    return f"add-row-{around.number if around else 0}"


def _duplicate(draft, number, _place):
    return _itself(draft, draft.duplicate(number))


def _up(draft, number, _place):
    draft.move(number, -1)
    return _itself(draft, number)


def _down(draft, number, _place):
    draft.move(number, 1)
    return _itself(draft, number)


def _drop(draft, number, place):
    row, _ = draft.find(number)
    del row.values[int(place)]
    return f"add-{number}"


def _another(draft, number, _place):
    row, _ = draft.find(number)
    row.values.append(("",))
    return f"value-{number}-{len(row.values) - 1}"


def _itself(draft, number):
    node, _ = draft.find(number)
    return f"{'key' if isinstance(node, Row) else 'match'}-{number}"


_DEEDS = {
    "row": _add_row,
    "group": _add_group,
    "remove": _remove,
    "duplicate": _duplicate,
    "up": _up,
    "down": _down,
    "drop": _drop,
    "another": _another,
}
