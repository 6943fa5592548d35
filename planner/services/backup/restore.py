"""An archive becomes the database and the photos again, here or on another machine, on either database."""

import gzip
import json
from pathlib import Path

from sqlalchemy import Connection, select

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, Invalid, Unavailable
from planner.domain.permissions import Action, require
from planner.migrations.anew import check_revision, tables_anew
from planner.services.backup.backup import ABOUT, FILES, FORMAT, TABLES, About, Progress
from planner.services.backup.rows import fill, tables_of
from planner.storage import FileStore
from planner.storage.archive import ArchiveReader

_ALWAYS_THERE = ("city", "setupcode")
"""Tables with rows in an installation that nobody has used yet."""
_TELL_EVERY = 50


def restore_backup(
    database: Database,
    actor: Actor,
    store: FileStore,
    path: Path,
    *,
    replace: bool = False,
    progress: Progress = lambda step, done, total: None,
) -> About:
    """Puts the files back and makes the database what it was, brought up to this release. For administrators.

    Before anything is written the archive is read to its end. Invalid("backup.error.damaged") where it was cut or changed;
    Unavailable("backup.error.newer") where a newer release made it; Conflict("backup.error.not_empty") where somebody works
    with this database already, unless `replace` says that all of it may go. The database is changed at once or not at all.
    """
    require(actor, Action.MANAGE_CITY)
    progress("check", 0, 1)
    with ArchiveReader(path) as archive:
        about = _about(archive)
        check_revision(about.revision)
        if not replace and not _is_unused(database):
            raise Conflict("backup.error.not_empty")
        _put_files(archive, store, about, progress)
        with database.alone() as connection, tables_anew(connection, about.revision):
            _fill_tables(archive, connection, about, progress)
    return about


def _about(archive: ArchiveReader) -> About:
    for name, content in archive.entries():
        if name == ABOUT:
            said = json.loads(content.read())
            if said.get("format") != FORMAT:
                raise Unavailable("backup.error.newer", revision=said.get("revision", "?"))
            return About(**said)
    raise Invalid("backup.error.damaged")


def _is_unused(database: Database) -> bool:
    with database.snapshot() as connection:
        tables = [table for table in tables_of(connection) if table.name not in _ALWAYS_THERE]
        return not any(connection.execute(select(table).limit(1)).first() for table in tables)


def _put_files(archive: ArchiveReader, store: FileStore, about: About, progress: Progress) -> None:
    """Files come first: a row never names one that is not there, and one that no row names goes by itself."""
    done = 0
    for name, content in archive.entries():
        if not name.startswith(FILES):
            continue
        if done % _TELL_EVERY == 0:
            progress("files", done, about.files)
        if store.put(content.read()) != name.removeprefix(FILES):
            raise Invalid("backup.error.damaged")
        done += 1
    progress("files", about.files, about.files)


def _fill_tables(archive: ArchiveReader, connection: Connection, about: About, progress: Progress) -> None:
    tables = {table.name: table for table in tables_of(connection)}
    done = 0
    for name, content in archive.entries():
        if not name.startswith(TABLES):
            continue
        progress("tables", done, len(about.rows))
        table = name.removeprefix(TABLES)
        with gzip.GzipFile(fileobj=content) as lines:
            if table not in tables or fill(connection, tables[table], lines) != about.rows[table]:
                raise Invalid("backup.error.damaged")
        done += 1
    if done != len(tables):
        raise Invalid("backup.error.damaged")
    progress("tables", done, len(about.rows))
