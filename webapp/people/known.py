"""What is known of people by themselves: who they are, what was done with them, and what became of them."""

from collections.abc import Sequence

from sqlalchemy import literal, select, union_all

from webapp.activity.knowing import Row, may_name, own_words, rows_of, tells, told
from webapp.db import fetch
from webapp.fields import custom_values
from webapp.fields.catalogue import catalogue
from webapp.fields.models import PersonField
from webapp.people.models import (
    Conversion,
    Note,
    NoteVersion,
    Person,
    PersonEmail,
    PersonMerged,
    PersonPhone,
    PersonTrash,
    Touch,
)
from webapp.people.touches import OUTCOMES
from webapp.people.values import COLUMNS
from webapp.people.wording import Wording
from webapp.pipelines.models import Status
from webapp.users.own_company import Labels, own_company
from webapp.users.user import user_name


def register() -> None:
    """Tell of people, and say which of their texts may name others."""
    tells("Fields", _fields, Person, PersonField)
    tells("E-mails and phones", _addresses, PersonEmail, PersonPhone)
    tells("Notes", _NOTES, Note)
    tells("Earlier wordings of notes", _WORDINGS, NoteVersion)
    tells("Calls, meetings and other touches", _TOUCHES, Touch)
    tells("Conversions", _CONVERSIONS, Conversion)
    tells("Merged records", _MERGED, PersonMerged)
    tells("In the trash", _TRASH, PersonTrash)
    may_name(Note.text, NoteVersion.text, Touch.text, Touch.outcome, Touch.number, Conversion.reason)
    own_words(*OUTCOMES)


def wording(changes: Sequence[Sequence]) -> Wording:
    """Words for changes [[key, old, new], …] of people's values."""
    return Wording(changes, catalogue(), Labels(own_company().labels))


def _fields(person_ids: Sequence[int]) -> list[Row]:
    """Everything with a value: one row for each record's field."""
    told_of = select(
        Person.id,
        Person.created_at,
        Person.last_contact_at,
        Person.last_touch_at,
        user_name(Person.created_by_id).label("by"),
    )
    facts = {row["id"]: row for row in told(told_of.where(Person.id.in_(person_ids)))}
    columns = fetch(
        select(Person.id, *(getattr(Person, c) for c in COLUMNS)).where(Person.id.in_(person_ids))
    )
    values = {person_id: dict(zip(COLUMNS, row, strict=True)) for person_id, *row in columns}
    for person_id, own in custom_values.read(person_ids).items():
        values[person_id] |= own
    words = wording([(name, None, value) for own in values.values() for name, value in own.items()])
    rows = []
    for person_id, own in values.items():
        shown = {words.label(name): words.value(name, value) for name, value in own.items() if value}
        shown |= {
            "Created": facts[person_id]["created_at"],
            "Created by": facts[person_id]["by"],
            "Last contact": facts[person_id]["last_contact_at"],
            "Last touch": facts[person_id]["last_touch_at"],
        }
        rows += [
            {"record": person_id, "field": name, "value": value} for name, value in shown.items() if value
        ]
    return rows


def _addresses(person_ids: Sequence[int]) -> list[Row]:
    kinds = (
        select(
            model.person_id.label("record"),
            literal(kind).label("kind"),
            model.position.label("position"),
            model.shown.label("as typed"),
            model.norm.label("normalised"),
        ).where(model.person_id.in_(person_ids))
        for kind, model in (("e-mail", PersonEmail), ("phone", PersonPhone))
    )
    return told(union_all(*kinds).order_by("record", "kind", "position"))


_NOTES = rows_of(
    {
        "record": Note.person_id,
        "written": Note.created_at,
        "by": user_name(Note.by_id),
        "text": Note.text,
        "changed": Note.changed_at,
        "deleted": Note.deleted_at,
    },
    order_by=(Note.created_at, Note.id),
)

_WORDINGS = rows_of(
    {
        "of the note written": Note.created_at,
        "text": NoteVersion.text,
        "replaced": NoteVersion.replaced_at,
        "by": user_name(NoteVersion.replaced_by_id),
    },
    whose=Note.person_id,
    join=NoteVersion,
    order_by=(NoteVersion.replaced_at, NoteVersion.id),
)

_TOUCHES = rows_of(
    {
        "record": Touch.person_id,
        "at": Touch.at,
        "kind": Touch.kind,
        "number called": Touch.number,
        "by": user_name(Touch.by_id),
        "minutes": Touch.minutes,
        "outcome": Touch.outcome,
        "text": Touch.text,
        "deleted": Touch.deleted_at,
    },
    order_by=(Touch.at, Touch.id),
)

_CONVERSIONS = rows_of(
    {
        "at": Conversion.at,
        "from": Conversion.from_kind,
        "to": Conversion.to_kind,
        "status before": Status.name,
        "by": user_name(Conversion.by_id),
        "reason": Conversion.reason,
    },
    whose=Conversion.person_id,
    join=Status,
    order_by=(Conversion.at, Conversion.id),
)

_MERGED = rows_of(
    {
        "record": PersonMerged.person_id,
        "is part of": PersonMerged.into_id,
        "since": PersonMerged.at,
        "by": user_name(PersonMerged.by_id),
    },
    whose=PersonMerged.into_id,
    order_by=(PersonMerged.at, PersonMerged.person_id),
)

_TRASH = rows_of(
    {
        "record": PersonTrash.person_id,
        "since": PersonTrash.at,
        "by": user_name(PersonTrash.by_id),
    },
    order_by=(PersonTrash.person_id,),
)
