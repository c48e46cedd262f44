"""Whom the list is about: what the viewer may see, narrowed by what was searched for."""

from webapp.listing.counts import Totals
from webapp.listing.paging import Among
from webapp.listing.sorts import Sort
from webapp.people.visible import seen_by
from webapp.users.viewer import Viewer


def everybody(viewer: Viewer, sort: Sort, totals: Totals) -> Among:
    """All whom the viewer may see."""
    seen = seen_by(viewer)
    if viewer.scope == "all" or sort.of_own:
        return Among(seen, totals.seen)
    return Among(seen, totals.everybody, few=seen, passing=totals.seen)
