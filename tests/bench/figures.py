"""What is measured over HTTP."""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.bulk import bulk_figures
from tests.bench.figure import Figure
from tests.bench.filters import filter_figures
from tests.bench.floor import PAGE, connect, walk
from tests.bench.floor_statements import SORTS
from tests.bench.reminding import touch_figure
from tests.bench.serving import Browser
from webapp.listing.cursor import Cursor
from webapp.people.models import KINDS

BULK_LIMIT = 10
"""The floor of a bulk change asks nothing, keeps no counters and locks nobody out."""
FAR = 1_000
"""The page far behind that costs as little as the first."""
GROWTH, SEARCH_GROWTH = 1.3, 3
WORDS = ("abernathy", "zubizarreta", "ingeborg")
_new = count()


def figures(muster: Browser, own: Browser, floor: Browser, database: Path) -> Iterator[Figure]:
    """Every page of the list of figures, on this database; `own` sees nobody but their own people."""
    for sort, bands in SORTS.items():
        at_floor = f"/people?{urlencode({'sort': sort})}"
        yield _page(f"People by {sort}", 2.5, muster, f"/people?sort={sort}", floor, at_floor)
        place = _place(database, bands, (FAR - 1) * PAGE)
        cursor = Cursor(_band_name(sort, place["band"]), place["key"], place["id"], (FAR - 1) * PAGE)
        beyond = urlencode(place | {"key": json.dumps(place["key"]), "first": (FAR - 1) * PAGE + 1})
        yield _page(
            f"People by {sort}, page {FAR:,}",
            2.5,
            muster,
            f"/people?sort={sort}&after={cursor}",
            floor,
            f"{at_floor}&{beyond}",
        )
    for word in WORDS:
        path = f"/people?q={word}"
        yield _page(f"Search {word}", 3, muster, path, floor, f"/search?word={word}", SEARCH_GROWTH)
    for person_id in (7, 500):
        yield Figure(
            f"Person {person_id}",
            lambda i=person_id: muster.get(f"/people/{i}"),
            lambda i=person_id: floor.get(f"/person?id={i}"),
            limit=3,
            growth=GROWTH,
            same_people=False,
        )
    yield Figure(
        "Create a person",
        lambda: muster.post("/people/new", _somebody()),
        lambda: floor.get("/create?" + urlencode(_somebody())),
        limit=3,
        growth=GROWTH,
        same_people=False,
        same_page=False,
    )
    yield from filter_figures(muster, own, floor)
    yield touch_figure(muster, database)
    for name, most_ms, ours, theirs in bulk_figures(muster, floor, database):
        yield Figure(name, ours, theirs, BULK_LIMIT, most_ms, same_people=False, same_page=False)


def _page(
    name: str, limit: float, muster: Browser, path: str, floor: Browser, floor_path: str, growth=GROWTH
) -> Figure:
    return Figure(name, lambda: muster.get(path), lambda: floor.get(floor_path), limit, growth=growth)


def _place(database: Path, bands: list, skipped: int) -> dict:
    """The last person before the far page, by the floor's own statements."""
    connection = connect(str(database))
    for number, band in enumerate(bands):
        statement, _ = walk(band, None, 1)
        row = connection.execute(statement + f" OFFSET {skipped - 1}", (1,)).fetchone()
        if row:
            return {"band": number, "key": row[-1], "id": row[0]}
        (there,) = connection.execute(
            f"SELECT COUNT(*) FROM person p WHERE p.hidden = 0 AND {band.where}"
        ).fetchone()
        skipped -= there
    raise AssertionError("There are too few people.")


def _band_name(sort: str, number: int) -> int:
    """What Muster's cursors call the floor's band."""
    if sort == "kind":
        return range(len(KINDS))[number]
    if sort == "status":
        return number + 1
    return 1 - number


def _somebody() -> dict:
    number = next(_new)
    return {
        "first": f"New{number}",
        "last": "Bench",
        "email": f"new{number}@bench.example.com",
        "phone": "+12025550123",
        "kind": "contact",
        "company": "",
        "source": "",
        "request_key": f"bench-{number}-{id(_new)}",
        "key": f"bench-{number}-{id(_new)}-floor",
    }
