"""Whether an address is one of somebody who was erased on request; whoever adds or sends asks first."""

from collections.abc import Collection

from sqlalchemy import delete, func, select

from webapp.db import Prepared, db, one_of_given
from webapp.suppressions.hashing import hashed, keys
from webapp.suppressions.models import Erasure, Suppression

_KNOWN = Prepared(
    select(Suppression.hash, func.max(Erasure.at))
    .join(Erasure, Erasure.id == Suppression.erasure_id)
    .where(one_of_given(Suppression.hash, "hashes"))
    .group_by(Suppression.hash)
)


def suppressed(addresses: Collection[str]) -> dict[str, int]:
    """{address: when its owner was erased} of those normalised e-mails and phones that are suppressed.

    One query for any number of them; as long as nobody was ever erased, only one of an empty table.
    """
    if not addresses:
        return {}
    hashes: dict[str, str] = {}
    for key in keys():
        hashes |= hashed(key, addresses)
    if not hashes:
        return {}
    return {hashes[digest]: at for digest, at in _KNOWN.rows(hashes=list(hashes))}


def lift(addresses: Collection[str]) -> None:
    """Suppress these addresses no longer: who had them asked to come back."""
    hashes = [digest for key in keys() for digest in hashed(key, addresses)]
    db.session.execute(delete(Suppression).where(Suppression.hash.in_(hashes)))
