"""Colleagues whom a note mentions as @Name: each is told once, as long as the note stands and names them.

The note keeps whom each name in it meant when it was written (`Note.mentions`), so that whoever is called
otherwise later is still meant. Which alerts stand follows from the text, so undo has nothing to add.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import update

from webapp.alerts.models import Alert
from webapp.db import db, insert_into
from webapp.people.models import Note, Person
from webapp.people.visible import would_see
from webapp.users.colleagues import colleagues, labels_for
from webapp.users.viewer import Viewer

MENTION = "mention"


class Piece(NamedTuple):
    """A part of a text; `user_id` is whom it mentions, None for what mentions nobody."""

    text: str
    user_id: int | None = None


def pieces(text: str, mentions: Mapping[str, int]) -> list[Piece]:
    """The text in pieces, of which some are mentions; `mentions` are user ids by name."""
    if not mentions or "@" not in text:
        return [Piece(text)]
    meant = {label.casefold(): user_id for label, user_id in mentions.items()}
    parts = _looking_for(frozenset(mentions)).split(text)
    return [
        Piece(f"@{part}", meant.get(part.casefold())) if place % 2 else Piece(part)
        for place, part in enumerate(parts)
    ]


def mentioned(note: Note) -> set[int]:
    """Whom a note mentions; nobody when it was deleted."""
    if note.deleted_at is not None:
        return set()
    return {piece.user_id for piece in pieces(note.text, note.mentions) if piece.user_id}


def tell_mentioned(note: Note, before: Iterable[int] = (), *, by: Viewer, now: int) -> list[str]:
    """Alert whom a note mentions since it was written or edited by hand, but not `before`.

    Nobody is told of themselves, or of a person whom they may not see; returns the names of the latter.
    """
    if "@" not in note.text:
        return []
    users = labels_for(colleagues())
    meant = {label: user.id for label, user in users.items()} | note.mentions
    called = {piece.text[1:].casefold() for piece in pieces(note.text, meant)}
    named = {label: user_id for label, user_id in meant.items() if label.casefold() in called}
    note.mentions = named | note.mentions
    newly = mentioned(note) - {*before, by.id}
    person = db.session.get_one(Person, note.person_id)
    asked = [user for user in users.values() if user.id in newly]
    seeing = [user.id for user in asked if would_see(user, person.office_id, person.owner_id)]
    _alert(note, seeing, by=by, now=now)
    return [user.name for user in asked if user.id not in seeing]


def who_can_be_told(person: Person, *, by: Viewer) -> list[str]:
    """The names that a note on a person may mention: of everybody else who may see them."""
    users = labels_for(colleagues())
    seeing = (
        (label, user) for label, user in users.items() if would_see(user, person.office_id, person.owner_id)
    )
    return [label for label, user in seeing if user.id != by.id]


def settle_mentions(note: Note, before: set[int], *, now: int) -> None:
    """Withdraw the alerts of those whom a changed, deleted or restored note mentions no more, and bring those
    of who is mentioned again back."""
    after = mentioned(note)
    for user_ids, withdrawn_at in ((before - after, now), (after - before, 0)):
        if user_ids:
            alerts = Alert.once.in_([_once(note, user_id) for user_id in user_ids])
            db.session.execute(update(Alert).where(alerts).values(withdrawn_at=withdrawn_at))


@lru_cache(maxsize=256)
def _looking_for(labels: frozenset[str]) -> re.Pattern:
    """The longest of several names that begin alike is meant."""
    longest_first = sorted(labels, key=lambda label: (-len(label), label))
    return re.compile(rf"(?<![\w@])@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _once(note: Note, user_id: int) -> str:
    return f"{MENTION}:{note.id}:{user_id}"


def _alert(note: Note, user_ids: Iterable[int], *, by: Viewer, now: int) -> None:
    rows = [
        {
            "kind": MENTION,
            "once": _once(note, user_id),
            "at": now,
            "user_id": user_id,
            "person_id": note.person_id,
            "data": {"note_id": note.id, "by": by.name},
        }
        for user_id in user_ids
    ]
    if rows:
        db.session.execute(insert_into(Alert).on_conflict_do_nothing(index_elements=["once"]), rows)
