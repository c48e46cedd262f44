"""Prints every figure beside its floor; ends with status 1 if one misses its limit.

BENCH_PEOPLE=100000 measures only that size, BENCH_FOLDER keeps the databases there.
"""

import os
import sys

from rich.console import Console
from rich.table import Table

from tests.bench.figures import Measured, figures, measure
from tests.bench.importing import measure_import
from tests.bench.serving import Browser, floor_server, muster_server
from tests.bench.world import ready

SIZES = [int(size) for size in os.environ.get("BENCH_PEOPLE", "100000,1000000").split(",")]
GROWTH = 1.3
SEARCH_GROWTH = 3
MOST_MB = 150
console = Console(width=110)


def main() -> int:
    """The table of each size, what grew between them, and the import."""
    missed: list[str] = []
    by_size: dict[int, dict[str, Measured]] = {}
    for people in SIZES:
        by_size[people], peak = measure_pages(people)
        missed += [f"{people:,}: {m.figure.name}" for m in by_size[people].values() if not m.holds]
        if peak > MOST_MB:
            missed.append(f"{people:,}: memory")
    smallest = by_size[SIZES[0]]
    for people in SIZES[1:]:
        missed += show_growth(people, smallest, by_size[people])
    missed += measure_import(ready(SIZES[0]), console)
    console.print(f"Missed: {', '.join(missed)}" if missed else "Every figure holds.")
    return bool(missed)


def measure_pages(people: int) -> tuple[dict[str, Measured], float]:
    """Every page's figure, and the web process's peak memory in MB."""
    folder = ready(people)
    table = Table("", "floor ms", "median ms", "p95 ms", "ratio", "limit", title=f"{people:,} people")
    for column in table.columns[1:]:
        column.justify = "right"
    found = {}
    with muster_server(folder) as server, floor_server(folder) as floor:
        browser = Browser(server)
        browser.sign_in(folder)
        for figure in figures(browser, Browser(floor), folder / "muster.sqlite"):
            m = found[figure.name] = measure(figure)
            table.add_row(
                figure.name,
                *(f"{ms:.1f}" for ms in (m.floor, m.median, m.p95)),
                f"{m.ratio:.2f}",
                f"{figure.limit} {m.verdict}",
            )
        peak = server.peak_mb
    console.print(table)
    console.print(f"Peak memory of the web process: {peak:.0f} MB (limit {MOST_MB})\n")
    return found, peak


def show_growth(people: int, small: dict[str, Measured], large: dict[str, Measured]) -> list[str]:
    """Which figures grew more than they may."""
    missed = []
    table = Table("", "times", "limit", title=f"{people:,} people beside {SIZES[0]:,}")
    for name, measured in large.items():
        times = measured.median / small[name].median
        limit = SEARCH_GROWTH if name.startswith("Search") else GROWTH
        table.add_row(name, f"{times:.2f}", f"{limit}" + ("" if times <= limit else " missed"))
        if times > limit:
            missed.append(f"{people:,}: growth of {name}")
    console.print(table)
    return missed


if __name__ == "__main__":
    sys.exit(main())
