"""What the tests of backups share: the demo city with a row in every table, and a comparison of all rows of two databases."""

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Table, TypeDecorator, func, select
from sqlmodel import SQLModel

from planner.database import Database
from planner.demo import load_demo
from planner.domain.models import City
from planner.domain.models.types import UtcDateTime, Word
from planner.services.access.passwords import hash_password
from planner.services.access.set_up import create_first_administrator
from planner.services.access.sign_in import find_actor
from planner.storage import FolderStore

NOW = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
AT = datetime(2028, 2, 29, 14, 59, 59, 123456, tzinfo=UTC)
VALUES: dict[Any, Any] = {
    date: AT.date(),
    str: "«Ёлки»\n\t\u2028'; 🚌",
    int: 7,
    float: 0.1 + 0.2,
    bool: True,
    time: AT.time(),
    bytes: b"\x00\xffPK",
}


def set_city(database: Database, files: Path) -> FolderStore:
    """The demo city, its photos in `files`, and in each table that it leaves empty a row with odd values."""
    store = FolderStore(files)
    with database.transaction() as session:
        hashed = hash_password("long enough phrase")
        token = create_first_administrator(session, name="А", email="a@example.org", password_hash=hashed, now=NOW)
        load_demo(session, find_actor(session, token, now=NOW), store, now=NOW)
        session.get_one(City, 1).background = {"type": "FeatureCollection", "ё": [0.1, 1e-9, None, True]}
        session.flush()
        for table in SQLModel.metadata.sorted_tables:
            if session.scalar(select(func.count()).select_from(table)) == 0:
                session.execute(table.insert().values(_odd_row(session, table)))
    return store


def all_rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the product reads it."""
    with database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in SQLModel.metadata.sorted_tables
        }


def _odd_row(session: Any, table: Table) -> dict[str, Any]:
    row = {}
    for column in table.columns:
        key = next(iter(column.foreign_keys), None)
        row[column.name] = session.scalar(select(func.min(key.column))) if key else _odd_value(column.type)
    return row


def _odd_value(kind: Any) -> Any:
    if isinstance(kind, Word):
        return next(iter(kind.vocabulary))
    if isinstance(kind, UtcDateTime):
        return AT
    plain = kind.impl if isinstance(kind, TypeDecorator) else kind
    return {"a": [1, None, "ё"]} if isinstance(plain, JSON) else VALUES[plain.python_type]
