"""What is known of people by themselves: who they are, what was done with them, and what became of them."""

from collections.abc import Sequence

from sqlalchemy import literal, select, union_all

from webapp.activity.knowing import Row, may_name, own_words, tells, told
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
    tells("Notes", _notes, Note)
    tells("Earlier wordings of notes", _wordings, NoteVersion)
    tells("Calls, meetings and other touches", _touches, Touch)
    tells("Conversions", _conversions, Conversion)
    tells("Merged records", _merged, PersonMerged)
    tells("In the trash", _trash, PersonTrash)
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


def _notes(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Note.person_id.label("record"),
            Note.created_at.label("written"),
            user_name(Note.by_id).label("by"),
            Note.text.label("text"),
            Note.changed_at.label("changed"),
            Note.deleted_at.label("deleted"),
        )
        .where(Note.person_id.in_(person_ids))
        .order_by(Note.created_at, Note.id)
    )


def _wordings(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Note.created_at.label("of the note written"),
            NoteVersion.text.label("text"),
            NoteVersion.replaced_at.label("replaced"),
            user_name(NoteVersion.replaced_by_id).label("by"),
        )
        .join(Note, Note.id == NoteVersion.note_id)
        .where(Note.person_id.in_(person_ids))
        .order_by(NoteVersion.replaced_at, NoteVersion.id)
    )


def _touches(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Touch.person_id.label("record"),
            Touch.at.label("at"),
            Touch.kind.label("kind"),
            Touch.number.label("number called"),
            user_name(Touch.by_id).label("by"),
            Touch.minutes.label("minutes"),
            Touch.outcome.label("outcome"),
            Touch.text.label("text"),
            Touch.deleted_at.label("deleted"),
        )
        .where(Touch.person_id.in_(person_ids))
        .order_by(Touch.at, Touch.id)
    )


def _conversions(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            Conversion.at.label("at"),
            Conversion.from_kind.label("from"),
            Conversion.to_kind.label("to"),
            Status.name.label("status before"),
            user_name(Conversion.by_id).label("by"),
            Conversion.reason.label("reason"),
        )
        .join(Status, Status.id == Conversion.status_before_id)
        .where(Conversion.person_id.in_(person_ids))
        .order_by(Conversion.at, Conversion.id)
    )


def _merged(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            PersonMerged.person_id.label("record"),
            PersonMerged.into_id.label("is part of"),
            PersonMerged.at.label("since"),
            user_name(PersonMerged.by_id).label("by"),
        )
        .where(PersonMerged.into_id.in_(person_ids))
        .order_by(PersonMerged.at, PersonMerged.person_id)
    )


def _trash(person_ids: Sequence[int]) -> list[Row]:
    return told(
        select(
            PersonTrash.person_id.label("record"),
            PersonTrash.at.label("since"),
            user_name(PersonTrash.by_id).label("by"),
        ).where(PersonTrash.person_id.in_(person_ids))
    )
