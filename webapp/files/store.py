"""Where the bytes of files lie: a folder of the instance, under names of our own that say nothing."""

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from webapp.files.types import HEAD_BYTES, type_of

FOLDER = "files"
MOST_BYTES = 25 * 2**20
BLOCK = 2**20
UNFINISHED = ".part"
PICTURES = (".small", ".large")
"""What the pictures of a file are called behind its own name."""
_NAME = re.compile(r"[0-9a-f]{32}")


class TooLarge(ValueError):
    """The file has more than 25 MB."""


class Taken(NamedTuple):
    """What came into the store."""

    name: str
    bytes: int
    sha256: str
    type: str


class Store:
    """The files of an instance."""

    def __init__(self, instance: Path):
        self.folder = instance / FOLDER

    def take_in(self, source: BinaryIO) -> Taken:
        """Keep the bytes of a stream, a block at a time; on the disk for sure when this returns.

        Raises TooLarge, or the OSError of a full disk, and then keeps nothing.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = secrets.token_hex(16)
        unfinished = self.folder / (name + UNFINISHED)
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
                taken = _copy(source, target, name)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(self.path(name))
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        self._sync()
        return taken

    def path(self, name: str, picture: str = "") -> Path:
        """Where a file lies, or a picture of it (PICTURES)."""
        if not _NAME.fullmatch(name) or picture not in ("", *PICTURES):
            raise ValueError("no name of a stored file")
        return self.folder / (name + picture)

    def discard(self, name: str) -> None:
        """Delete a file with its pictures; one that is not there is no mistake."""
        for picture in ("", *PICTURES):
            self.path(name, picture).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, int]]:
        """(name, when it was written) of every file, half-written ones and pictures left alone too."""
        if self.folder.is_dir():
            for entry in os.scandir(self.folder):
                if _NAME.fullmatch(entry.name[:32]):
                    yield entry.name[:32], int(entry.stat().st_mtime)

    def discard_unfinished(self, name: str) -> None:
        """Delete what an upload that was cut off left behind."""
        (self.folder / (name + UNFINISHED)).unlink(missing_ok=True)
        self.discard(name)

    def _sync(self) -> None:
        """A file is there for sure when its folder says so."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _copy(source: BinaryIO, target: BinaryIO, name: str) -> Taken:
    digest, written, head = hashlib.sha256(), 0, b""
    while block := source.read(BLOCK):
        head = head or block[:HEAD_BYTES]
        written += len(block)
        if written > MOST_BYTES:
            raise TooLarge
        digest.update(block)
        target.write(block)
    return Taken(name, written, digest.hexdigest(), type_of(head))
