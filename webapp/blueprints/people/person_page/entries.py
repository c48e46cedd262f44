"""Entries of the timeline, each drawn around its words: a page has dozens of them."""

from typing import TYPE_CHECKING

from flask import get_template_attribute
from markupsafe import Markup

from webapp.blueprints.people.person_page.note_text import drawn_note
from webapp.drawing import drawn_around
from webapp.formatting import iso, moment, when
from webapp.people.timeline_sources import Entry

if TYPE_CHECKING:
    from webapp.blueprints.people.person_page.page import PersonPage

TEMPLATE = "people/entries.html"


def drawn_entry(page: "PersonPage", entry: Entry) -> Markup:
    """A note, a touch, or anything else that happened."""
    return _DRAW.get(entry.source, _event)(page, entry)


def _note(page: "PersonPage", entry: Entry) -> Markup:
    return drawn_around(
        TEMPLATE,
        "note",
        entry.data["pinned"],
        bool(entry.data["changed_at"]),
        page.may_edit,
        id=entry.id,
        text=drawn_note(entry.data["text"], entry.data["mentions"], page.timeline.mentioned),
        files=page.files.on_note(entry.id),
        history=page.to(f"/notes/{entry.id}"),
        edit=page.to(f"/notes/{entry.id}/edit"),
        **_words(page, entry),
    )


def _touch(page: "PersonPage", entry: Entry) -> Markup:
    kind, outcome, minutes = page.kinds.get(entry.kind), entry.data["outcome"], entry.data["minutes"]
    return drawn_around(
        TEMPLATE,
        "touch",
        kind,
        entry.automatic,
        outcome,
        page.outcomes.get(outcome, "gray"),
        minutes is not None,
        bool(entry.data["number"]),
        bool(entry.data["text"]),
        page.may_edit,
        id=entry.id,
        did=entry.kind,
        minutes="" if minutes is None else f"{minutes:g}",
        number=entry.data["number"],
        text=entry.data["text"],
        edit=page.to(f"/touches/{entry.id}/edit"),
        **_words(page, entry),
    )


def _event(page: "PersonPage", entry: Entry) -> Markup:
    deed = get_template_attribute(TEMPLATE, "deed")(page, entry)
    return drawn_around(
        TEMPLATE, "event", entry.kind, entry.automatic, bool(entry.by), deed=deed, **_words(page, entry)
    )


_DRAW = {"note": _note, "touch": _touch}


def _words(page: "PersonPage", entry: Entry) -> dict[str, str]:
    """Who did it and when, as every entry says it."""
    return {
        "by": entry.by or "Muster",
        "words": when(entry.at, page.zone, page.now),
        "exact": moment(entry.at, page.zone),
        "iso": iso(entry.at),
    }
