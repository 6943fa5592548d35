"""Migrations that fill what they add: an old database keeps its data, and says what its history knows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Date, DateTime, Float, Integer, MetaData, Table, select
from sqlalchemy.sql.sqltypes import Boolean, Numeric

from planner.config import ROOT
from planner.database import open_database

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def migration_that_says(words: str) -> Script:
    """The one whose first sentence begins so; its number may change when branches meet."""
    scripts = ScriptDirectory(str(ROOT / "planner/migrations")).walk_revisions()
    return next(script for script in scripts if script.doc.startswith(words))


def add(connection: Connection, table: Table, **given: Any) -> None:
    """A row as an older version wrote it: what may not be empty and is not given is made up."""
    made_up = {column.name: _any_of(column.type) for column in table.columns if not column.nullable}
    connection.execute(table.insert().values(made_up | given))


def _any_of(kind: Any) -> Any:
    match kind:
        case Boolean():
            return False
        case DateTime():
            return NOW
        case Date():
            return NOW.date()
        case Integer() | Float() | Numeric():
            return 1
        case _:
            return "x"


def test_instructions_say_who_gave_them(blank_database_url: str) -> None:
    script = migration_that_says("Who set a term")
    database = open_database(blank_database_url)
    database.migrate(str(script.down_revision))
    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        old = tables.tables
        for number, name in enumerate(("Sonya", "Oksana"), start=1):
            add(connection, old["person"], id=number, name=name)
        add(connection, old["agency"], id=1)
        add(connection, old["category"], id=1)
        add(connection, old["issue"], id=1, category_id=1)
        for number in (1, 2):
            about = {"agency_id": 1, "issue_id": 1, "state": "assigned", "due_on": date(2026, 11, 30)}
            add(connection, old["instruction"], id=number, uid=str(number), **about)
        moves = [("instruct", 1, 1), ("report", 1, 2), ("instruct", 2, None)]
        for number, (step, instruction, person) in enumerate(moves, start=1):
            about = {"step": step, "instruction_id": instruction, "by_person_id": person, "facts": {}}
            add(connection, old["move"], id=number, issue_id=1, **about)

    database.migrate(script.revision)

    with database.engine.connect() as connection:
        table = Table("instruction", MetaData(), autoload_with=connection)
        rows = connection.execute(table.select().order_by(table.c.id)).mappings().all()
    assert [row["given_by_id"] for row in rows] == [1, None]
    assert {(row["control"], row["wished_agency_id"], row["wished_reason"], row["late_before"]) for row in rows} == {
        ("usual", None, "", 0)
    }
    database.close()


def test_issues_know_by_how_many_days_they_were_late(blank_database_url: str) -> None:
    script = migration_that_says("What agencies say to one point")
    database = open_database(blank_database_url)
    database.migrate(str(script.down_revision))
    due, day = date(2026, 11, 1), date.fromisoformat
    lives = (
        {"state": "closed", "due_on": due, "reported_on": day("2026-11-08"), "late_before": 2},
        {"state": "reported", "due_on": due, "reported_on": day("2026-10-30"), "late_before": 3},
        {"state": "cancelled", "due_on": due, "reported_on": day("2026-11-20"), "late_before": 9},
        {"state": "returned", "due_on": due, "reported_on": day("2026-11-20"), "late_before": 9},
    )
    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        old = tables.tables
        add(connection, old["agency"], id=1)
        add(connection, old["category"], id=1)
        for number, life in enumerate(lives, start=1):
            add(connection, old["issue"], id=number, uid=str(number), category_id=1)
            add(
                connection,
                old["instruction"],
                id=number,
                uid=str(number),
                agency_id=1,
                issue_id=number,
                item=number,
                **life,
            )

    database.migrate(script.revision)

    with database.engine.connect() as connection:
        table = Table("issue", MetaData(), autoload_with=connection)
        late = connection.execute(select(table.c.late_settled).order_by(table.c.id)).scalars().all()
    assert late == [7, 3, 0, 0]
    database.close()


def test_older_issues_know_which_was_called_fixed_at_their_place(blank_database_url: str) -> None:
    script = migration_that_says("Which issue was called fixed at the place of what was raised before")
    database = open_database(blank_database_url)
    database.migrate(str(script.down_revision))
    fixed = {"state": "closed", "outcome": "fixed"}
    lives: Sequence[dict[str, Any]] = (
        {"lat": 50.27, "lon": 127.53, "closed_at": NOW - timedelta(days=300), **fixed},
        {"lat": 50.27, "lon": 127.53, "closed_at": NOW - timedelta(days=200), **fixed},  # the latest of them
        {"lat": 50.27, "lon": 127.53, "closed_at": NOW - timedelta(days=100), **fixed, "deleted": True},
        {"lat": 50.27, "lon": 127.53, "closed_at": NOW - timedelta(days=100), **fixed, "category_id": 2},
        {"lat": 50.27, "lon": 127.53, "closed_at": NOW - timedelta(days=90), **fixed, "outcome": "refused"},
        {"lat": 50.28, "lon": 127.53, "closed_at": NOW - timedelta(days=366), **fixed},  # new wear
        {"lat": 50.2704, "lon": 127.53},  # 44 m off, in another cell
        {"lat": 50.2706, "lon": 127.53},  # 67 m off
        {"lat": 50.28, "lon": 127.53},
        {"lat": 50.27, "lon": 127.53, "again_of_id": 1},  # known since it was raised
    )
    with database.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        for number in (1, 2):
            add(connection, tables.tables["category"], id=number, name=str(number))
        for number, life in enumerate(lives, start=1):
            at = NOW if number > 6 else NOW - timedelta(days=400)
            about = {"category_id": 1, "created_at": at} | life
            add(connection, tables.tables["issue"], id=number, uid=str(number), **about)

    database.migrate(script.revision)

    with database.engine.connect() as connection:
        table = Table("issue", MetaData(), autoload_with=connection)
        again = connection.execute(select(table.c.again_of_id).order_by(table.c.id)).scalars().all()
    assert again == [None] * 6 + [2, None, None, 1]
    database.close()
