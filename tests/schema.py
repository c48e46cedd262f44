"""Apps on a database of a test's choice, and its schema."""

import shutil
from contextlib import contextmanager
from pathlib import Path

from flask import Flask, has_app_context
from flask.testing import FlaskClient
from jinja2 import BytecodeCache, FileSystemBytecodeCache
from werkzeug.routing import Rule

from tests.world import NOW, World, make_world
from webapp import clock, create_app
from webapp.config import load_settings
from webapp.db import db
from webapp.migrations import bring_up_to_date


class RequestsOfTheirOwn(FlaskClient):
    """A client whose requests share nothing with the test: neither `g` nor the database session.

    Flask would let them use the app context that the test is in, and so the user of the request before.
    What the test did not commit is rolled back first, or its lock would make the request wait.
    """

    def open(self, *args, **kwargs):
        if has_app_context():
            db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def compile_each_address_once() -> None:
    """Let all apps of this process share the functions that werkzeug compiles for building each address.

    They depend on the rule alone, and were nine tenths of the time that an app takes to be made.
    """
    compile_builder, compiled = Rule._compile_builder, {}

    def look_up(rule: Rule, append_unknown: bool = True):
        same = (rule.rule, tuple(rule._trace), append_unknown)
        if rule.defaults:
            return compile_builder(rule, append_unknown)
        if same not in compiled:
            compiled[same] = compile_builder(rule, append_unknown)
        return compiled[same]

    Rule._compile_builder = look_up


def compiled_templates() -> BytecodeCache:
    """Templates as whichever process was first compiled them; a page's took 0.2 seconds."""
    folder = Path(__file__).parents[1] / ".pytest_cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@contextmanager
def app_on(database_url: str, instance: Path, **environment: str):
    """An app on this database and instance folder, within its context; its connections close at the end."""
    settings = {"MUSTER_INSTANCE": str(instance), "MUSTER_DATABASE_URL": database_url, **environment}
    app = create_app(load_settings(settings))
    app.test_client_class = RequestsOfTheirOwn
    app.jinja_env.bytecode_cache = compiled_templates()
    with app.app_context():
        try:
            yield app
        finally:
            _let_go()


@contextmanager
def lasting_app_on(database_url: str, instance: Path, *, stays_connected: bool):
    """The same, by an app that this process keeps for whoever asks next; its instance folder is emptied.

    Making one takes as long as many a test, and its engines know every statement that they have seen, as
    PostgreSQL's connections know the tables if they stay: each new one took 10 ms to find its way.
    """
    app = _lasting.get(database_url)
    if app is None:
        with app_on(database_url, instance) as app:
            _lasting[database_url] = app
    _empty(instance, but_for=instance / "secret")
    config, kept = app.config.copy(), app.testing
    try:
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove() if stays_connected else _let_go()
    finally:
        app.testing = kept
        app.config.clear()
        app.config.update(config)


_lasting: dict[str, Flask] = {}


def forget_lasting_apps() -> None:
    """Close what connections they still have."""
    for app in _lasting.values():
        with app.app_context():
            _let_go()
    _lasting.clear()


def _let_go() -> None:
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def _empty(folder: Path, *, but_for: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path != but_for:
            path.unlink()


def migrate(database_url: str, instance: Path) -> None:
    """Give the database the newest schema."""
    with app_on(database_url, instance):
        bring_up_to_date()


def populate(database_url: str, instance: Path) -> World:
    """Put the cast into the migrated database."""
    with clock.frozen(NOW), app_on(database_url, instance):
        world = make_world()
        db.session.commit()
    return world
