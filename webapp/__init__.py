"""Muster: a CRM that small teams run on their own intranet."""

from webapp import collecting  # isort: skip  before whatever else is imported

from collections.abc import Callable

from flask import Flask

import webapp.models  # noqa: F401  defines every table
from webapp import nouns
from webapp.config import Settings, load_settings
from webapp.db import prepare, uri_and_options


class Muster(Flask):
    """Flask, which need not look seventeen times a request whether a function is async: none is."""

    def ensure_sync(self, func: Callable) -> Callable:
        return func


def create_app(settings: Settings | None = None, *, pages: bool = True) -> Flask:
    """The Flask app for these settings (by default the environment's); raises BadSetting.

    Without `pages` it is for a command that draws none: it is there in two thirds of the time.
    """
    settings = settings or load_settings()
    app = Muster(__name__, instance_path=str(settings.instance), static_folder=None)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings["MUSTER_SECRET_KEY"],
        **uri_and_options(settings["MUSTER_DATABASE_URL"]),
    )
    prepare(app)
    nouns.prepare(app)
    if pages:
        from webapp.pages import prepare as prepare_pages

        prepare_pages(app)
    collecting.begin()
    return app
