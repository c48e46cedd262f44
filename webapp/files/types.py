"""What a file is, by its first bytes; its name and what the browser says of it do not count."""

import re
from typing import NamedTuple

import filetype

HEAD_BYTES = 8192
UNKNOWN = "application/octet-stream"
_MARKUP = {
    "image/svg+xml": re.compile(rb"<svg[\s>]", re.IGNORECASE),
    "text/html": re.compile(
        rb"<(!doctype html|html|head|body|script|iframe|img|a|div|meta|title|table)[\s>]", re.IGNORECASE
    ),
    "text/xml": re.compile(rb"^\s*<\?xml"),
}
DRAWABLE = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif"})
"""The types of which pictures are drawn (pictures.py)."""


class Sort(NamedTuple):
    """What a type is called on screen, and its icon."""

    words: str
    icon: str


_SORTS = {
    "application/pdf": Sort("PDF", "file-text"),
    "application/zip": Sort("Zip archive", "file-zip"),
    "text/html": Sort("Web page", "file"),
    "image/svg+xml": Sort("SVG drawing", "file"),
    "text/plain": Sort("Text", "file-text"),
    "application/msword": Sort("Word document", "file-text"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Sort(
        "Word document", "file-text"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Sort(
        "Excel sheet", "file-spreadsheet"
    ),
    "application/vnd.oasis.opendocument.text": Sort("Text document", "file-text"),
    "application/vnd.oasis.opendocument.spreadsheet": Sort("Sheet", "file-spreadsheet"),
}
_FAMILIES = {"image": Sort("Picture", "photo"), "audio": Sort("Sound", "file"), "video": Sort("Film", "file")}


def type_of(head: bytes) -> str:
    """The media type that the first bytes speak of."""
    known = filetype.guess_mime(head) if head else None
    if known:
        return known
    for media_type, mark in _MARKUP.items():
        if mark.search(head):
            return media_type
    return "text/plain" if _is_text(head) else UNKNOWN


def sort_of(media_type: str) -> Sort:
    """What to call a file of this type."""
    return _SORTS.get(media_type) or _FAMILIES.get(media_type.partition("/")[0]) or Sort("File", "file")


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as cut:
        return cut.start > len(head) - 4
    return True
