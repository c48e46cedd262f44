"""How many rows are written at once."""

import pytest

from webapp.imports.pace import FEWEST, MOST, WANTED_LOCK_SECONDS, Pace

DEAR, CHEAP = WANTED_LOCK_SECONDS / 1_000, WANTED_LOCK_SECONDS / 10_000


def learnt(pace, seconds_a_row, chunks):
    for _ in range(chunks):
        pace.learn(pace.rows, pace.rows * seconds_a_row)
    return pace.rows


def test_a_chunk_holds_the_lock_for_the_wanted_time():
    assert learnt(Pace(), DEAR, 10) == pytest.approx(1_000, abs=1)


def test_it_begins_with_few_rows_and_doubles_them_at_most():
    pace = Pace()
    assert [pace.rows, *(learnt(pace, CHEAP, 1) for _ in range(3))] == [FEWEST, 200, 400, 800]


def test_rows_are_taken_for_dear_for_a_while_after_dear_ones():
    pace = Pace()
    learnt(pace, DEAR, 10)
    assert learnt(pace, CHEAP, 3) * DEAR < 1.2 * WANTED_LOCK_SECONDS


def test_cheap_rows_come_in_large_chunks_in_the_end():
    pace = Pace()
    learnt(pace, DEAR, 10)
    assert learnt(pace, CHEAP, 60) == MOST


def test_however_dear_a_few_rows_are_written():
    assert learnt(Pace(), WANTED_LOCK_SECONDS, 3) == FEWEST
