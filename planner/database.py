"""The engine, the migrations and the two kinds of transaction."""

import errno
import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, event, func, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as AllInUse
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel, create_engine, select

from planner.config import settings
from planner.domain.errors import Conflict, Invalid, NotFound, PlannerError, Unavailable
from planner.domain.models import Instruction, Issue, IssueAgency, PublicIssue
from planner.turn import Turn

_MIGRATIONS = Path(__file__).parent / "migrations"
_log = logging.getLogger("planner.database")
PATIENCE_S = 10.0
"""How long a write waits for its turn before it is told that the database is held."""
_CONNECTION = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_CONNECTION["tcp_user_timeout"] = 30_000
"""How long PostgreSQL may take to answer at all, and may be silent on the way: its driver would wait for minutes or hours."""
_POOL: Mapping[str, Any] = {"pool_size": 10, "max_overflow": 20, "pool_timeout": PATIENCE_S}


class Database:
    """One database. `transaction()` writes: it commits, or rolls back on any exception. `reading()` never commits.

    Both raise Unavailable where the database cannot be written or read now: full disk, held lock, no connection. A write
    that another one has made impossible meanwhile is a Conflict. A number or a text that no column can hold is Invalid
    where it should be written, NotFound where it is looked for: no row has it.
    """

    def __init__(self, engine: Engine, *, patience_s: float = PATIENCE_S) -> None:
        self.engine = engine
        self._turn = Turn(patience_s, _busy) if engine.dialect.name == "sqlite" else None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end; on SQLite it takes the write lock at once, so that it cannot fail half-way."""
        engine = self.engine.execution_options(writes=True)
        turn = self._turn.taken() if self._turn else nullcontext()
        impossible = Invalid("app.error.impossible")
        with turn, _naming_failures(impossible), Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking: what it changes is thrown away."""
        impossible = NotFound("app.error.unknown")
        with _naming_failures(impossible), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def apart(self) -> Iterator[None]:
        """No session at all, for what takes its time: drawing, files. What hinders the disk is said as by the others."""
        with _naming_failures(NotFound("app.error.unknown")):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection for looking that sees one moment, however long it takes; others go on writing meanwhile."""
        frozen = {"isolation_level": "REPEATABLE READ"} if self.engine.dialect.name == "postgresql" else {}
        unknown = NotFound("app.error.unknown")
        with (
            _naming_failures(unknown),
            self.engine.connect() as connection,
            connection.execution_options(**frozen).begin(),
        ):
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A connection that commits at the end, for making all tables anew (`planner/migrations/anew.py`).

        SQLite watches no foreign keys meanwhile: it can be told so only before a transaction begins.
        """
        turn = self._turn.taken() if self._turn else nullcontext()
        impossible = Invalid("app.error.impossible")
        with turn, _naming_failures(impossible), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            watch = "PRAGMA foreign_keys=%s" if self._turn else "SELECT '%s'"
            driver = connection.connection.cursor()
            driver.execute(watch % "OFF")
            try:
                with connection.begin():
                    _wait_for_locks(connection)
                    yield connection
            finally:
                driver.execute(watch % "ON")
                driver.close()

    def migrate(self, revision: str = "head") -> None:
        """Brings the tables to `revision` (Alembic's name); on an empty database makes them.

        Unavailable, with a key of the topic `console` where it is for the administrator alone: as `transaction`, and where
        a newer release has made the tables or another program has.
        """
        try:
            with _naming_failures(Invalid("app.error.impossible")), self._alembic() as config:
                _refuse_newer(config)
                command.upgrade(config, revision)
        except DBAPIError as error:
            raise Unavailable("console.error.foreign", reason=_first_line(error.orig)) from error

    def check_writable(self) -> None:
        """Unavailable where nothing can be written: writes what is there already, so it is for what will write a lot."""
        with self.transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = version_num"))

    def write_migration(self, message: str) -> Path | None:
        """Writes the next migration: what the models have and these tables, which are at the last one, have not.

        Its number follows the last one in the folder. None, and no file, where nothing has changed.
        """
        with self._alembic() as config:
            last = ScriptDirectory.from_config(config).get_current_head()
            written = command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=f"{int(last or 0) + 1:04}",
                process_revision_directives=_write_nothing_empty,
            )
        return Path(written.path) if isinstance(written, Script) else None

    @contextmanager
    def _alembic(self) -> Iterator[Config]:
        """Alembic's settings, with a connection that commits at the end."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            _wait_for_locks(connection)
            config.attributes["connection"] = connection
            yield config

    def close(self) -> None:
        """Gives back every connection."""
        self.engine.dispose()


def _busy() -> Unavailable:
    return Unavailable("app.error.busy")


def _refuse_newer(config: Config) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    there = set(MigrationContext.configure(config.attributes["connection"]).get_current_heads())
    if there - known:
        raise Unavailable("console.error.newer", revision=", ".join(sorted(there - known)))


def _write_nothing_empty(context: object, revision: object, scripts: list[MigrationScript]) -> None:
    if all(script.upgrade_ops is None or script.upgrade_ops.is_empty() for script in scripts):
        scripts.clear()


_SQLITE_FAILURES = {
    sqlite3.SQLITE_BUSY: "app.error.busy",
    sqlite3.SQLITE_LOCKED: "app.error.busy",
    sqlite3.SQLITE_FULL: "app.error.full",
    sqlite3.SQLITE_IOERR: "app.error.broken",
    sqlite3.SQLITE_READONLY: "app.error.read_only",
    sqlite3.SQLITE_CANTOPEN: "app.error.read_only",
    sqlite3.SQLITE_CORRUPT: "app.error.broken",
    sqlite3.SQLITE_NOTADB: "app.error.broken",
}
_POSTGRESQL_FAILURES = {
    "53100": "app.error.full",
    "55P03": "app.error.busy",
    "57014": "app.error.busy",
    "25006": "app.error.read_only",
    "53300": "app.error.busy",
    "40P01": "app.error.busy",
    "42501": "app.error.read_only",
}
"""By the state that PostgreSQL names (its manual, appendix A); a lost connection has none."""
_DISK_FAILURES = {
    errno.ENOSPC: "app.error.full",
    errno.EDQUOT: "app.error.full",
    errno.EROFS: "app.error.read_only",
    errno.EACCES: "app.error.read_only",
    errno.EPERM: "app.error.read_only",
}


_AT_ONCE = frozenset(
    {"23503", "23505", "40001"}
    | {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY}
)
"""What two who write at once can run into, by either database's code: taken meanwhile, gone meanwhile."""


