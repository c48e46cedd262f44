"""Rows about somebody who was erased on request: they are rejected, and nothing of them is kept."""

from collections.abc import Sequence

from webapp.formatting import date_of
from webapp.imports.drafts import Draft
from webapp.suppressions.checking import suppressed
from webapp.users.own_company import own_place

REASON = (
    "Its e-mail or phone is of somebody who was erased on request on {}. Nothing of the row is kept. If they "
    "asked to come back, add them by hand."
)


def reject_suppressed(drafts: Sequence[Draft]) -> None:
    """Reject the rows with an address that is suppressed; one query for all of them."""
    addresses = {norm for draft in drafts for norm in _norms(draft)}
    known = suppressed(addresses)
    if not known:
        return
    zone = own_place().time_zone
    for draft in drafts:
        if moments := [known[norm] for norm in _norms(draft) if norm in known]:
            draft.cells, draft.reason = [], REASON.format(date_of(max(moments), zone))


def _norms(draft: Draft) -> list[str]:
    said = (*draft.values.get("emails", ()), *draft.values.get("phones", ()))
    return [norm for _, norm in said]
