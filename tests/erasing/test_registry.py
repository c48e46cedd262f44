"""Whatever holds something of people is told to who asks and goes with who is erased: a table added tomorrow
fails here until somebody decided."""

from sqlalchemy import String, Table

from webapp.activity.knowing import FILES, FORGETTING, MAY_NAME, SEARCHING, SECTIONS
from webapp.db import Json, db

UNTOLD = {
    "person_search": "the words of the person's own fields once more, for the search box",
    "person_group_under": "follows from the groups that are told",
    "duplicate_block": "the folded words of the person's own fields once more, for comparing",
    "duplicate_due": "whom the next look for duplicates is about; gone in a minute",
    "bulk_choice_person": "whom somebody ticked for a bulk action, by number; gone after a day",
    "erased_person": "only of who is erased: whom a restored backup must not bring back",
}
"""Tables that point at people and are not in the export, and why."""
STAYS = {
    "bulk_choice_person": "a number that nobody bears any more, for a day",
    "erased_person": "the number of who was erased, for restoring backups",
}
"""Tables that keep the number of who is erased, and why."""
NAMES_NOBODY = {
    "alembic_version": "the schema's number",
    "field": "definitions by administrators",
    "file_content": "random names, types and hashes of files",
    "following": "numbers of records",
    "half_sign_in": "users only",
    "job_state": "errors of jobs, whose parameters are hidden",
    "lease": "processes of the server",
    "office": "offices",
    "own_company": "the company that runs this Muster",
    "people_count": "numbers",
    "people_group": "names that users gave to groups, which are theirs to change",
    "pipeline": "names of pipelines",
    "recovery_code": "users only",
    "relation_kind": "names of relations",
    "role": "names of roles and their permissions",
    "second_factor": "users only",
    "section": "definitions by administrators",
    "segment": "names that users gave to segments, which are theirs to change",
    "session": "users only",
    "stage": "names of stages",
    "status": "names of statuses",
    "suppression": "hashes",
    "suppression_key": "a random key",
    "erasure": "a reason of a list",
    "tag": "names that users gave to tags, which are theirs to change",
    "throttle": "accounts and addresses of who signs in, for a day",
    "user": "users only",
    "user_link": "users only",
}
"""Tables of texts that belong to no person and are not searched for whoever is erased, and why."""


HOW_FAR = "last_person_id"
"""How far a job has come; not whom its row is about."""


def points_at_people(table: Table) -> bool:
    """Whether a row is about somebody: it refers to them or to what is theirs, or is called so."""
    to = {key.column.table for key in table.foreign_keys} - {table}
    named = any(c.name.endswith("person_id") and c.name != HOW_FAR for c in table.columns)
    return named or any(map(is_of_people, to))


def is_of_people(table: Table) -> bool:
    return table.name == "person" or points_at_people(table)


def holds_words(table: Table) -> bool:
    return any(isinstance(column.type, String | Json) for column in table.columns)


def tables(model_lists) -> set[str]:
    return {model.__tablename__ for models in model_lists for model in models}


def all_tables() -> dict[str, Table]:
    return dict(db.metadata.tables)


def test_everything_about_people_is_told_or_there_is_a_reason_why_not(app):
    told = tables(section.models for section in SECTIONS.values())
    known = {name for name, table in all_tables().items() if points_at_people(table)} | {"person"}
    assert known - told == UNTOLD.keys()


def test_everything_about_people_goes_with_them_or_there_is_a_reason_why_not(app):
    forgotten = tables(models for _, models in FORGETTING.values())
    for name, table in all_tables().items():
        own = {key for key in table.foreign_keys if is_of_people(key.column.table)}
        cascades = own and all(key.ondelete == "CASCADE" for key in own)
        if points_at_people(table):
            assert cascades or name in forgotten | STAYS.keys(), name


def test_every_text_that_may_name_somebody_is_searched_or_there_is_a_reason_why_not(app):
    searched = {model.__tablename__ for model in MAY_NAME} | tables(m for _, m in SEARCHING.values())
    searched |= {name for name, table in all_tables().items() if points_at_people(table)} | {"person"}
    worded = {name for name, table in all_tables().items() if holds_words(table)}
    assert worded - searched == NAMES_NOBODY.keys() & worded
    assert not NAMES_NOBODY.keys() - all_tables().keys() - {"alembic_version"}


def test_files_are_told_of_by_whoever_keeps_them(app):
    assert all(callable(files_of) for files_of in FILES.values())
