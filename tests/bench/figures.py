"""What is measured, beside its floor, in rounds that take turns."""

import json
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from tests.bench.bulk import bulk_figures
from tests.bench.floor import PAGE, connect, walk
from tests.bench.floor_statements import SORTS
from tests.bench.serving import Browser
from webapp.listing.cursor import Cursor
from webapp.people.models import KINDS

ROUNDS = 7
A_ROUND = 12
BULK_LIMIT = 10
"""The floor of a bulk change asks nothing, keeps no counters and locks nobody out."""
FAR = 1_000
"""The page far behind that costs as little as the first."""
WORDS = ("abernathy", "zubizarreta", "ingeborg")
_IDS = re.compile(r'href="/people/(\d+)[^"]*" data-row-link')
_new = count()


@dataclass(frozen=True)
class Figure:
    """`muster` and `floor` each ask once and return the seconds and the body.

    Both list the same people if `same_people`. As the `same_page` they have about as many letters and
    elements, so that the floor neither leaves out what the page has nor carries what it no longer has.
    `most_ms` is a limit beside that of the ratio.
    """

    name: str
    limit: float
    muster: Callable[[], tuple[float, str]]
    floor: Callable[[], tuple[float, str]]
    same_people: bool = True
    same_page: bool = True
    most_ms: float | None = None


@dataclass(frozen=True)
class Measured:
    """Milliseconds; `ratio` is the median of the rounds' ratios of medians."""

    figure: Figure
    floor: float
    median: float
    p95: float
    ratio: float
    same_page: bool

    @property
    def holds(self) -> bool:
        in_time = self.figure.most_ms is None or self.median <= self.figure.most_ms
        return self.same_page and in_time and self.ratio <= self.figure.limit

    @property
    def verdict(self) -> str:
        """What is wrong with it, '' for nothing."""
        if not self.same_page:
            return "floor of another page"
        return "" if self.holds else "missed"


def figures(muster: Browser, floor: Browser, database: Path) -> Iterator[Figure]:
    """Every page of the list of figures, on this database."""
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
        yield _page(f"Search {word}", 3, muster, f"/people?q={word}", floor, f"/search?word={word}")
    for person_id in (7, 500):
        yield Figure(
            f"Person {person_id}",
            3,
            lambda i=person_id: muster.get(f"/people/{i}"),
            lambda i=person_id: floor.get(f"/person?id={i}"),
            same_people=False,
        )
    yield Figure(
        "Create a person",
        3,
        lambda: muster.post("/people/new", _somebody()),
        lambda: floor.get("/create?" + urlencode(_somebody())),
        same_people=False,
        same_page=False,
    )

    for name, most_ms, ours, theirs in bulk_figures(muster, floor, database):
        yield Figure(name, BULK_LIMIT, ours, theirs, same_people=False, same_page=False, most_ms=most_ms)


def measure(figure: Figure) -> Measured:
    """Both sides in turns, after each was warmed up and shown to list the same people."""
    for _ in range(3):
        (_, ours), (_, theirs) = figure.muster(), figure.floor()
    if figure.same_people:
        assert _IDS.findall(ours), f"{figure.name}: nobody"
        assert _IDS.findall(ours) == _IDS.findall(theirs), f"{figure.name}: not the same people"
    alike = all(0.9 < size(theirs) / size(ours) < 1.1 for size in (len, _elements))
    ratios, all_ours, all_theirs = [], [], []
    for _ in range(ROUNDS):
        turns = [(figure.muster()[0] * 1000, figure.floor()[0] * 1000) for _ in range(A_ROUND)]
        ours, theirs = zip(*turns, strict=True)
        ratios.append(statistics.median(ours) / statistics.median(theirs))
        all_ours += ours
        all_theirs += theirs
    return Measured(
        figure,
        statistics.median(all_theirs),
        statistics.median(all_ours),
        statistics.quantiles(all_ours, n=20)[-1],
        statistics.median(ratios),
        alike or not figure.same_page,
    )


def _elements(page: str) -> int:
    return page.count("<")


def _page(name: str, limit: float, muster: Browser, path: str, floor: Browser, floor_path: str) -> Figure:
    return Figure(name, limit, lambda: muster.get(path), lambda: floor.get(floor_path))


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
