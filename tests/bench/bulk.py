"""Changing 200 people at once, and taking it back: the deed alone is timed, not the question before it."""

import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.floor import connect
from tests.bench.serving import Browser

PEOPLE = range(2_001, 2_201)
CHANGE_MS, UNDO_MS = 100, 120
_town = count()


class Bulk:
    """What Muster and the floor do to the same people, each time with another value."""

    def __init__(self, muster: Browser, floor: Browser, database: Path):
        self.muster, self.floor = muster, floor
        self.connection = connect(str(database))

    def change(self) -> tuple[float, str]:
        """Set a field of 200 people."""
        ticked = {"people": ",".join(map(str, PEOPLE)), "action": "field"}
        address = self.muster.follow("/bulk", ticked)
        page = self.muster.get(address)[1]
        hidden = dict(re.findall(r'<input type="hidden" name="(people|request_key)" value="([^"]*)"', page))
        return self.muster.post(address, {**hidden, "field": "city", "city": f"Town {next(_town)}"})

    def undo(self) -> tuple[float, str]:
        """Take such a change back."""
        self.change()
        (newest,) = self.connection.execute("SELECT MAX(id) FROM change_set").fetchone()
        return self.muster.post(f"/changes/{newest}/undo", {})

    def floor_change(self) -> tuple[float, str]:
        return self.floor.get("/bulk?" + urlencode(self._asked()))

    def floor_undo(self) -> tuple[float, str]:
        change_set = self.floor_change()[1]
        return self.floor.get("/undo?" + urlencode({"set": change_set}))

    def _asked(self) -> dict:
        return {"first": PEOPLE[0], "last": PEOPLE[-1], "city": f"Town {next(_town)}"}


def bulk_figures(muster: Browser, floor: Browser, database: Path) -> Iterator[tuple]:
    """(name, most milliseconds, what Muster does, what the floor does)"""
    bulk = Bulk(muster, floor, database)
    yield "Change 200 people", CHANGE_MS, bulk.change, bulk.floor_change
    yield "Take 200 changes back", UNDO_MS, bulk.undo, bulk.floor_undo
