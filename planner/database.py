"""The engine, the migrations and the two kinds of transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, event, func, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import Session, create_engine, select

from planner.config import settings
from planner.domain.models import Issue

_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One database. `transaction()` writes: it commits, or rolls back on any exception. `reading()` never commits."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that commits at the end; on SQLite it takes the write lock at once, so that it cannot fail half-way."""
        with Session(self.engine.execution_options(writes=True), expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking: what it changes is thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def migrate(self, revision: str = "head") -> None:
        """Brings the tables to `revision` (Alembic's name); on an empty database makes them."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        with self.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)

    def close(self) -> None:
        """Gives back every connection."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Opens SQLite (WAL, foreign keys, durable commits, 10 s of patience) or PostgreSQL; makes SQLite's folder.

    Plain `postgresql://` addresses use the psycopg 3 driver.
    """
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() == "sqlite":
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": 10, "check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(address, pool_pre_ping=True, pool_size=10, max_overflow=20)
    return Database(engine)


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late for a consistent read
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
        "busy_timeout=10000",
        "cache_size=-65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@event.listens_for(OrmSession, "before_flush")
def _mark_changed_issues(session: OrmSession, *_: object) -> None:
    """Gives changed issues the mark by which the map's columns find them.

    SQLite writes one after the other, so a counter follows the order of commits. On PostgreSQL a counter would hide
    rows of transactions that commit late, so the mark is the transaction's own number.
    """
    changed = [row for row in (*session.new, *session.dirty) if isinstance(row, Issue) and session.is_modified(row)]
    if not changed:
        return
    with session.no_autoflush:
        if session.get_bind().dialect.name == "postgresql":
            mark = session.execute(text("SELECT pg_current_xact_id()::text::bigint")).scalar_one()
        else:
            mark = session.execute(select(func.coalesce(func.max(Issue.rev), 0) + 1)).scalar_one()
    for issue in changed:
        issue.rev = mark


@lru_cache(maxsize=1)
def the_database() -> Database:
    """The database of this process, opened once from its settings; only the doors ask for it."""
    return open_database(settings().database_url)