@contextmanager
def _naming_failures(impossible: PlannerError) -> Iterator[None]:
    """Says by a key what hinders the database or the disk; every other error goes up as it is.

    `impossible` is said of a number or a text that the database cannot take.
    """
    try:
        yield
    except AllInUse as error:  # each connection of the pool, for as long as one waits
        raise Unavailable("app.error.busy") from error
    except StaleDataError as error:
        raise Conflict("app.error.at_once") from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        raise impossible from error
    except DBAPIError as error:
        if key := _key_of(error):
            raise Unavailable(key, reason=_first_line(error.orig)) from error
        if _code_of(error) in _AT_ONCE:
            _log.warning("a write that another one made impossible", exc_info=error)
            raise Conflict("app.error.at_once") from error
        raise
    except OSError as error:
        if failure := disk_failure(error):
            raise failure from error
        raise


def disk_failure(error: OSError) -> Unavailable | None:
    """What hinders the disk, with the `path` where it is known; None for any other failure."""
    key = _DISK_FAILURES.get(error.errno or 0)
    return Unavailable(key, path=str(error.filename or "")) if key else None


def _first_line(cause: object) -> str:
    return (str(cause).splitlines() or [""])[0]


def _key_of(error: DBAPIError) -> str | None:
    code = _code_of(error)
    if isinstance(code, int):
        return _SQLITE_FAILURES.get(code & 0xFF)
    if error.connection_invalidated or (code is None and isinstance(error, OperationalError)):
        return "app.error.no_database"
    return _POSTGRESQL_FAILURES.get(code or "")


