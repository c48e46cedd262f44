"""What erased people are recognised by: their names and addresses of now and of before."""

from collections.abc import Collection, Iterator
from itertools import product

from sqlalchemy import select, union

from webapp.activity.knowing import OWN_WORDS
from webapp.activity.models import Change, Event
from webapp.activity.traces import Traces
from webapp.db import db, key
from webapp.people.models import Person, PersonEmail, PersonPhone
from webapp.users.user import User

ADDRESSES = (PersonEmail, PersonPhone)
_KEYS = ("first", "last", "emails", "phones")


def traces_of(person_ids: Collection[int]) -> Traces:
    """Their traces, without names and addresses that somebody else here has too, users among them."""
    values = {name: set() for name in _KEYS}
    for name, value in [*_present(person_ids), *_earlier(person_ids)]:
        if name in ("first", "last"):
            values[name] |= {value} - {None, ""}
        else:
            values[name] |= {tuple(address) for address in value or ()}
    first_and_last = set(product(values["first"], values["last"]))
    addresses = values["emails"] | values["phones"]
    shared = _norms_of_others(person_ids, {norm for _, norm in addresses})
    own = {address for address in addresses if address[1] not in shared}
    return Traces(
        frozenset(person_ids),
        frozenset(_names_of_nobody_else(person_ids, first_and_last)),
        frozenset(first_and_last),
        frozenset(text for address in own for text in address),
    )


def own_norms(person_ids: Collection[int], traces: Traces) -> set[str]:
    """Those of the addresses that are normalised, as suppressions know them."""
    present = {norm for name, value in _present(person_ids) if name in _ADDRESSES for _, norm in value}
    earlier = {norm for name, value in _earlier(person_ids) if name in _ADDRESSES for _, norm in value or ()}
    return (present | earlier) & traces.addresses


_ADDRESSES = ("emails", "phones")


def _present(person_ids: Collection[int]) -> Iterator[tuple[str, object]]:
    for first, last in db.session.execute(select(Person.first, Person.last).where(Person.id.in_(person_ids))):
        yield "first", first
        yield "last", last
    for name, model in zip(_ADDRESSES, ADDRESSES, strict=True):
        rows = db.session.execute(select(model.shown, model.norm).where(model.person_id.in_(person_ids)))
        yield name, [list(row) for row in rows]


def _earlier(person_ids: Collection[int]) -> Iterator[tuple[str, object]]:
    """What their history says that they had."""
    changes = select(Change.key, Change.old, Change.new).where(
        Change.person_id.in_(person_ids), Change.kind == "field", Change.key.in_(_KEYS)
    )
    for name, old, new in db.session.execute(changes):
        yield name, old
        yield name, new
    for data in db.session.scalars(select(Event.data).where(Event.person_id.in_(person_ids))):
        for name, *values in data.get("changes", ()):
            if name in _KEYS:
                yield from ((name, value) for value in values)


def _norms_of_others(person_ids: Collection[int], norms: Collection[str]) -> set[str]:
    theirs = (
        select(model.norm).where(model.norm.in_(norms), model.person_id.not_in(person_ids))
        for model in ADDRESSES
    )
    users = select(User.email_norm).where(User.email_norm.in_(norms))
    return set(db.session.scalars(union(*theirs, users)))


def _names_of_nobody_else(person_ids: Collection[int], first_and_last: set[tuple[str, str]]) -> set[str]:
    keys = {key(f"{first} {last}") for first, last in first_and_last}
    others = select(Person.name_key).where(Person.name_key.in_(keys), Person.id.not_in(person_ids))
    users = select(User.name_key).where(User.name_key.in_(keys))
    taken = OWN_WORDS | set(db.session.scalars(union(others, users)))
    own = {(first, last) for first, last in first_and_last if key(f"{first} {last}") not in taken}
    return {name for first, last in own for name in (f"{first} {last}", f"{last}, {first}")}
