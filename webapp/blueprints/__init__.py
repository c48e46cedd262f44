"""The whole URL map."""

from flask import Flask

from webapp.blueprints import health, home


def register_pages(app: Flask) -> None:
    """Register every blueprint under its address."""
    app.register_blueprint(home.bp)
    app.register_blueprint(health.bp)
