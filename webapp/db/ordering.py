"""Rows that an administrator puts in order, by their column `position`."""

from collections.abc import Sequence


def put_in_order(rows: Sequence, ids: Sequence[int]) -> None:
    """Number rows in the order of the ids; rows that are not named follow as they were."""
    wanted = {row_id: position for position, row_id in enumerate(dict.fromkeys(ids))}
    for position, row in enumerate(sorted(rows, key=lambda row: wanted.get(row.id, len(wanted)))):
        row.position = position


def moved(ids: Sequence[int], moved_id: int, by: int) -> list[int]:
    """The ids with one of them `by` places further down (negative: up), as far as there are places."""
    order = list(ids)
    if moved_id in order:
        place = order.index(moved_id)
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
    return order
