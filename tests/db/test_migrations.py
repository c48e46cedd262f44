import json
from contextlib import ExitStack

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from tests.schema import app_on
from webapp import migrations
from webapp.activity.models import ChangeSet
from webapp.changes.records import records_of
from webapp.companies.listing import companies
from webapp.db import db
from webapp.engagement.levels import Window
from webapp.engagement.scoring import signals_of
from webapp.migrations import Schema, WrongDatabase, bring_up_to_date, schema_state
from webapp.relations.kinds import FIRST_KINDS

TEXT_INDEXES = ("person_fts", "ix_person_search_")
_TEXTS = (
    "phone_norm, company_key, first, first_key, last, last_key, title, title_key, street, street_key, city,"
    " city_key, postcode, postcode_key, country, state, source, source_key, industry, industry_key, website,"
    " website_key, language, zone"
)
_PERSON = (
    "INSERT INTO person (id, hidden, kind, status_id, office_id, created_at, changed_at, last_contact_at,"
    f" last_touch_at, name, name_key, email_norm, birthday, birthday_md, {_TEXTS}) VALUES"
    " ({id}, {hidden}, 'lead', 1, 1, 5, 6, 7, 8, '{name}', '{name}', 'a@example.com', 0, 0"
    + ", 'x'" * (_TEXTS.count(",") + 1)
    + ")"
)
FIRST_ROWS = (
    "INSERT INTO office (id, name, name_key, created_at) VALUES (1, 'Boston', 'boston', 1)",
    "INSERT INTO status (id, name, name_key, hue, position, role, pauses_reminders, created_at)"
    " VALUES (1, 'New', 'new', 'gray', 0, 'new', false, 1)",
    _PERSON.format(id=1, hidden=0, name="dana"),
    _PERSON.format(id=2, hidden=1, name="henrik"),
    "INSERT INTO tag (id, name, name_key, hue, created_at) VALUES (1, 'vip', 'vip', 'red', 1)",
    "INSERT INTO person_tag (person_id, tag_id, at) VALUES (1, 1, 1)",
)
"""A little of everything that the later steps touch, as the first schema held it."""
TAGGED = (
    "INSERT INTO change_set (id, at, kind, title, people, ongoing) VALUES (1, 5, 'tag', 'Tagged', 1, false)"
)
USER_ANN = (
    'INSERT INTO "user" (id, email, email_norm, name, name_key, office_id, preferences, created_at)'
    " VALUES (1, 'a@b.c', 'a@b.c', 'Ann', 'ann', 1, '{}', 1)"
)
COMPANY = (
    "INSERT INTO own_company (id, name, address, country, time_zone, language, date_format, first_weekday,"
    " holidays, labels, support_contact, logo_type, created_at)"
    " VALUES (1, 'Harbour', '', 'US', 'UTC', 'en', 'YYYY-MM-DD', 0, '[]', '{}', '', '', 1)"
)


