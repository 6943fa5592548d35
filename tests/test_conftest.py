"""The databases that tests get are what they promise: empty each time, and the same in what the planner relies on."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from planner.database import Database, open_database
from planner.domain.models import Agency
from tests.prepare.postgresql import Databases


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


def test_postgresql_hands_no_row_no_number_no_revision_and_no_change_of_a_table_on(postgresql: Databases) -> None:
    numbers, places, revisions = [], set(), set()
    newer = "UPDATE alembic_version SET version_num = '9999'"
    for statement in (newer, "SELECT 1", "ALTER TABLE agency DROP COLUMN phone", "CREATE TABLE more (id int)"):
        with postgresql.migrated() as url:
            database = open_database(url)
            with database.transaction() as session:
                revisions.add(session.execute(text("SELECT version_num FROM alembic_version")).scalar())
                agency = Agency(name="Дороги", phone="112")
                session.add(agency)
                session.flush()
                numbers.append(agency.id)
                session.execute(text(statement))
            places.add(url)
            database.close()

    assert numbers == [1, 1, 1, 1]
    assert (len(places), len(revisions)) == (4, 1)


def test_postgresql_takes_a_database_back_from_whoever_holds_on_to_it(postgresql: Databases) -> None:
    with postgresql.migrated() as url:
        held = open_database(url).engine.connect()
        held.execute(text("LOCK TABLE agency"))

    with postgresql.migrated() as url:
        database = open_database(url)
        with database.reading() as session:
            found = session.exec(select(Agency)).all()
        database.close()

    assert found == []
    with pytest.raises(OperationalError):
        held.execute(text("SELECT 1"))
    held.invalidate()
