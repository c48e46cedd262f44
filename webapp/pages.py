"""What an app needs that answers requests. Most commands' work takes less time than loading it."""

from flask import Flask

from webapp import (
    auth,
    busy,
    context,
    drawing,
    errors,
    formatting,
    htmx,
    logs,
    once,
    overtaken,
    proxies,
    readable,
    stale_forms,
    statics,
    viewing,
)
from webapp.blueprints import register_pages
from webapp.operations import metrics


def prepare(app: Flask) -> None:
    """Register every page and what happens around them."""
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=64 * 2**20,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        **auth.cookie_settings(app.config["SETTINGS"].tls),
    )
    app.jinja_environment = drawing.Environment
    for part in (
        proxies,
        logs,
        statics,
        readable,
        auth,
        htmx,
        formatting,
        drawing,
        context,
        errors,
        stale_forms,
        busy,
        overtaken,
        once,
        viewing,
        metrics,
    ):
        part.prepare(app)
    register_pages(app)
