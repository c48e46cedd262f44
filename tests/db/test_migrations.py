import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from tests.schema import app_on
from webapp import migrations
from webapp.db import db
from webapp.migrations import Schema, WrongDatabase, bring_up_to_date, schema_state

TEXT_INDEXES = ("person_fts", "ix_person_search_")


@pytest.fixture
def empty_url(engine, request, tmp_path):
    """A database without a schema."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    return request.getfixturevalue("empty_postgres_url")


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url, tmp_path):
    with app_on(database_url, tmp_path), db.engine.connect() as connection:
        ours = {"include_name": lambda name, *_: not (name or "").startswith(TEXT_INDEXES)}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, db.metadata) == []


def test_an_empty_database_gets_the_schema_once(empty_url, tmp_path):
    with app_on(empty_url, tmp_path):
        assert bring_up_to_date() is Schema.EMPTY
        assert bring_up_to_date() is Schema.CURRENT


def test_a_newer_database_is_left_alone(database_url, tmp_path):
    with app_on(database_url, tmp_path):
        with db.engines["aside"].connect() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(WrongDatabase, match="newer Muster"):
            bring_up_to_date()
        assert schema_state() is Schema.NEWER


def test_a_database_of_something_else_is_left_alone(empty_url, tmp_path):
    with app_on(empty_url, tmp_path):
        with db.engines["aside"].connect() as connection:
            connection.execute(text("CREATE TABLE stranger (id integer)"))
        with pytest.raises(WrongDatabase, match="not Muster's"):
            bring_up_to_date()
        assert inspect(db.engines["aside"]).get_table_names() == ["stranger"]


def test_a_migration_that_breaks_off_leaves_the_old_schema(empty_url, tmp_path, monkeypatch):
    def break_off(*_arguments, **_options):
        raise KeyboardInterrupt

    with app_on(empty_url, tmp_path):
        with monkeypatch.context() as patched:
            patched.setattr("webapp.migrations.search.make_text_index", break_off)
            with pytest.raises(KeyboardInterrupt):
                migrations.bring_up_to_date()
        assert inspect(db.engines["aside"]).get_table_names() == []
        assert bring_up_to_date() is Schema.EMPTY