@pytest.fixture
def empty_url(engine, request, tmp_path):
    """A database without a schema."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path}/empty.sqlite"
    return request.getfixturevalue("empty_postgres_url")


@pytest.fixture
def up_from(empty_url, tmp_path):
    """up_from("0007", *statements): bring a database up to date that came to that step with FIRST_ROWS and
    what the statements add; a connection to it. Its people keep everything."""
    with app_on(empty_url, tmp_path), ExitStack() as opened:

        def up_from(step: str, *statements: str) -> Connection:
            command.upgrade(migrations._config(), step)
            with db.engines["aside"].connect() as connection:
                run(connection, *FIRST_ROWS, *statements)
                before = people(connection)
            assert schema_state() is Schema.BEHIND
            bring_up_to_date()
            connection = opened.enter_context(db.engines["aside"].connect())
            assert [{name: row[name] for name in before[0]} for row in people(connection)] == before
            return connection

        yield up_from


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def rows(connection: Connection, query: str) -> list:
    return connection.exec_driver_sql(query).all()


def people(connection: Connection) -> list[dict]:
    found = connection.exec_driver_sql("SELECT * FROM person ORDER BY id")
    return [dict(row) for row in found.mappings()]


def are_empty(connection: Connection, *tables: str) -> bool:
    return not any(rows(connection, f"SELECT * FROM {table} LIMIT 1") for table in tables)


def test_the_migrations_make_exactly_the_tables_of_the_models(database_url, tmp_path):
    with app_on(database_url, tmp_path), db.engine.connect() as connection:
        ours = {"include_name": lambda name, *_: not (name or "").startswith(TEXT_INDEXES)}
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, db.metadata) == []


def test_the_names_of_the_steps_files_say_their_order():
    steps = ScriptDirectory.from_config(migrations._config()).walk_revisions()
    assert migrations._revisions() == tuple(step.revision for step in steps)


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


def test_people_of_the_first_schema_keep_everything_and_stand_in_no_stage(up_from):
    connection = up_from("0001")
    stages = rows(connection, "SELECT stage_id, stage_value, stage_expected FROM person")
    assert stages == [(None, 0, 0), (None, 0, 0)]


def test_change_sets_from_before_the_bulk_actions_stay_and_none_of_them_is_at_work(up_from):
    connection = up_from("0003", TAGGED)
    assert rows(connection, "SELECT title, people FROM change_set") == [("Tagged", 1)]
    assert are_empty(connection, "bulk_choice", "bulk_choice_person", "bulk_run")


def test_saved_segments_of_before_were_stated_when_they_were_made(up_from):
    connection = up_from(
        "0005",
        USER_ANN,
        "INSERT INTO saved_segment (id, owner_id, name, name_key, hue, position, criteria, counts_automatic,"
        " created_at) VALUES (1, 1, 'VIPs', 'vips', 'red', 0, '{\"all\": []}', false, 7)",
    )
    found = rows(connection, "SELECT name, stated_at, retired_at FROM saved_segment")
    assert found == [("VIPs", 7, None)]


def test_tags_of_before_stand_and_change_sets_of_before_are_about_people(up_from):
    connection = up_from("0006", TAGGED)
    assert rows(connection, "SELECT name, retired_at FROM tag") == [("vip", None)]
    assert rows(connection, "SELECT title, about, records FROM change_set") == [("Tagged", "", 0)]
    assert are_empty(connection, "record_change", "kept_record")


def test_people_of_before_the_groups_are_in_none_and_keep_their_history(up_from):
    connection = up_from("0007", TAGGED)
    assert rows(connection, "SELECT title FROM change_set") == [("Tagged",)]
    assert are_empty(
        connection, "people_group", "person_group", "group_ledger", "smart_group", "group_process"
    )


def test_a_segment_deleted_before_its_deletion_was_noted_can_still_be_brought_back(up_from):
    up_from(
        "0006",
        "INSERT INTO segment (id, name, name_key, hue, position, counts_automatic, created_at, retired_at)"
        " VALUES (3, 'Past clients', 'past clients 3', 'teal', 0, false, 1, 7)",
        "INSERT INTO change_set (id, at, kind, title, people, ongoing)"
        " VALUES (1, 7, 'segment', 'Deleted the segment Past clients', 2, false),"
        " (2, 7, 'segment', 'Added to Past clients', 2, false)",
    )
    (noted,) = records_of(db.session.get_one(ChangeSet, 1))
    assert noted == ("segment", 3, {"": (True, None)})
    assert db.session.get_one(ChangeSet, 1).about == "segment"
    assert records_of(db.session.get_one(ChangeSet, 2)) == []


def test_undos_of_before_the_rules_take_back_what_they_did(up_from):
    connection = up_from(
        "0008",
        "INSERT INTO change_set (id, at, kind, title, people, ongoing)"
        " VALUES (1, 5, 'undo', 'Took back', 1, false)",
        "INSERT INTO undo_run (change_set_id, people, done, last_person_id) VALUES (1, 3, 1, 9)",
    )
    assert rows(connection, "SELECT people, last_person_id, all_of_it FROM undo_run") == [(3, 9, False)]


def test_people_of_before_the_duplicates_are_looked_at_and_imports_asked_nothing(up_from):
    connection = up_from(
        "0012",
        "INSERT INTO import_run (id, created_at, file_name, digest, preview, plan, state, rehearses, rows,"
        " done, created, updated, skipped, rejected, failure, holder, held_until, started_at, finished_at)"
        " VALUES (1, 5, 'people.csv', 'x', '{}', '{}', 'done', false, 3, 3, 3, 0, 0, 0, '', '', 0, 5, 6)",
    )
    assert rows(connection, "SELECT person_id, marks FROM duplicate_due") == [(1, 1)]
    assert rows(connection, "SELECT created, asked FROM import_run") == [(3, 0)]
    assert are_empty(connection, "duplicate_block", "duplicate_pair", "person_merged", "import_difference")


def test_runs_of_processes_of_before_stay_and_go_with_their_line(up_from):
    connection = up_from(
        "0009",
        "INSERT INTO people_group (id, name, name_key, sibling_key, position, created_at)"
        " VALUES (1, 'Italy', 'italy', '0/0/italy', 0, 1)",
        "INSERT INTO group_ledger (id, group_id, person_id, at, joined, cause, rule_version, note)"
        " VALUES (1, 1, 1, 2, 1, 'hand', 0, '')",
        "INSERT INTO group_process (id, group_id, moment, name, position, steps, created_at, paused_why)"
        " VALUES (1, 1, 'join', 'Welcome', 0, '[]', 1, '')",
        "INSERT INTO process_run (id, process_id, ledger_id, person_id, at, chain, step, state, tries,"
        " again_at, claimed_until, sentence) VALUES (1, 1, 1, 1, 2, '[]', 0, 'done', 0, 0, 0, '')",
    )
    assert rows(connection, "SELECT state FROM process_run") == [("done",)]
    run(connection, "DELETE FROM group_ledger")
    assert are_empty(connection, "process_run")


def test_sessions_and_links_of_before_stay_and_nobody_needs_a_second_factor(up_from):
    connection = up_from(
        "0010",
        USER_ANN,
        "INSERT INTO session (id, token_hash, user_id, stays, created_at, seen_at, address, agent)"
        " VALUES (1, 'x', 1, false, 5, 6, '10.0.0.1', 'test')",
        "INSERT INTO user_link (id, token_hash, purpose, user_id, created_at, expires_at)"
        " VALUES (1, 'x', 'reset', 1, 5, 6)",
        COMPANY,
    )
    sessions = rows(connection, "SELECT seen_at, proven_at, viewing_id, viewing_until FROM session")
    assert sessions == [(6, 0, None, 0)]
    assert rows(connection, "SELECT purpose, new_email FROM user_link") == [("reset", "")]
    required = rows(connection, "SELECT name, requires_second_factor FROM own_company")
    assert required == [("Harbour", False)]


@pytest.mark.parametrize("has_company", [True, False])
def test_a_company_of_before_is_offered_the_first_relations(up_from, has_company):
    connection = up_from("0013", *([COMPANY] if has_company else []))
    kinds = rows(connection, "SELECT name, reverse FROM relation_kind ORDER BY id")
    assert kinds == (list(FIRST_KINDS) if has_company else [])
    if has_company:
        run(connection, "INSERT INTO person_relation VALUES (1, 2, 1, false, 5, NULL)")
        run(connection, "DELETE FROM person WHERE id = 2")
    assert are_empty(connection, "person_relation")


def test_notes_of_before_mention_nobody_and_alerts_of_before_still_wait(up_from):
    connection = up_from(
        "0014",
        USER_ANN,
        "INSERT INTO touch (id, person_id, kind, at, manual, outcome, text, created_at)"
        " VALUES (1, 1, 'call', 5, true, '', 'Hello', 5)",
        "INSERT INTO note (id, person_id, text, created_at) VALUES (1, 1, 'Ask @Ann', 5)",
        "INSERT INTO alert (id, kind, once, at, user_id, person_id, data)"
        " VALUES (1, 'process', 'x', 5, 1, 1, '{\"text\": \"Look\"}')",
    )
    assert rows(connection, "SELECT text, number FROM touch") == [("Hello", "")]
    assert rows(connection, "SELECT text, mentions FROM note") == [("Ask @Ann", "{}")]
    assert rows(connection, "SELECT at, seen_at, withdrawn_at FROM alert") == [(5, 0, 0)]


def test_roles_in_charge_may_erase_from_now_on_and_nobody_was_erased(up_from):
    roles = {1: ["manage users", "see all", "settings"], 2: ["edit people", "settings"]}
    connection = up_from(
        "0015",
        *(
            "INSERT INTO role (id, name, name_key, position, permissions)"
            f" VALUES ({role_id}, 'R{role_id}', 'r{role_id}', 0, '{json.dumps(permissions)}')"
            for role_id, permissions in roles.items()
        ),
    )
    found = dict(map(tuple, rows(connection, "SELECT id, permissions FROM role")))
    assert json.loads(found[1]) == ["erase people", "manage users", "see all", "settings"]
    assert json.loads(found[2]) == roles[2]
    assert are_empty(connection, "erasure", "erased_person", "suppression", "suppression_key")


def test_people_and_notes_of_before_have_no_files_and_take_theirs_along(up_from):
    connection = up_from(
        "0016",
        "INSERT INTO note (id, person_id, text, created_at, mentions) VALUES (1, 1, 'Tea', 5, '{}')",
    )
    assert rows(connection, "SELECT text FROM note") == [("Tea",)]
    assert are_empty(connection, "file_content", "person_file")
    run(
        connection,
        "INSERT INTO file_content (id, name, bytes, sha256, type, has_pictures, created_at)"
        " VALUES (1, 'x', 5, 'x', 'text/plain', false, 5)",
        "INSERT INTO person_file (id, person_id, note_id, content_id, name, created_at, waiting_until)"
        " VALUES (1, 1, 1, 1, 'a.txt', 5, 0), (2, 1, NULL, 1, 'b.txt', 5, 0)",
        "DELETE FROM note",
    )
    assert rows(connection, "SELECT name FROM person_file") == [("b.txt",)]
    run(connection, "DELETE FROM person WHERE id = 1")
    assert are_empty(connection, "person_file")


def test_companies_of_before_stay_in_the_list(up_from):
    up_from(
        "0018",
        "INSERT INTO company (id, name, name_key, website, industry, industry_key, street, city, postcode,"
        " country, state, notes, hidden, created_at, changed_at)"
        " VALUES (1, 'Acme', 'acme', '', '', '', '', '', '', '', '', '', 0, 5, 5)",
    )
    assert [company.name for company in companies("")[0]] == ["Acme"]


def test_touches_of_before_count_as_engagement(up_from):
    up_from(
        "0017",
        "INSERT INTO touch (id, person_id, kind, at, manual, outcome, text, created_at)"
        " VALUES (1, 1, 'meeting', 5, true, '', 'Hello', 5)",
    )
    assert signals_of(1, Window(since=1, recent=9)) == [(5, "meeting", 3)]
