"""Files for the browser. Their address holds a hash of them all, so they are cached for a year, and what
stylesheets name beside themselves (fonts) carries it too. A stylesheet or a script is sent with what it
imports: one file instead of forty, each of which takes a browser time even if it has it."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from flask import Flask, abort, g, request, send_file
from werkzeug.utils import safe_join

FOLDER = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600
LONGEST_PATH = 200  # of ours; a name longer than 255 is an error of the file system, not a missing file
CSS_IMPORT = re.compile(rb'@import "([^"]+)";')
JS_IMPORT = re.compile(rb'^import (?:\{[^}]*\} from )?"\./([^"]+)";.*\n', re.M)
JS_EXPORT = re.compile(rb"^export ((?:async )?(?:function|const|let|class) (\w+))", re.M)
PACKED = (".css", ".js", ".svg", ".txt", ".md")


def prepare(app: Flask) -> None:
    """Serve /static/<version>/<path> and offer `asset(path)` to templates."""
    version = _our_version()

    def asset(path: str) -> str:
        """The address of a static file with the version of them all."""
        return f"/static/{version}/{path}"

    @app.get("/static/<asked>/<path:path>", endpoint="static")
    def static(asked: str, path: str):
        g.cacheable = True
        return _send(path, version, max_age=YEAR if asked == version else 0)

    app.jinja_env.globals["asset"] = asset


@cache
def _our_version() -> str:
    return version_of(FOLDER)


def version_of(folder: Path) -> str:
    """Twelve hex digits that change with any file of the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _send(path: str, version: str, *, max_age: int):
    file = safe_join(str(FOLDER), path)
    if not file or len(path) > LONGEST_PATH or not Path(file).is_file():
        abort(404)
    packs = path.endswith(PACKED) and "gzip" in request.accept_encodings
    answer = send_file(
        BytesIO(_packed(file) if packs else _whole(file)),
        mimetype=mimetypes.guess_type(path)[0],
        max_age=max_age,
        etag=f"{version}-gzip" if packs else version,
    )
    if packs:
        answer.content_encoding = "gzip"
    answer.vary.add("Accept-Encoding")
    return answer


@cache
def _packed(file: str) -> bytes:
    return gzip.compress(_whole(file))


def _whole(file: str) -> bytes:
    """What the file says, with what a stylesheet or script imports in place of its words for that."""
    path = Path(file)
    if path.suffix == ".css":
        return CSS_IMPORT.sub(lambda found: (path.parent / found[1].decode()).read_bytes(), path.read_bytes())
    return b"".join(_modules(path, set())) if path.name == "main.js" else path.read_bytes()


def _modules(path: Path, sent: set[Path]) -> Iterator[bytes]:
    """A module after those that it imports, each once, in the order in which a browser runs them.

    What a module exports, all may use; whatever else it names stays within it.
    """
    if path in sent:
        return
    sent.add(path)
    text = path.read_bytes()
    for found in JS_IMPORT.finditer(text):
        yield from _modules(path.parent / found[1].decode(), sent)
    names = b", ".join(found[2] for found in JS_EXPORT.finditer(text))
    text = JS_EXPORT.sub(rb"\1", JS_IMPORT.sub(b"", text))
    yield b"const { %b } = (() => {\n%b\nreturn { %b };\n})();\n" % (names, text, names)
