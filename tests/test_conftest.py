"""The databases that tests get are what they promise: empty each time, and the same in what the planner relies on."""

import pytest
from sqlalchemy import inspect, text
from sqlmodel import select

from planner.database import Database, open_database
from planner.domain.models import Agency


@pytest.mark.parametrize("order", ["first", "second"])
def test_database_is_empty_each_time(database: Database, order: str) -> None:
    with database.reading() as session:
        before = session.exec(select(Agency.name)).all()

    with database.transaction() as session:
        session.add(Agency(name=f"Дороги {order}"))
    with database.reading() as session:
        after = session.exec(select(Agency.name)).all()

    assert (before, after) == ([], [f"Дороги {order}"])


def test_database_is_on_the_engine_of_its_address(database: Database, database_url: str) -> None:
    assert database.engine.dialect.name == database_url.partition(":")[0]


def test_blank_database_has_no_tables(blank_database_url: str) -> None:
    database = open_database(blank_database_url)

    tables = inspect(database.engine).get_table_names()
    database.close()

    assert tables == []


def test_postgresql_knows_small_russian_letters(database: Database) -> None:
    if database.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows Latin letters only")

    with database.reading() as session:
        small = session.execute(text("SELECT lower('ПОДЪЁМ')")).scalar_one()

    assert small == "подъём"
