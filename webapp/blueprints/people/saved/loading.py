"""Saved segments as pages load and show them."""

from dataclasses import dataclass

from flask import request

from webapp import auth, context
from webapp.blueprints.loaders import deny, load_or_404
from webapp.criteria.errors import CriteriaError
from webapp.criteria.sentence import as_text
from webapp.criteria.text import parse
from webapp.listing.address import Address
from webapp.saved_segments.keeping import may_change, saved_seen_by, text_of
from webapp.segments.models import SavedSegment


@dataclass(frozen=True)
class Shown:
    """A saved segment as the templates take it; `wrong` says why it finds nobody, '' if it does not."""

    saved: SavedSegment
    text: str = ""
    said: str = ""
    wrong: str = ""

    @property
    def url(self) -> str:
        return Address(self.text).url()

    @property
    def is_mine(self) -> bool:
        return self.saved.owner_id == auth.viewer().id

    @property
    def may_change(self) -> bool:
        return may_change(self.saved, auth.viewer())


def load_saved(saved_id: int) -> SavedSegment:
    """One that the viewer sees, else 404."""
    return load_or_404(saved_seen_by(auth.viewer(), saved_id))


def load_to_change(saved_id: int) -> SavedSegment:
    """The same; 403 if the viewer may not change it."""
    saved = load_saved(saved_id)
    if not may_change(saved, auth.viewer()):
        deny(f"{request.method} {request.path}")
    return saved


def shown_of(saved: SavedSegment) -> Shown:
    """It with its filter in words."""
    try:
        text = text_of(saved)
        tree = parse(text, context.the_asker())
    except CriteriaError as error:
        return Shown(saved, wrong=str(error))
    return Shown(saved, text, as_text(tree, context.the_company().labels))