def _code_of(error: DBAPIError) -> int | str | None:
    """SQLite's number of an error, or PostgreSQL's state, which it does not always name."""
    cause = error.orig
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) or 0
    state: str | None = getattr(cause, "sqlstate", None)
    return state


def open_database(url: str, *, patience_s: float = PATIENCE_S) -> Database:
    """Opens SQLite (WAL, foreign keys, durable commits) or PostgreSQL; makes SQLite's folder.

    A write waits `patience_s` for what others hold; on SQLite as long again for the writes of this process.
    Plain `postgresql://` addresses use the psycopg 3 driver. Unavailable("console.error.address") for any other address,
    Unavailable("console.error.no_folder") where a file stands in place of the folder.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise Unavailable("console.error.address") from None
    if address.get_backend_name() not in ("sqlite", "postgresql"):
        raise Unavailable("console.error.address")
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite":
        if address.database:
            _make_folder(Path(address.database).parent)
        engine = create_engine(address, connect_args={"timeout": patience_s, "check_same_thread": False}, **_POOL)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        asked = {name: value for name, value in _CONNECTION.items() if name not in address.query}
        engine = create_engine(address, pool_pre_ping=True, connect_args=asked, **_POOL)
        event.listen(engine, "connect", partial(_prepare_postgresql, patience_s))
    return Database(engine, patience_s=patience_s)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise Unavailable("console.error.no_folder", path=str(folder)) from error


def hold_all(session: Session, table: type[SQLModel]) -> None:
    """Whoever changes the rows of this table is alone with them until the transaction ends.

    For what has no row to lock: a name that only one may have, how many are left, a row that is not there yet. To be
    called before anything is read that decides. On SQLite a transaction that writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(table.__tablename__))))


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a consistent read
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_postgresql(patience_s: float, connection: Any, record: object) -> None:
    """PostgreSQL supposes disks on which it is four times as dear to read here and there; so it would not count by an index.
    And it would wait for a held lock as long as that is held.
    """
    connection.autocommit = True
    connection.execute(f"SET random_page_cost = 1.1; SET lock_timeout = {int(patience_s * 1000)}")
    connection.autocommit = False


def _wait_for_locks(connection: Connection) -> None:
    """What changes whole tables waits on PostgreSQL until nobody holds one of them."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@event.listens_for(OrmSession, "before_flush")
def _mark_changed_issues(session: OrmSession, *_: object) -> None:
    """Gives changed issues the mark by which the map's columns find them.

    SQLite writes one after the other, so a counter follows the order of commits. On PostgreSQL a counter would hide
    rows of transactions that commit late, so the mark is the transaction's own number.
    """
    rows = [row for row in (*session.new, *session.dirty) if session.is_modified(row)]
    changed = [row for row in rows if isinstance(row, Issue)]
    with session.no_autoflush:
        # An issue is found by the words of its instructions and by its agencies too, and is on public maps or not.
        kinds = Instruction | IssueAgency | PublicIssue
        beside = [row for row in (*rows, *session.deleted) if isinstance(row, kinds)]
        told = {row.issue_id for row in beside} - {row.id for row in changed}
        changed += [issue for number in sorted(told) if (issue := session.get(Issue, number)) is not None]
        if not changed:
            return
        if session.get_bind().dialect.name == "postgresql":
            mark = session.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
        else:
            largest = select(func.coalesce(func.max(Issue.rev), 0)).where(text("rev > 0"))  # as its index says it
            mark = session.execute(largest).scalar_one() + 1
    for issue in changed:
        issue.rev = mark


@lru_cache(maxsize=1)
def the_database() -> Database:
    """The database of this process, opened once from its settings; only the doors ask for it."""
    return open_database(settings().database_url)
