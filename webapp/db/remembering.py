"""Reading what stays the same once.

A page is drawn in one transaction that only reads, and ten of its places ask for the same list of names.
"""

from collections.abc import Callable
from functools import wraps

from webapp.db.engine import db, is_reading


def remembered(read: Callable) -> Callable:
    """Decorates a function that answers from the database and its arguments, which must be hashable.

    The answer is kept until the reading transaction ends, for all who ask, so nobody may change it. A
    transaction that may write asks anew each time.
    """

    @wraps(read)
    def remembering(*arguments):
        if not is_reading():
            return read(*arguments)
        answers = _answers()
        asked = (read, *arguments)
        if asked not in answers:
            answers[asked] = read(*arguments)
        return answers[asked]

    return remembering


def _answers() -> dict:
    """Those of the session's transaction, which is begun if need be."""
    session = db.session()
    if session.get_transaction() is None:
        session.connection()
    kept, transaction = session.info, session.get_transaction()
    if kept.get("answers of") is not transaction:
        kept["answers of"], kept["answers"] = transaction, {}
    return kept["answers"]
