"""Files for the browser. Their address holds a hash of them all, so they are cached for a year, and what
stylesheets and scripts name beside themselves (fonts, modules) carries it too."""

import hashlib
from pathlib import Path

from flask import Flask, g, send_from_directory

FOLDER = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600


def prepare(app: Flask) -> None:
    """Serve /static/<version>/<path> and offer `asset(path)` to templates."""
    version = version_of(FOLDER)

    def asset(path: str) -> str:
        """The address of a static file with the version of them all."""
        return f"/static/{version}/{path}"

    @app.get("/static/<asked>/<path:path>", endpoint="static")
    def static(asked: str, path: str):
        g.cacheable = True
        return send_from_directory(FOLDER, path, max_age=YEAR if asked == version else 0)

    app.jinja_env.globals["asset"] = asset


def version_of(folder: Path) -> str:
    """Twelve hex digits that change with any file of the folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]
