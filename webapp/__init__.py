"""Muster: a CRM that small teams run on their own intranet."""

from webapp import collecting  # isort: skip  before whatever else is imported

from flask import Flask

import webapp.models  # noqa: F401  defines every table
from webapp import (
    auth,
    busy,
    context,
    drawing,
    errors,
    formatting,
    htmx,
    logs,
    migrations,
    nouns,
    once,
    proxies,
    readable,
    stale_forms,
    statics,
    viewing,
)
from webapp.blueprints import register_pages
from webapp.config import Settings, load_settings
from webapp.db import prepare, uri_and_options
from webapp.operations import metrics


def create_app(settings: Settings | None = None) -> Flask:
    """The Flask app for these settings (by default the environment's); raises BadSetting."""
    settings = settings or load_settings()
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings["MUSTER_SECRET_KEY"],
        MAX_CONTENT_LENGTH=64 * 2**20,
        MAX_FORM_MEMORY_SIZE=2 * 2**20,
        **auth.cookie_settings(settings.tls),
        **uri_and_options(settings["MUSTER_DATABASE_URL"]),
    )
    app.jinja_environment = drawing.Environment
    prepare(app)
    for part in (
        proxies,
        migrations,
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
        once,
        viewing,
        nouns,
        metrics,
    ):
        part.prepare(app)
    register_pages(app)
    collecting.begin()
    return app
