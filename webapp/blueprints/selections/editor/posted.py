"""The form of the steps: a builder's form with three groups, and what only it has.

A row that asks for groups bears a tick `under-3` ("with subgroups"), and `groups-3` says that it was drawn.
"""

from werkzeug.datastructures import MultiDict

from webapp.blueprints.people.builder.posted import BadForm, act, drafted
from webapp.criteria.building.draft import Draft, Row
from webapp.criteria.building.reading import operators_of
from webapp.selecting.drafting import STEPS, has_steps

WITH_SUBGROUPS, WITHOUT = "group", "in-group"
ASKED = {"group": "Group", "segment": "Segment", "tag": "Tag"}
"""What has a button of its own in every step, beside any other condition."""
_ASK = "ask"


def steps_posted(form: MultiDict, country: str) -> Draft:
    """The draft that a form of steps holds; raises BadForm."""
    draft = drafted(form, country)
    if not has_steps(draft):
        raise BadForm
    for row in draft.rows():
        if asks_for_groups(row) and f"groups-{row.number}" in form:
            row.key = WITH_SUBGROUPS if f"under-{row.number}" in form else WITHOUT
    return draft


def asks_for_groups(row: Row) -> bool:
    """Whether a row asks for groups, with their subgroups or without."""
    return row.key in (WITH_SUBGROUPS, WITHOUT)


def do(draft: Draft, deed: str) -> str:
    """Do what a button says; returns the id of the input that is to have the focus. Raises BadForm."""
    name, _, rest = deed.partition(":")
    focus = _ask(draft, *rest.partition(":")[::2]) if name == _ASK else act(draft, deed)
    if not has_steps(draft):
        raise BadForm
    return focus


def _ask(draft: Draft, number: str, key: str) -> str:
    """A row about one of `ASKED` in a step."""
    if number not in map(str, STEPS) or key not in ASKED:
        raise BadForm
    row = draft.add_row(int(number))
    row.key = key
    row.operator = operators_of(row)[0].name
    return f"add-{row.number}-0"
