"""Who hears of new lines of the ledger in the transaction that writes them: nouns above, as processes do."""

from collections.abc import Callable, Collection

from webapp.activity.models import ChangeSet

Hearer = Callable[..., None]
"""hearer(group_ids, cause=, now=, change_set=)"""

_HEARERS: list[Hearer] = []


def heard_by(hearer: Hearer) -> None:
    """Register what is called when people joined or left."""
    if hearer not in _HEARERS:
        _HEARERS.append(hearer)


def tell_of_moves(group_ids: Collection[int], *, cause: str, now: int, change_set: ChangeSet) -> None:
    """Say that the change set has written lines of these groups at `now`, which stand in the database.

    The lines themselves are not handed over: a fill writes any number of them in one statement.
    """
    if group_ids:
        for hearer in _HEARERS:
            hearer(group_ids, cause=cause, now=now, change_set=change_set)
