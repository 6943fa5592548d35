"""Everything in one file, written while visitors go on working."""

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from sqlalchemy import Connection, Table, select, text, union

from planner.database import Database
from planner.domain.actor import Actor
from planner.domain.errors import Conflict, NotFound
from planner.domain.permissions import Action, require
from planner.migrations.anew import VERSIONS
from planner.services.backup.rows import lines_of, tables_of
from planner.services.issues.orphans import NAMING_FILES
from planner.storage import FileStore
from planner.storage.archive import ArchiveWriter

FORMAT = 1
ABOUT = "about.json"
TABLES, FILES = "tables/", "files/"
_IN_MEMORY = 8 * 1024**2
_TELL_EVERY = 50
Progress = Callable[[str, int, int], object]
"""Told which step it is ("tables", "files"), how much of it is done, and of how much."""


@dataclass(frozen=True)
class About:
    """What an archive says of itself. `missing`: files that rows name but the store no longer had, at most a hundred of them."""

    format: int
    revision: str
    made_at: str
    rows: dict[str, int]
    files: int
    file_bytes: int
    missing: list[str] = field(default_factory=list)


def make_backup(
    database: Database,
    actor: Actor,
    store: FileStore,
    path: Path,
    *,
    now: datetime,
    progress: Progress = lambda step, done, total: None,
) -> About:
    """Writes the archive: all rows as they were at one moment, and the files that they name. For administrators.

    Others write meanwhile, and none of theirs is in it by half. The database is taken as it stands, of whatever release. Conflict
    where the file is there already, or the database is empty; a file of that name is either whole or not there.
    """
    require(actor, Action.MANAGE_CITY)
    with ArchiveWriter(path) as archive, tempfile.TemporaryFile(dir=archive.folder) as names:
        with database.snapshot() as connection:
            revision, tables = _looked_at(connection)
            rows = {}
            for at, table in enumerate(tables):
                progress("tables", at, len(tables))
                rows[table.name] = _add_table(archive, connection, table)
            total = _write_names(connection, tables, names)
        progress("tables", len(tables), len(tables))
        files, file_bytes, missing = _add_files(archive, store, names, total, progress)
        about = About(FORMAT, revision, now.isoformat(), rows, files, file_bytes, missing)
        archive.add_bytes(ABOUT, json.dumps(asdict(about), ensure_ascii=False, indent=1).encode())
    return about


def _looked_at(connection: Connection) -> tuple[str, list[Table]]:
    tables = tables_of(connection)
    if not tables:
        raise Conflict("backup.error.nothing")
    revision = connection.scalar(text(f"SELECT version_num FROM {VERSIONS}"))
    return str(revision), tables


def _add_table(archive: ArchiveWriter, connection: Connection, table: Table) -> int:
    rows = -1
    with _spooled(archive) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=6, mtime=0) as packed:
            for line in lines_of(connection, table):
                packed.write(line)
                rows += 1
        size = spool.tell()
        spool.seek(0)
        archive.add(f"{TABLES}{table.name}", cast(BinaryIO, spool), size)
    return rows


@contextmanager
def _spooled(archive: ArchiveWriter) -> Iterator[IO[bytes]]:
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(archive.folder)) as spool:
        yield cast(IO[bytes], spool)


def _write_names(connection: Connection, tables: list[Table], names: IO[bytes]) -> int:
    """Which files the rows name, each once, a line for each; on the disk, because there can be a million."""
    known = {table.name: table for table in tables}
    columns = [known[table].columns[column] for table, column in NAMING_FILES if table in known]
    total = 0
    if not columns:
        return total
    named = union(*(select(column) for column in columns)).execution_options(yield_per=1_000)
    for (name,) in connection.execute(named):
        if name:
            names.write(f"{name}\n".encode())
            total += 1
    return total


def _add_files(
    archive: ArchiveWriter, store: FileStore, names: IO[bytes], total: int, progress: Progress
) -> tuple[int, int, list[str]]:
    names.seek(0)
    files, file_bytes, missing = 0, 0, list[str]()
    for at, line in enumerate(names):
        if at % _TELL_EVERY == 0:
            progress("files", at, total)
        name = line.decode().rstrip("\n")
        try:
            data = store.get(name)
        except NotFound:
            missing.append(name) if len(missing) < 100 else None
            continue
        archive.add_bytes(f"{FILES}{name}", data)
        files, file_bytes = files + 1, file_bytes + len(data)
    progress("files", total, total)
    return files, file_bytes, missing
