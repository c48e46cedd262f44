"""A PostgreSQL database that one test after the other uses, and each finds as if it were copied for it.

A copy for each test took 40 ms of the server, and as much again for connections that knew nothing yet.
"""

import psycopg

from .postgres import Cluster

REMEMBER = """
CREATE SCHEMA kept;
CREATE TABLE kept.definition (changed text);
CREATE FUNCTION kept.note_definition() RETURNS event_trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO kept.definition VALUES (tg_tag); END';
CREATE TABLE kept.sequence AS SELECT schemaname, sequencename, last_value FROM pg_sequences;
"""
WATCH = "CREATE EVENT TRIGGER note_definition ON ddl_command_end EXECUTE FUNCTION kept.note_definition()"

OURS = ("SET session_replication_role = replica", "SET lock_timeout = '5s'")
"""How the connection that sets back differs: foreign keys are not asked, and it waits for nobody for long."""

IS_SPOILT = """
SELECT EXISTS (SELECT 1 FROM kept.definition) OR EXISTS (
    SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
)
"""
USED = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
"""
SET_SEQUENCES_BACK = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass,
              coalesce(kept.last_value, present.start_value), kept.last_value IS NOT NULL)
FROM pg_sequences AS present JOIN kept.sequence AS kept USING (schemaname, sequencename)
WHERE present.last_value IS DISTINCT FROM kept.last_value
"""


class Reused:
    """One database; `ready` gives its address when it is as its template, whatever the last test did."""

    def __init__(self, cluster: Cluster, name: str, template: str):
        self.cluster, self.name, self.template = cluster, name, template
        self.connection = None

    def ready(self) -> str:
        """The database's address, its rows and sequences set back; made anew if that is not enough."""
        if self.connection and not self._can_be_set_back():
            self.close()
        if not self.connection:
            self._make()
        return self.cluster.url(self.name)

    def close(self) -> None:
        """Remove the database, ending whoever is still connected."""
        if self.connection:
            self.connection.close()
            self.connection = None
            self.cluster.drop(self.name)

    def _make(self) -> None:
        self.cluster.create(self.name, template=self.template)
        self.connection = self.cluster.connect(self.name)
        peopled = self._names(USED)
        remember = [f"CREATE TABLE kept.{name} AS TABLE public.{name}" for name in peopled]
        self._run(REMEMBER, *remember, WATCH, *OURS)
        self.insert = [f"INSERT INTO public.{name} SELECT * FROM kept.{name}" for name in peopled]

    def _can_be_set_back(self) -> bool:
        """Set rows and sequences back, unless a test changed more or left somebody in the middle of things.

        Vacuumed in between, so that rows lie in the order in which they come, and not where others were.
        """
        try:
            if self.connection.execute(IS_SPOILT).fetchone()[0]:
                return False
            used = self._names(USED)
            self._run(*(f"DELETE FROM {name}" for name in used))
            self._run(f"VACUUM (PROCESS_TOAST false) {', '.join(used)}")
            self._run(*self.insert, SET_SEQUENCES_BACK)
        except psycopg.OperationalError:  # ended by somebody, or in vain waiting for one who holds a lock
            return False
        return True

    def _names(self, query: str) -> list[str]:
        return [f'"{name}"' for (name,) in self.connection.execute(query)]

    def _run(self, *statements: str) -> None:
        self.connection.execute(";".join(statements))
