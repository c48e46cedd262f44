"""Refuses requests that no browser of a person sends: text that is no UTF-8, or has a NUL in it.

PostgreSQL cannot store NUL and SQLite cuts at it, so it is stopped here, once, instead of in every view;
and so are ids in addresses that no database can hold.
"""

from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter

from webapp.db import MOST_ID

FORM = "application/x-www-form-urlencoded"
SENTENCE = "It holds characters that cannot be stored. Take them out and try again."


def prepare(app: Flask) -> None:
    """Look at every request's address and form before anything else does."""
    app.url_map.converters["int"] = _Id
    app.before_request(refuse_unreadable)


class _Id(IntegerConverter):
    """`<int:…>` in an address: what is larger than any id is no page of ours."""

    def __init__(self, map, fixed_digits=0, min=0, max=MOST_ID, signed=False):
        super().__init__(map, fixed_digits, min, max, signed)


def refuse_unreadable() -> None:
    """400 for a NUL or broken UTF-8 in the path, the query, the form or a file's name, and for a post that
    comes from what is no address."""
    path = request.environ.get("PATH_INFO", "").encode("latin-1", "replace")
    for raw in (path, unquote_to_bytes(request.query_string)):
        if b"\0" in raw or not _is_utf8(raw):
            abort(400, SENTENCE)
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    if not all(_is_address(request.headers.get(name, "")) for name in ("Origin", "Referer")):
        abort(400)
    if request.mimetype == FORM and (request.content_length or 0) > request.max_form_memory_size:
        abort(413)  # Werkzeug measures only forms that have parts
    texts = [text for pair in request.form.items(multi=True) for text in pair]
    names = [file.filename or "" for file in request.files.values()]
    if any("\0" in text for text in texts + names):
        abort(400, SENTENCE)


def _is_address(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
