"""Any number of things, some at a time."""

from webapp.db import batches


def test_things_come_in_their_order_at_most_so_many_at_a_time():
    assert list(batches(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]


def test_of_nothing_there_is_no_batch():
    assert not list(batches([], 2))
