"""INDEXED BY on SQLite, where the planner would take a worse index; PostgreSQL plans by itself.

An index that cannot serve the statement is then an error instead of a slow page.
"""

from sqlalchemy.dialects.sqlite.base import SQLiteCompiler


class _Compiler(SQLiteCompiler):
    def get_from_hint_text(self, table, text):
        return text


def understand_hints(engine) -> None:
    """Let this SQLite engine write the hints of a SELECT behind its tables."""
    engine.dialect.statement_compiler = _Compiler


def with_index(statement, model, index: str):
    """The SELECT, reading `model` along that index on SQLite."""
    return statement.with_hint(model, f"INDEXED BY {index}", "sqlite")
