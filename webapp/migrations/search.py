"""The text index of person_search, which each engine has in its own way."""

from alembic import op
from sqlalchemy import text

_SQLITE = (
    """CREATE VIRTUAL TABLE person_fts USING fts5(
        txt, phones,
        content='person_search', content_rowid='person_id', tokenize='trigram case_sensitive 1'
    )""",
    # Merge little and often: by default a merge now and then held the write lock for half a second.
    "INSERT INTO person_fts (person_fts, rank) VALUES ('automerge', 8)",
    "INSERT INTO person_fts (person_fts, rank) VALUES ('crisismerge', 1000)",
    """CREATE TRIGGER person_search_added AFTER INSERT ON person_search WHEN new.indexed = 1 BEGIN
        INSERT INTO person_fts (rowid, txt, phones) VALUES (new.person_id, new.txt, new.phones);
    END""",
    """CREATE TRIGGER person_search_gone AFTER DELETE ON person_search WHEN old.indexed = 1 BEGIN
        INSERT INTO person_fts (person_fts, rowid, txt, phones)
            VALUES ('delete', old.person_id, old.txt, old.phones);
    END""",
    """CREATE TRIGGER person_search_changed AFTER UPDATE ON person_search BEGIN
        INSERT INTO person_fts (person_fts, rowid, txt, phones)
            SELECT 'delete', old.person_id, old.txt, old.phones WHERE old.indexed = 1;
        INSERT INTO person_fts (rowid, txt, phones)
            SELECT new.person_id, new.txt, new.phones WHERE new.indexed = 1;
    END""",
)
_POSTGRES = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX ix_person_search_txt ON person_search USING gin (txt gin_trgm_ops)",
    "CREATE INDEX ix_person_search_phones ON person_search USING gin (phones gin_trgm_ops)",
)


def make_text_index() -> None:
    """FTS5 with trigrams over person_search on SQLite; GIN trigrams on PostgreSQL where it has them."""
    connection = op.get_bind()
    statements = _SQLITE
    if connection.dialect.name == "postgresql":
        has = connection.scalar(text("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'"))
        statements = _POSTGRES if has else ()
    for statement in statements:
        connection.execute(text(statement))
