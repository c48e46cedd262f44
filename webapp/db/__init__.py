"""The database and what every noun needs of it."""

from webapp.db.aside import aside, try_aside
from webapp.db.batches import batches
from webapp.db.claims import claim, run_out
from webapp.db.engine import Model, db, end_request, prepare, reading, start_request, uri_and_options, writing
from webapp.db.fetching import each_of, fetch, one_of
from webapp.db.indexed_by import with_index
from webapp.db.lasting import lasting_later
from webapp.db.one_of_given import one_of_given
from webapp.db.prepared import Prepared, PreparedWrite
from webapp.db.remembering import remembered
from webapp.db.rows import insert_one, insert_rows, insert_tuples
from webapp.db.types import MOST_ID, UTC, BigKey, Json, Key, fold, key, words
from webapp.db.upsert import insert_into
from webapp.db.which import on_sqlite

__all__ = [
    "MOST_ID",
    "UTC",
    "BigKey",
    "Json",
    "Key",
    "Model",
    "Prepared",
    "PreparedWrite",
    "aside",
    "batches",
    "claim",
    "db",
    "each_of",
    "end_request",
    "fetch",
    "fold",
    "insert_into",
    "insert_one",
    "insert_rows",
    "insert_tuples",
    "key",
    "lasting_later",
    "on_sqlite",
    "one_of",
    "one_of_given",
    "prepare",
    "reading",
    "remembered",
    "run_out",
    "start_request",
    "try_aside",
    "uri_and_options",
    "with_index",
    "words",
    "writing",
]
