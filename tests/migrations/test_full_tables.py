"""Migrations meet tables with rows: what an empty database does not mind, a city's database may refuse."""

from datetime import UTC, date, datetime, time
from typing import Any

import sqlalchemy as sa

from planner.database import open_database
from planner.domain.models.finding import is_modelled

FROM = "0026"
"""The last one before which every step has its own test; all that come later are tried on rows of each table."""
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
VALUES: dict[type, Any] = {
    str: "x",
    int: 1,
    float: 50.0,
    bool: False,
    bytes: b"x",
    datetime: AT,
    date: AT.date(),
    time: AT.time(),
}


def test_newer_migrations_keep_every_row(blank_database_url: str) -> None:
    database = open_database(blank_database_url)
    database.migrate(FROM)
    with database.engine.begin() as connection:
        tables = _fill(connection)

    database.migrate()

    with database.engine.connect() as connection:
        left = {name: connection.scalar(sa.text(f"SELECT count(*) FROM {name}")) for name in tables}
    database.close()
    assert {name for name, rows in left.items() if rows == 0} == set()
    assert len(tables) > 50


def _fill(connection: sa.Connection) -> list[str]:
    """A row in each table, which refers to the rows before it; returns the names of the tables."""
    metadata = sa.MetaData()
    metadata.reflect(connection)
    tables = [each for each in metadata.sorted_tables if is_modelled(each.name) and each.name != "alembic_version"]
    for table in tables:
        row = {column.name: _value(connection, column) for column in table.columns if not _is_computed(column)}
        connection.execute(table.insert().values(row))
    return [table.name for table in tables]


def _is_computed(column: sa.Column[Any]) -> bool:
    return column.computed is not None


def _value(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    key = next(iter(column.foreign_keys), None)
    if key is not None:
        return connection.scalar(sa.select(sa.func.min(key.column)))
    return {} if isinstance(column.type, sa.JSON) else VALUES.get(column.type.python_type, "x")
