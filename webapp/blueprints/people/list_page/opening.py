"""The list of an address, for what stands beside its page."""

from collections.abc import Mapping

from flask import abort

from webapp import context
from webapp.criteria.errors import CriteriaError
from webapp.listing.address import address_of
from webapp.listing.opening import OpenList, open_list


def open_or_422(arguments: Mapping[str, str]) -> OpenList:
    """The list that an address's arguments ask for; 422 in words for a search that cannot be understood."""
    try:
        return open_list(address_of(arguments), context.the_asker())
    except CriteriaError as error:
        abort(422, str(error))
