"""Excel and ODS files: checked as archives first, then read by a process apart (sheet_reader.py)."""

import marshal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from webapp.imports import sheet_reader
from webapp.imports.unreadable import UnreadableFile

MAX_UNPACKED = 1024 * 1024 * 1024
MAX_ENTRIES = 2_000
MAX_RATIO = 250
_RATIO_MATTERS_FROM = 10 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

TOO_LARGE = (
    "This spreadsheet unpacks to far more than its size: if it is real, save it as CSV and import that."
)


def is_spreadsheet(head: bytes) -> bool:
    """Whether a file's first bytes are those of a zip archive (xlsx, ods) or an OLE file (xls)."""
    return head.startswith((b"PK\x03\x04", _OLE))


class Sheet:
    """One sheet's rows, with the names of the sheets beside it. Close it when not read to its end."""

    def __init__(self, path: Path, name: str | None = None):
        size = path.stat().st_size if _is_ole(path) else _unpacked_size(path)
        self._reader = subprocess.Popen(
            [sys.executable, "-I", sheet_reader.__file__, str(path), name or "", str(size)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.name, self.names = self._next()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        try:
            while (block := self._next()) is not None:
                yield from block
        finally:
            self.close()

    def close(self) -> None:
        """Ends the reading process."""
        self._reader.kill()
        self._reader.stdout.close()
        self._reader.wait()

    def _next(self):
        try:
            value = marshal.load(self._reader.stdout)
        except (EOFError, ValueError, TypeError):
            self.close()
            raise UnreadableFile(TOO_LARGE) from None
        if isinstance(value, str):
            self.close()
            raise UnreadableFile(value)
        return value


def _is_ole(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(64 * 1024)
        if not head.startswith(_OLE):
            return False
        file.seek(-min(path.stat().st_size, 64 * 1024), 2)
        if "EncryptedPackage".encode("utf-16-le") in head + file.read():
            raise UnreadableFile(
                "This spreadsheet is protected by a password: save it without one and try again."
            )
    return True


def _unpacked_size(path: Path) -> int:
    """Raises UnreadableFile for an archive that is no spreadsheet or would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableFile("This spreadsheet is damaged: save it again and try once more.") from None
    names = {entry.filename for entry in entries}
    if not names & {"[Content_Types].xml", "content.xml"}:
        raise UnreadableFile("This is a zip archive: unpack it and import the table inside.")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, path.stat().st_size)
    swollen = unpacked > _RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or swollen:
        raise UnreadableFile(TOO_LARGE)
    return unpacked
