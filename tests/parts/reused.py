"""A PostgreSQL database that one test after the other uses, and each finds as if it were copied for it.

A copy for each test took 40 ms of the server, and as much again for connections that knew nothing yet. Tables
note that they were written to, since setting all of them back took 13 ms more.
"""

import psycopg

from .postgres import Cluster

REMEMBER = """
CREATE SCHEMA kept;
CREATE TABLE kept.definition (changed text);
CREATE FUNCTION kept.note_definition() RETURNS event_trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO kept.definition VALUES (tg_tag); END';
CREATE TABLE kept.sequence AS
    SELECT seqrelid AS id, seqstart AS start, pg_sequence_last_value(seqrelid) AS last_value FROM pg_sequence;
CREATE TABLE kept.written (relation oid);
CREATE FUNCTION kept.note_written() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO kept.written VALUES (tg_relid); RETURN NULL; END';
"""
NOTE_WRITTEN = """
CREATE TRIGGER note_written AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON public.{name}
    FOR EACH STATEMENT EXECUTE FUNCTION kept.note_written()
"""
WATCH = "CREATE EVENT TRIGGER note_definition ON ddl_command_end EXECUTE FUNCTION kept.note_definition()"

OURS = ("SET session_replication_role = replica", "SET lock_timeout = '5s'")
"""How the connection that sets back differs: neither are foreign keys asked nor its writing noted, and it
waits for nobody for long."""

LEFT = """
SELECT EXISTS (SELECT 1 FROM kept.definition) OR EXISTS (
    SELECT 1 FROM pg_stat_get_activity(NULL) JOIN pg_database ON oid = datid
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
), ARRAY(SELECT DISTINCT relation::regclass::text FROM kept.written)
"""
"""Whether a test changed more than rows, or left somebody in the middle of things; the tables it wrote to."""
TABLES = (
    "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
)
USED = f"{TABLES} AND pg_relation_size(oid) > 0"
SET_SEQUENCES_BACK = """
SELECT setval(id, coalesce(last_value, start), last_value IS NOT NULL)
FROM kept.sequence WHERE pg_sequence_last_value(id) IS DISTINCT FROM last_value
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
        note = [NOTE_WRITTEN.format(name=name) for name in self._names(TABLES)]
        self.connection.execute(";".join((REMEMBER, *remember, *note, WATCH, *OURS)))
        self.insert = {name: f"INSERT INTO public.{name} SELECT * FROM kept.{name}" for name in peopled}

    def _can_be_set_back(self) -> bool:
        """Set rows and sequences back, unless a test changed more or left somebody in the middle of things.

        Vacuumed in between, so that rows lie in the order in which they come, and not where others were.
        """
        try:
            is_spoilt, written = self.connection.execute(LEFT).fetchone()
            if is_spoilt:
                return False
            emptied = ["kept.written", *written]
            self._run(*(f"DELETE FROM {name}" for name in emptied))
            self.connection.execute(f"VACUUM (PROCESS_TOAST false) {', '.join(emptied)}")
            self._run(*(self.insert[name] for name in written if name in self.insert), SET_SEQUENCES_BACK)
        except psycopg.OperationalError:  # ended by somebody, or in vain waiting for one who holds a lock
            return False
        return True

    def _names(self, query: str) -> list[str]:
        return [name for (name,) in self.connection.execute(query)]

    def _run(self, *statements: str) -> None:
        """All at once; each is prepared when it has come a few times."""
        with self.connection.pipeline():
            for statement in statements:
                self.connection.execute(statement)
