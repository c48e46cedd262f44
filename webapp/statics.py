"""Files for the browser, under names that change with their content so that they are cached for a year."""

import hashlib
from pathlib import Path

from flask import Flask, g, send_from_directory

FOLDER = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600


def prepare(app: Flask) -> None:
    """Serve /static/<path>?v=<hash> and offer `asset(path)` to templates."""
    versions: dict[str, str] = {}

    def asset(path: str) -> str:
        """The address of a static file with its version."""
        if path not in versions or app.debug:
            versions[path] = hashlib.sha256((FOLDER / path).read_bytes()).hexdigest()[:12]
        return f"/static/{path}?v={versions[path]}"

    @app.get("/static/<path:path>", endpoint="static")
    def static(path: str):
        g.cacheable = True
        return send_from_directory(FOLDER, path, max_age=YEAR)

    app.jinja_env.globals["asset"] = asset
