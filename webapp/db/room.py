"""Whether a disk has room for what is written."""

import errno
import sqlite3

from sqlalchemy.exc import DBAPIError

OUT_OF_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
"""The database or its log cannot grow; nor can the index of the log."""
POSTGRES_FULL = "53100"


def no_room(error: BaseException) -> bool:
    """Whether a file or the database could not grow: the disk is full, or what one may use of it."""
    if isinstance(error, DBAPIError):
        error = error.orig
    if isinstance(error, OSError):
        return error.errno in OUT_OF_ROOM
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in SQLITE_FULL
    return getattr(error, "sqlstate", None) == POSTGRES_FULL
