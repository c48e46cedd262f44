"""How many rows an import writes at once, so that nobody waits long for the write lock on any machine."""

FEWEST, MOST = 100, 2_000
WANTED_LOCK_SECONDS = 0.08
"""For so long the lock is held by a chunk of rows that are all dear."""
REMEMBERED = 0.95
"""Of what a row cost, from one chunk to the next."""


class Pace:
    """Takes rows for as dear as the dearest of late: the cheap ones come in clusters, such as people who are
    there already among a window that is sorted by name, and the chunk after them would be far too long."""

    def __init__(self):
        self.rows = FEWEST
        self._seconds_a_row = 0.0

    def learn(self, rows: int, seconds: float) -> None:
        """Set `rows` for the next chunk by what the last one took: at most twice as many."""
        self._seconds_a_row = max(seconds / rows, REMEMBERED * self._seconds_a_row)
        self.rows = max(FEWEST, min(MOST, 2 * rows, int(WANTED_LOCK_SECONDS / self._seconds_a_row)))
