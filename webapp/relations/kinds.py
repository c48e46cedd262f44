"""The list of kinds of relations: what one person can be to another, with a name for either side."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select

from webapp.bad_input import BadInput
from webapp.db import db, key
from webapp.naming import name_of
from webapp.relations.models import PersonRelation, RelationKind

FIRST_KINDS = (
    ("Spouse", "Spouse"),
    ("Co-applicant", "Co-applicant"),
    ("Referred by", "Referred"),
    ("Parent", "Child"),
)


class BadKind(BadInput):
    """What is wrong with a kind."""


def add_first_kinds(now: int) -> None:
    """The four kinds that every Muster begins with."""
    for name, reverse in FIRST_KINDS:
        add_kind(name, reverse, now=now)


def all_kinds() -> list[RelationKind]:
    """Every kind, those that are no longer offered last."""
    return list(
        db.session.scalars(
            select(RelationKind).order_by(RelationKind.retired_at.is_not(None), RelationKind.pair_key)
        )
    )


def kinds_of(kind_ids: Collection[int]) -> dict[int, RelationKind]:
    """These kinds by id, also those that are no longer offered."""
    found = db.session.scalars(select(RelationKind).where(RelationKind.id.in_(kind_ids)))
    return {kind.id: kind for kind in found}


def usage() -> Counter[int]:
    """How many relations there are of each kind, whoever may see them."""
    counted = select(PersonRelation.kind_id, func.count()).group_by(PersonRelation.kind_id)
    return Counter(dict(map(tuple, db.session.execute(counted))))


def add_kind(name: str, reverse: str, *, now: int) -> RelationKind:
    """Add a kind; no `reverse` means that both are the same to each other. Raises BadKind."""
    kind = RelationKind(name="", reverse="", pair_key="", created_at=now)
    _name(kind, name, reverse)
    db.session.add(kind)
    db.session.flush()
    return kind


def rename_kind(kind: RelationKind, name: str, reverse: str) -> None:
    """Call a kind something else; raises BadKind."""
    _name(kind, name, reverse)
    db.session.flush()


def retire_kind(kind: RelationKind, *, now: int) -> bool:
    """Delete a kind that nobody has; one that somebody has is only offered no longer, and False returned."""
    if usage()[kind.id]:
        kind.retired_at = now
        return False
    db.session.delete(kind)
    db.session.flush()
    return True


def offer_again(kind: RelationKind) -> None:
    """Offer a kind that was retired."""
    kind.retired_at = None


def _name(kind: RelationKind, name: str, reverse: str) -> None:
    name = name_of("relation", name, BadKind)
    reverse = name_of("relation", reverse, lambda why: BadKind(why, "reverse")) if reverse.strip() else name
    pair_key = "\n".join(sorted((key(name), key(reverse))))
    taken = db.session.scalar(select(RelationKind).where(RelationKind.pair_key == pair_key))
    if taken is not None and taken.id != kind.id:
        raise BadKind(f"There is a relation “{taken.name}” already.")
    kind.name, kind.reverse, kind.pair_key = name, reverse, pair_key
