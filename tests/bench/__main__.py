"""Prints every figure beside its floor; ends with status 1 if one misses its limit.

BENCH_PEOPLE=100000 measures only that size, BENCH_FOLDER keeps the databases there, BENCH_ONLY="People: "
measures only the figures that begin so, and no import.
"""

import os
import sys

from rich.console import Console
from rich.table import Table

from tests.bench import doubling, reminding, ruling, trees
from tests.bench.figure import Measured, measure
from tests.bench.figures import figures
from tests.bench.filters import VIEWER
from tests.bench.importing import measure_import
from tests.bench.serving import Browser, floor_server, muster_server
from tests.bench.world import ready

SIZES = [int(size) for size in os.environ.get("BENCH_PEOPLE", "100000,1000000").split(",")]
ONLY = os.environ.get("BENCH_ONLY", "")
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
    if not ONLY:
        missed += measure_import(ready(SIZES[0]), console)
        missed += measure_import(ready(SIZES[0]), console, with_rules=True)
    console.print(f"Missed: {', '.join(missed)}" if missed else "Every figure holds.")
    return bool(missed)


def measure_pages(people: int) -> tuple[dict[str, Measured], float]:
    """Every figure but the import's, and the web process's peak memory in MB."""
    folder = ready(people)
    table = Table("", "floor ms", "median ms", "p95 ms", "ratio", "limit", title=f"{people:,} people")
    for column in table.columns[1:]:
        column.justify = "right"
    found = []
    with muster_server(folder) as server, floor_server(folder) as floor:
        browser, own = Browser(server), Browser(server)
        browser.sign_in(folder)
        own.sign_in(folder, VIEWER)
        asked = figures(browser, own, Browser(floor), folder / "muster.sqlite")
        found += [measure(figure) for figure in asked if figure.name.startswith(ONLY)]
        peak = server.peak_mb
    found += reminding.measured_within(folder)
    found += ruling.measured_within(folder)
    found += trees.measured_within(folder)
    found += doubling.measured_within(folder)
    for measured in found:
        table.add_row(*measured.row)
    console.print(table)
    console.print(f"Peak memory of the web process: {peak:.0f} MB (limit {MOST_MB})\n")
    return {measured.figure.name: measured for measured in found}, peak


def show_growth(people: int, small: dict[str, Measured], large: dict[str, Measured]) -> list[str]:
    """Which figures grew more than they may."""
    missed = []
    table = Table("", "times", "limit", title=f"{people:,} people beside {SIZES[0]:,}")
    for name, measured in large.items():
        times, limit = measured.median / small[name].median, measured.figure.growth
        grew = limit is not None and times > limit
        table.add_row(name, f"{times:.2f}", f"{limit or ''}{' missed' if grew else ''}")
        if grew:
            missed.append(f"{people:,}: growth of {name}")
    console.print(table)
    return missed


if __name__ == "__main__":
    sys.exit(main())
