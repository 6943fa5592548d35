"""The rows of a table as lines of JSON that either database reads back: the first line tells the columns, each other one a row.

Tables are looked at as they stand, not through the models, so that an older archive is read by the columns it had.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Time,
    cast,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.types import TypeDecorator

from planner.domain.errors import Invalid
from planner.domain.models.finding import is_modelled
from planner.migrations.anew import VERSIONS

_BATCH = 1_000


class _JsonText(TypeDecorator[str]):
    """PostgreSQL's JSON as the text that it keeps, so that nothing in it is ever written in another way."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: Any) -> Any:
        return cast(column, Text)

    def bind_expression(self, bindparam: Any) -> Any:
        return cast(bindparam, JSON)


def tables_of(connection: Connection) -> list[Table]:
    """The tables that the database has, by name, without the one that tells its migration and without the databases' own
    indexes for texts, which follow from the others.
    """
    known = MetaData()
    names = [name for name in inspect(connection).get_table_names() if name != VERSIONS and is_modelled(name)]
    known.reflect(connection, only=names)
    tables = [known.tables[name] for name in sorted(names)]
    for column in (each for table in tables for each in table.columns):
        if isinstance(column.type, JSON):
            column.type = _JsonText() if connection.dialect.name == "postgresql" else Text()
    return tables


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The whole table in the order of its key, read a piece at a time."""
    columns = _kept(table)
    yield _line({"columns": [column.name for column in columns], "last": _last_number(connection, table)})
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=_BATCH)
    for row in connection.execute(query):
        yield _line([_told(value) for value in row])


def fill(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Writes what `lines_of` has told into the empty table; how many rows. The next number follows the last one given.

    Invalid("backup.error.damaged") where the table has not just these columns.
    """
    told = iter(lines)
    head = json.loads(next(told, b"{}"))
    columns = [table.columns[name] for name in head.get("columns", ()) if name in table.columns]
    if {column.name for column in columns} != {column.name for column in _kept(table)} or len(columns) != len(
        head["columns"]
    ):
        raise Invalid("backup.error.damaged")
    readers = [(column.name, _reader(column)) for column in columns]
    total = 0
    while batch := [_row(readers, json.loads(line)) for line in islice(told, _BATCH)]:
        connection.execute(table.insert(), batch)
        total += len(batch)
    _go_on_after(connection, table, head.get("last") or 0)
    return total


def _kept(table: Table) -> list[Column[Any]]:
    """The columns without those that the database computes by itself."""
    return [column for column in table.columns if column.computed is None and is_modelled(column.name)]


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date | time) else value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat
    if isinstance(column.type, Time):
        return time.fromisoformat
    if isinstance(column.type, LargeBinary):
        return b64decode
    return date.fromisoformat if isinstance(column.type, Date) else lambda value: value


def _row(readers: Sequence[tuple[str, Callable[[Any], Any]]], values: Sequence[Any]) -> Mapping[str, Any]:
    pairs = zip(readers, values, strict=True)
    return {name: None if value is None else read(value) for (name, read), value in pairs}


def _sequence(connection: Connection, table: Table) -> str | None:
    """What gives the numbers of this table, on PostgreSQL; SQLite goes on after the largest by itself."""
    if connection.dialect.name != "postgresql" or "id" not in table.columns:
        return None
    quoted = connection.dialect.identifier_preparer.quote(table.name)
    name: str | None = connection.scalar(text("SELECT pg_get_serial_sequence(:name, 'id')"), {"name": quoted})
    return name


def _last_number(connection: Connection, table: Table) -> int:
    sequence = _sequence(connection, table)
    if sequence is None:
        return 0
    return connection.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")) or 0


def _go_on_after(connection: Connection, table: Table, last: int) -> None:
    if sequence := _sequence(connection, table):
        largest = connection.scalar(select(func.max(table.columns["id"]))) or 0
        if max(last, largest) > 0:
            connection.execute(select(func.setval(sequence, max(last, largest))))
