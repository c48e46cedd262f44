"""The import by the command beside its floor: rows a second, memory, how long others wait to write."""

import csv
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
from rich.console import Console
from sqlalchemy import create_engine

from tests.bench.serving import Browser, muster_server
from tests.bench.world import ROOT, environment, run
from webapp.db.write_lock import begin_immediate

ROWS = 100_000
LEAST_ROWS = 10_000
LEAST_ROWS_WITH_RULES = 4_000
MOST_MB = 300
MOST_LOCK_MS = 150
USABLE_MS = 500
"""Pages count as usable while 95 of 100 answer within this, of ten that are asked for each second."""
BETWEEN_PAGES_SECONDS = 0.1


def measure_import(world: Path, console: Console, *, with_rules: bool = False) -> list[str]:
    """Import a file onto a copy of the world, a third of it people who are there already."""
    name, least = ("Import with rules", LEAST_ROWS_WITH_RULES) if with_rules else ("Import", LEAST_ROWS)
    floor = _floor(world)
    folder, file = _copied(world)
    if with_rules:
        run(folder, "tests.bench.ruling", "keep")
    with muster_server(folder) as server:
        browser = Browser(server)
        browser.sign_in(folder)
        began = time.perf_counter()
        command = [sys.executable, "-m", "webapp", "import", str(file), "--match", "email", "--json"]
        importing = subprocess.Popen(command, env=environment(folder), cwd=ROOT, stdout=subprocess.PIPE)
        watch = _Watch(importing, folder / "muster.sqlite", browser)
        importing.communicate()
        seconds = time.perf_counter() - began
        watch.join()
    shutil.rmtree(folder)
    lock = statistics.quantiles(watch.locks, n=100)[-1] * 1000
    pages = statistics.quantiles(watch.pages, n=20)[-1] * 1000
    console.print(
        f"{name}: {ROWS / seconds:,.0f} rows/s (at least {least:,}; floor {ROWS / floor:,.0f}), "
        f"{watch.peak_mb:.0f} MB (at most {MOST_MB}), "
        f"p99 of a write lock {lock:.0f} ms (at most {MOST_LOCK_MS}), "
        f"p95 of a page meanwhile {pages:.0f} ms (at most {USABLE_MS})"
    )
    figures = {
        "rows": ROWS / seconds >= least,
        "status": importing.returncode == 0,
        "memory": watch.peak_mb <= MOST_MB,
        "write lock": lock <= MOST_LOCK_MS,
        "pages": pages <= USABLE_MS,
    }
    return [
        f"import{' with rules' if with_rules else ''}: {name}" for name, holds in figures.items() if not holds
    ]


def _floor(world: Path) -> float:
    """Seconds that the floor takes for the same file on the same people."""
    folder, file = _copied(world)
    began = time.perf_counter()
    run(folder, "tests.bench.floor_import", str(folder / "muster.sqlite"), str(file))
    return time.perf_counter() - began


def _copied(world: Path) -> tuple[Path, Path]:
    """A copy of the world to write to, and a file of people beside it."""
    folder = world.with_name("import")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(world, folder)
    file = folder / "people.csv"
    write_people(file, folder / "muster.sqlite")
    os.sync()  # or the first wait for the disk would be for the copy
    return folder, file


def write_people(file: Path, database: Path) -> None:
    """A CSV file of which every third row is somebody of the database."""
    there = sqlite3.connect(database).execute(
        "SELECT first, last, email_norm FROM person WHERE email_norm <> '' LIMIT ?", (ROWS // 3 + 1,)
    )
    with open(file, "w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["First name", "Last name", "E-mail", "Phone", "Company", "City", "Country"])
        for number in range(ROWS):
            if number % 3 == 0 and (row := there.fetchone()):
                writer.writerow([*row, "", "", "Leipzig", "DE"])
            else:
                writer.writerow(
                    [
                        f"Imke{number}",
                        f"Sander{number % 977}",
                        f"imke{number}@import.example.com",
                        f"+49 341 {5550000 + number}",
                        f"Firm {number % 5000}",
                        "Leipzig",
                        "DE",
                    ]
                )


class _Watch(threading.Thread):
    """Looks on while the import runs: how long a writer waits for the lock, and a reader for a page."""

    def __init__(self, importing: subprocess.Popen, database: Path, browser: Browser):
        super().__init__()
        self.importing = importing
        self.database = database
        self.browser = browser
        self.locks: list[float] = []
        self.pages: list[float] = []
        self.peak_mb = 0.0
        self.start()

    def run(self) -> None:
        process = psutil.Process(self.importing.pid)
        engine = create_engine(f"sqlite:///{self.database}", isolation_level="AUTOCOMMIT")
        next_page = 0.0
        with engine.connect() as connection:
            while self.importing.poll() is None:
                began = time.perf_counter()
                begin_immediate(connection, within_ms=30_000)
                self.locks.append(time.perf_counter() - began)
                connection.exec_driver_sql("ROLLBACK")
                if time.perf_counter() >= next_page:
                    next_page = time.perf_counter() + BETWEEN_PAGES_SECONDS
                    self.pages.append(self.browser.get("/people")[0])
                try:
                    everybody = [process, *process.children(recursive=True)]
                    self.peak_mb = max(self.peak_mb, sum(p.memory_info().rss for p in everybody) / 2**20)
                except psutil.NoSuchProcess:
                    continue
                time.sleep(0.02)
        engine.dispose()
