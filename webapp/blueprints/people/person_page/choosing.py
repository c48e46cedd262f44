"""Choosing one of few values where it stands: a menu at the pill, or a page where there is no script."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from flask import render_template, request

from webapp import auth, htmx
from webapp.activity.models import ChangeSet
from webapp.blueprints.people.person_page.answers import changed
from webapp.blueprints.people.person_page.page import PersonPage
from webapp.people.record import Record, record_for
from webapp.pipelines.stages import pipelines
from webapp.toasts import undo_path

LIST = "list"


class Option(NamedTuple):
    """A value to choose; `filled` is the ring of a stage, None for what has none."""

    value: object
    words: str
    hue: str = ""
    filled: float | None = None


class Group(NamedTuple):
    """Options under a heading, '' for none."""

    heading: str
    options: Sequence[Option]


def ask_to_choose(record: Record, word: str, key: str, groups: Sequence[Group]):
    """The menu of what may be chosen for a value; `word` names it in addresses and sentences."""
    return htmx.render(
        "people/choose.html",
        "people/_choose.html",
        person=PersonPage(record),
        word=word,
        now_chosen=record.values[key],
        groups=groups,
        at=request.args.get("at", ""),
        board=request.args.get("board", ""),
    )


def shown_after(word: str) -> Callable:
    """How a choice is shown where it was made, as `changed` does on the person's page: in the list's cell."""
    in_list = request.form.get("at") == LIST and htmx.wants_part()
    return partial(_in_list, word) if in_list else changed


def _in_list(word: str, person_id: int, sentence: str, change_set: ChangeSet | None = None):
    record = record_for(auth.viewer(), person_id)
    body = render_template(
        "people/_chosen.html",
        word=word,
        record=record,
        stage=pipelines().stages.get(record.values["stage_id"]),
        sentence=sentence,
        undo=undo_path(change_set) if change_set else None,
    )
    return htmx.trigger(body, "close-dialog")
