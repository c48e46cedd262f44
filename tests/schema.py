"""Apps on a database of a test's choice, and its schema."""

from contextlib import contextmanager
from pathlib import Path

from webapp import create_app
from webapp.config import load_settings
from webapp.db import db
from webapp.migrations import bring_up_to_date


@contextmanager
def app_on(database_url: str, instance: Path, **environment: str):
    """An app on this database and instance folder, within its context; its connections close at the end."""
    settings = {"MUSTER_INSTANCE": str(instance), "MUSTER_DATABASE_URL": database_url, **environment}
    app = create_app(load_settings(settings))
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def migrate(database_url: str, instance: Path) -> None:
    """Give the database the newest schema."""
    with app_on(database_url, instance):
        bring_up_to_date()
