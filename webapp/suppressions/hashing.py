"""The hashes of suppressed addresses: HMAC-SHA256 under a random key that is kept beside them.

The key is Muster's own and not derived from MUSTER_SECRET_KEY: a secret that is changed, or a backup that is
restored where there is another one (backups hold none), would silently lose every suppression. The price: who
has the whole database can try addresses one by one, as they can try them against the people in it. Nobody
without the key can, and no address can be read out of a hash.
"""

import hmac
import secrets
from collections.abc import Iterable

from sqlalchemy import select

from webapp.db import Prepared, db
from webapp.suppressions.models import SuppressionKey

KEY_BYTES = 32
_KEYS = Prepared(select(SuppressionKey.key))


def keys() -> list[bytes]:
    """Every key there is; none before the first erasure, so that nobody has to look further."""
    return [bytes(key) for (key,) in _KEYS.rows()]


def key_to_hash_with() -> bytes:
    """The key, made for the first erasure."""
    if there := keys():
        return there[0]
    made = SuppressionKey(key=secrets.token_bytes(KEY_BYTES))
    db.session.add(made)
    db.session.flush()
    return made.key


def hashed(key: bytes, addresses: Iterable[str]) -> dict[str, str]:
    """{hash: address} of normalised e-mails and phones."""
    return {hmac.digest(key, address.encode(), "sha256").hex(): address for address in addresses}
