"""SQLite's write lock, waited for by Muster itself.

SQLite's own waiting sleeps up to 100 ms between two tries, so it misses the gaps that an import leaves
between its chunks, unless they are as long. Here each gap of a few milliseconds is seen.
"""

import sqlite3
import time

from sqlalchemy import Connection

from webapp.db.waits import SQLITE_BUSY

TRY_EVERY_SECONDS = 0.002


def begin_immediate(connection: Connection, *, within_ms: int) -> None:
    """Begin a transaction that holds the write lock; raises OperationalError if others hold it so long."""
    driver = connection.connection.dbapi_connection
    last_try = time.monotonic() + within_ms / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < last_try:
            try:
                driver.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as refusal:
                if refusal.sqlite_errorcode & 0xFF not in SQLITE_BUSY:
                    break
            time.sleep(TRY_EVERY_SECONDS)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # whose error is SQLAlchemy's
    finally:
        driver.execute(f"PRAGMA busy_timeout={within_ms}")
