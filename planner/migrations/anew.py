"""All tables made anew at a migration of one's choice, filled, and brought up to date: how a backup comes back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel

from planner.domain.errors import Conflict, Invalid, Unavailable

VERSIONS = "alembic_version"
_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_INDEXES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE issue_words_fts %'"


def check_revision(revision: str) -> None:
    """Unavailable("backup.error.newer") for a migration that this release has not."""
    if revision not in _known(Config()):
        raise Unavailable("backup.error.newer", revision=revision)


@contextmanager
def tables_anew(connection: Connection, revision: str) -> Iterator[None]:
    """Throws all tables away and makes those of `revision` for the body to fill, in any order; then they are brought up to
    date. It is for a connection of `Database.alone`, whose transaction takes all of it back on any error.

    Unavailable where the tables are not the planner's, or of a newer release; Invalid("backup.error.keys") where a row
    names another one that is not there.
    """
    config = Config()
    config.attributes["connection"] = connection
    _known(config)
    _drop_tables(connection)
    command.upgrade(config, revision)
    with _keys_unwatched(connection):
        yield
    command.upgrade(config, "head")


def _known(config: Config) -> set[str]:
    config.set_main_option("script_location", str(Path(__file__).parent))
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _drop_tables(connection: Connection) -> None:
    there = inspect(connection).get_table_names()
    if there and VERSIONS not in there:
        raise Conflict("backup.error.foreign")
    if connection.dialect.name == "sqlite":
        for name in connection.scalars(text(_INDEXES)).all():  # they take their own tables with them
            connection.execute(text(f"DROP TABLE {name}"))
    ours = [connection.dialect.identifier_preparer.quote(name) for name in _ours(there)]
    if connection.dialect.name == "postgresql":
        ours = [f"{', '.join(ours)} CASCADE"] if ours else []
    for each in ours:
        connection.execute(text(f"DROP TABLE {each}"))


def _ours(there: Sequence[str]) -> list[str]:
    return [name for name in there if name == VERSIONS or name in SQLModel.metadata.tables]


@contextmanager
def _keys_unwatched(connection: Connection) -> Iterator[None]:
    """PostgreSQL's foreign keys are away while the body runs; every row is looked at when they come back, as SQLite's are."""
    is_sqlite = connection.dialect.name == "sqlite"
    keys = [] if is_sqlite else connection.execute(text(_KEYS)).all()
    for table, name, _ in keys:
        connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    yield
    if is_sqlite and connection.execute(text("PRAGMA foreign_key_check")).first() is not None:
        raise Invalid("backup.error.keys")
    try:
        for table, name, definition in keys:
            connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))
    except IntegrityError as error:
        raise Invalid("backup.error.keys") from error
