"""How tagging is taken back."""

from sqlalchemy import select

from webapp.activity.models import ChangeSet
from webapp.activity.reversing import PersonKey, Reversible, Todo, reversible
from webapp.db import db
from webapp.people.models import Person
from webapp.tags.models import Tag
from webapp.tags.tagging import change_tags, hold_tags, pairs_of


def register() -> None:
    """Let undo take back tags: the key is the tag's id, the value True for who has it."""
    reversible("tag", Reversible(_present, _put_back, _name, _words, record_of=_tag, hold=_hold))


def _tag(key: str, _value: object) -> tuple[str, int]:
    return "tag", int(key)


def _hold(pairs: set[PersonKey]) -> None:
    hold_tags({int(key) for _, key in pairs})


def _present(pairs: set[PersonKey], *, lock: bool) -> dict[PersonKey, object]:
    """People in the trash are among them; tags that are gone for good are left out."""
    there = select(Person.id).where(Person.id.in_({i for i, _ in pairs})).order_by(Person.id)
    people = set(db.session.scalars(there.with_for_update() if lock else there))
    tags = set(db.session.scalars(select(Tag.id).where(Tag.id.in_({int(key) for _, key in pairs}))))
    have = pairs_of(people, tags)
    return {
        (person_id, key): (person_id, int(key)) in have or None
        for person_id, key in pairs
        if person_id in people and int(key) in tags
    }


def _put_back(todo: Todo, *, by, now: int, change_set: ChangeSet) -> None:
    wanted = {(person_id, int(key)): bool(old) for (person_id, key), (_, old) in todo.items()}
    change_tags(wanted, by=by, now=now, change_set=change_set, in_trash=True)


def _name(key: str) -> str:
    name = db.session.scalar(select(Tag.name).where(Tag.id == int(key)))
    return f"Tag {name}" if name else "A deleted tag"


def _words(_key: str, value: object) -> str:
    return "on" if value else ""
