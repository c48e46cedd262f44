"""Making a list of a selection: whom it finds at a moment, whatever becomes of them."""

from sqlalchemy import delete, func, insert, literal, select

from webapp.criteria.asking import Asker
from webapp.db import db
from webapp.listing.address import Address
from webapp.listing.opening import open_list
from webapp.people.models import Person
from webapp.selecting.keeping import text_of
from webapp.selections.models import Selection, SelectionPerson


def freeze(selection: Selection, asker: Asker) -> int:
    """Hold whom it finds for the asker now instead of whom it held; returns how many they are.

    Raises CriteriaError if what it asks for is gone.
    """
    found = open_list(Address(text_of(selection)), asker).everybody()
    _forget_whom(selection)
    _hold(selection, found)
    selection.frozen_at = selection.changed_at = asker.now
    db.session.flush()
    held = select(func.count()).where(SelectionPerson.selection_id == selection.id)
    return db.session.scalar(held)


def make_live(selection: Selection, *, now: int) -> None:
    """Follow its criteria again."""
    _forget_whom(selection)
    selection.frozen_at, selection.changed_at = None, now
    db.session.flush()


def hold_the_same(copied: Selection, original: Selection, asker: Asker) -> None:
    """Let a copy of a frozen one hold those of its people whom the asker sees."""
    held = select(SelectionPerson.person_id).where(SelectionPerson.selection_id == original.id)
    _hold(copied, open_list(Address(), asker).everybody().where(Person.id.in_(held)))
    copied.frozen_at = original.frozen_at
    db.session.flush()


def _hold(selection: Selection, found) -> None:
    rows = found.with_only_columns(literal(selection.id), Person.id)
    db.session.execute(insert(SelectionPerson).from_select(["selection_id", "person_id"], rows))


def _forget_whom(selection: Selection) -> None:
    held = delete(SelectionPerson).where(SelectionPerson.selection_id == selection.id)
    db.session.execute(held.execution_options(synchronize_session=False))
