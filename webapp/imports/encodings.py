"""Which encoding a text file is in, decided by its bytes alone."""

import codecs
from pathlib import Path

from webapp.imports.unreadable import UnreadableFile

SAMPLE = 64 * 1024
_CHUNK = 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_TABLE_SIGNS = b",;\t|\r\n"
_TEXT_CONTROLS = frozenset("\t\n\v\f\r\x1a\x1c\x1d\x1e\x1f\x01")


def detect_encoding(path: Path) -> str:
    """The name of a codec that reads the whole file. Raises UnreadableFile for bytes that are no text."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    encoding = _by_mark(head) or _by_zeros(head)
    if encoding is None:
        encoding = "utf-8" if _decodes(path, "utf-8") else _western(path)
    if _looks_binary(head, encoding):
        raise UnreadableFile(
            "This file is no table: it holds bytes that are not text. Save it as CSV, Excel or ODS."
        )
    return encoding


def _by_mark(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _by_zeros(head: bytes) -> str | None:
    """UTF-16 without a mark: the signs between cells and lines have their zero bytes all on one side."""
    if b"\0" not in head:
        return None
    pairs = len(head) // 2 * 2
    left, right = head[0:pairs:2], head[1:pairs:2]
    signs_little = sum(1 for low, high in zip(left, right, strict=True) if high == 0 and low in _TABLE_SIGNS)
    signs_big = sum(1 for high, low in zip(left, right, strict=True) if high == 0 and low in _TABLE_SIGNS)
    if signs_little == signs_big:
        return None
    return "utf-16-le" if signs_little > signs_big else "utf-16-be"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _western(path: Path) -> str:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if not _UNDEFINED_IN_CP1252.isdisjoint(chunk):
                return "latin-1"
    return "cp1252"


def _looks_binary(head: bytes, encoding: str) -> bool:
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    strange = sum(
        1 for c in text if (c < " " and c not in _TEXT_CONTROLS) or "\x7f" <= c < "\xa0" or c == "�"
    )
    return strange * 100 > len(text)
