"""Selections as pages load and show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import request
from sqlalchemy import select

from webapp import auth, context
from webapp.blueprints.loaders import deny, load_or_404
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse, print_text
from webapp.criteria.tree import Leaf
from webapp.db import db
from webapp.listing.address import Address
from webapp.selecting.keeping import may_change, selection_seen_by, text_of
from webapp.selections.models import Selection
from webapp.users.user import User


@dataclass(frozen=True)
class Shown:
    """A selection as the templates take it.

    `criteria` is the text of what it asks and `said` its sentence; `wrong` says why there are none any more,
    '' if there are. `text` is what the list of its people asks for, '' where there is no such list.
    """

    selection: Selection
    criteria: str
    said: str
    wrong: str
    text: str
    owner: str

    @property
    def path(self) -> str:
        return f"/selections/{self.selection.id}"

    @property
    def list(self) -> Address:
        """Its people on the People page."""
        return Address(self.text)

    @property
    def is_mine(self) -> bool:
        return self.selection.owner_id == auth.viewer().id

    @property
    def is_shared(self) -> bool:
        return self.selection.shared_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.selection.frozen_at is not None

    @property
    def may_change(self) -> bool:
        return may_change(self.selection, auth.viewer())


def load_selection(selection_id: int) -> Selection:
    """One that the viewer sees, else 404."""
    return load_or_404(selection_seen_by(auth.viewer(), selection_id))


def load_to_change(selection_id: int) -> Selection:
    """The same; 403 if the viewer may not change it."""
    selection = load_selection(selection_id)
    if not may_change(selection, auth.viewer()):
        deny(f"{request.method} {request.path}")
    return selection


def shown(selections: Iterable[Selection]) -> list[Shown]:
    """They with their criteria in words."""
    selections = list(selections)
    owner_ids = {selection.owner_id for selection in selections}
    owners = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(owner_ids))).all())
    return [_shown(selection, owners[selection.owner_id]) for selection in selections]


def _shown(selection: Selection, owner: str) -> Shown:
    criteria = said = wrong = ""
    try:
        criteria = text_of(selection)
        said = as_text(parse(criteria, context.the_asker()), context.the_company().labels)
    except CriteriaError as error:
        criteria, wrong = "", error.message
    held = Leaf("selection", (("is", selection.id),))
    text = print_text(held) if selection.frozen_at is not None else criteria
    return Shown(selection, criteria, said, wrong, text, owner)
