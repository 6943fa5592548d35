"""Migrations and transactions on both databases."""

import errno
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, event, inspect, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlmodel import SQLModel, col, select

from planner.config import ROOT
from planner.database import Database, open_database
from planner.domain.errors import Conflict, Invalid, NotFound, Unavailable
from planner.domain.models import (
    Category,
    City,
    District,
    FieldSpeaker,
    FieldTablet,
    Instruction,
    Issue,
    Person,
    SignIn,
    Tour,
)
from planner.domain.models.finding import is_modelled


def test_migrations_go_one_by_one_from_the_first_to_the_last(blank_database_url: str) -> None:
    database = open_database(blank_database_url)
    revisions = [script.revision for script in ScriptDirectory(str(ROOT / "planner/migrations")).walk_revisions()]

    for revision in reversed(revisions):
        database.migrate(revision)
    database.migrate()

    tables = set(filter(is_modelled, inspect(database.engine).get_table_names()))
    assert tables == {*SQLModel.metadata.tables, "alembic_version"}
    database.close()


def test_migrated_tables_are_the_models(database: Database) -> None:
    with database.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"include_name": is_modelled}), SQLModel.metadata
        )

    assert differences == []


def test_no_migration_is_written_where_the_models_have_not_changed(database: Database) -> None:
    versions = ROOT / "planner/migrations/versions"
    there = sorted(versions.glob("*.py"))

    written = database.write_migration("nothing")

    assert (written, sorted(versions.glob("*.py"))) == (None, there)


def test_sqlite_is_durable_and_checks_references(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new folder/planner.db")
    names = ("journal_mode", "foreign_keys", "synchronous")

    with database.reading() as session:
        pragmas = [session.execute(text(f"PRAGMA {name}")).scalar_one() for name in names]

    assert pragmas == ["wal", 1, 2]
    database.close()


def test_reference_to_what_is_gone_is_a_conflict(database: Database) -> None:
    with pytest.raises(Conflict, match=r"^app\.error\.at_once$"), database.transaction() as session:
        session.add(Person(name="Борис", agency_id=99))


def test_name_that_is_taken_is_a_conflict_at_the_latest(database: Database) -> None:
    with pytest.raises(Conflict, match=r"^app\.error\.at_once$"), database.transaction() as session:
        session.add_all([District(name="Северный"), District(name="Северный")])


def test_row_that_another_one_deleted_is_a_conflict(database: Database) -> None:
    with database.transaction() as session:
        session.add(District(id=1, name="Северный"))

    with pytest.raises(Conflict, match=r"^app\.error\.at_once$"), database.transaction() as session:
        north = session.get_one(District, 1)
        session.execute(text("DELETE FROM district"))
        north.name = "Южный"


def test_missing_value_is_a_failure_of_the_program(database: Database) -> None:
    nameless: dict[str, Any] = {"name": None}

    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(District(**nameless))


@pytest.mark.parametrize("number", [2**31, 2**63, 10**400])
def test_number_that_no_row_can_have_is_not_found(database: Database, number: int) -> None:
    def look() -> District | None:
        with database.reading() as session:
            return session.get(District, number)

    try:
        found = look()
    except NotFound:
        found = None

    assert found is None


@pytest.mark.parametrize("row", [District(name="Северный", population=2**63), District(name="\ud800")])
def test_value_that_no_column_can_hold_is_invalid(database: Database, row: District) -> None:
    with pytest.raises(Invalid, match=r"^app\.error\.impossible$"), database.transaction() as session:
        session.add(District(**row.model_dump()))


def test_transaction_rolls_back_on_any_exception(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt), database.transaction() as session:
        session.add(District(name="Северный"))
        session.flush()
        raise KeyboardInterrupt

    with database.reading() as session:
        assert session.exec(select(District)).all() == []


def test_reading_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(District(name="Северный"))
        session.flush()

    with database.reading() as session:
        assert session.exec(select(District)).all() == []


def test_time_comes_back_in_utc_and_without_a_zone_is_refused(database: Database) -> None:
    yakutsk = timezone(timedelta(hours=9))
    start = datetime(2026, 11, 27, 10, 0, tzinfo=yakutsk)
    with database.transaction() as session:
        session.add(Tour(title="Объезд", starts_at=start, ends_at=start, created_at=start))

    with database.reading() as session:
        stored = session.exec(select(Tour.starts_at)).one()
    assert (stored, stored.tzinfo) == (start, UTC)
    with pytest.raises(StatementError), database.transaction() as session:
        session.add(Tour(title="Объезд", starts_at=start.replace(tzinfo=None), ends_at=start, created_at=start))


def test_changed_issues_carry_a_growing_mark(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.add(Category(id=1, name="Дороги"))
        session.flush()
        session.add(Issue(lat=50.26, lon=127.53, category_id=1, created_at=now))
        session.add(Issue(lat=50.27, lon=127.54, category_id=1, created_at=now))
    with database.reading() as session:
        first = {issue.id: issue.rev for issue in session.exec(select(Issue))}

    with database.transaction() as session:
        session.get_one(Issue, 2).text = "Яма"

    with database.reading() as session:
        second = {issue.id: issue.rev for issue in session.exec(select(Issue))}
    assert first[1] == first[2] > 0
    assert second[1] == first[1]
    assert second[2] > first[2]


def test_next_mark_of_an_issue_is_found_without_looking_through_all(tmp_path: Path, now: datetime) -> None:
    database, asked = open_database(f"sqlite:///{tmp_path}/planner.db"), list[tuple[str, Any]]()
    database.migrate()
    event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))

    with database.transaction() as session:
        session.add(Category(id=1, name="Ямы"))
        session.flush()
        session.add(Issue(lat=50.26, lon=127.53, category_id=1, created_at=now))
        session.flush()
        (statement, values), *others = [call for call in asked if "max(issue.rev)" in call[0]]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()

    assert others == []
    assert [row[3] for row in plan] == ["SEARCH issue USING COVERING INDEX issue_rev (rev>?)"]
    database.close()


def test_city_keeps_a_background_as_json(database: Database) -> None:
    background = {"type": "FeatureCollection", "features": []}
    with database.transaction() as session:
        session.add(City(name="Благовещенск", background=background))

    with database.reading() as session:
        assert session.get_one(City, 1).background == background


def test_browsers_that_had_joined_become_tablets(blank_database_url: str, now: datetime) -> None:
    database = open_database(blank_database_url)
    database.migrate(_revision_before("tablets_on_the_bus"))
    with database.engine.begin() as connection:
        _insert(connection, "tour", id=1, title="Объезд", starts_at=now, ends_at=now, created_at=now)
        _insert(connection, "person", id=1, name="Оксана")
        for number, name in ((1, "Пётр"), (2, "Анна")):
            _insert(connection, "participant", id=number, tour_id=1, name=name, invited_at=now)
        times = {"created_at": now, "expires_at": now + timedelta(hours=5)}
        _insert(connection, "signin", token_hash="a", participant_id=1, device="iPad", **times)
        _insert(connection, "signin", token_hash="b", participant_id=2, device="", **times)
        _insert(connection, "signin", token_hash="c", person_id=1, device="", **times)

    database.migrate()

    with database.reading() as session:
        tablets = session.exec(select(FieldTablet).order_by(col(FieldTablet.id))).all()
        speakers = session.exec(select(FieldSpeaker).order_by(col(FieldSpeaker.tablet_id))).all()
        signed_in = dict(session.exec(select(SignIn.token_hash, SignIn.tablet_id)).all())
    assert sorted((one.tour_id, one.device, one.joined_at, one.off_at) for one in tablets) == [
        (1, "", now, None),
        (1, "iPad", now, None),
    ]
    assert {one.participant_id: one.tablet_id for one in speakers} == {1: signed_in["a"], 2: signed_in["b"]}
    assert signed_in["c"] is None
    database.close()


def test_instructions_given_before_their_day_was_kept_have_the_citys(blank_database_url: str) -> None:
    database = open_database(blank_database_url)
    database.migrate(_revision_before("calendar_and_norms"))
    evening = datetime(2026, 11, 22, 14, 59, tzinfo=UTC)
    with database.engine.begin() as connection:
        _insert(connection, "city", id=1, timezone="Asia/Yakutsk")
        _insert(connection, "category", id=1, name="Лёд")
        _insert(connection, "agency", id=1, name="Дороги", kind="department")
        about = {"lat": 50.0, "lon": 127.0, "category_id": 1, "state": "assigned", "severity": "normal"}
        _insert(connection, "issue", id=1, uid="i", created_at=evening, **about)
        given = {"issue_id": 1, "agency_id": 1, "due_on": evening.date(), "state": "assigned"}
        for number, at in ((1, evening), (2, evening + timedelta(minutes=2))):
            _insert(connection, "instruction", id=number, uid=str(number), given_at=at, **given)

    database.migrate()

    with database.reading() as session:
        days = [given.given_on for given in session.exec(select(Instruction).order_by(col(Instruction.id)))]
        city = session.get_one(City, 1)
        assert (city.country, city.due_on_working_day, city.quiet_days) == ("RU", True, 14)
    assert [day.day for day in days if day] == [22, 23]
    database.close()


def _revision_before(name: str) -> str:
    """The last revision that does not have this migration yet."""
    scripts = ScriptDirectory(str(ROOT / "planner/migrations")).walk_revisions()
    return next(str(script.down_revision) for script in scripts if name in Path(script.path).stem)


def _insert(connection: Connection, into: str, /, **given: object) -> None:
    """A row as it was before a migration; what may not be empty and has no default gets nothing of its kind."""
    table = Table(into, MetaData(), autoload_with=connection)
    kinds: dict[type, object] = {str: "", int: 0, float: 0.0, bool: False, datetime: datetime.now(UTC), dict: {}}
    empty = {
        column.name: next((value for kind, value in kinds.items() if column.type.python_type is kind), "")
        for column in table.columns
        if not column.nullable and column.server_default is None and not column.primary_key
    }
    connection.execute(table.insert().values(**(empty | given)))


def test_connections_that_are_all_in_use_are_said_to_be(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.database._POOL", {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.01})
    database = open_database(database_url)

    with database.reading() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(Unavailable, match=r"app\.error\.busy"), database.reading() as other:
            other.execute(text("SELECT 1"))
        with pytest.raises(Unavailable, match=r"app\.error\.busy"), database.transaction() as other:
            other.execute(text("SELECT 1"))

    database.close()


def test_disk_that_is_full_is_said_where_no_session_is_held(database: Database) -> None:
    with pytest.raises(Unavailable, match=r"app\.error\.full"), database.apart():
        raise OSError(errno.ENOSPC, "No space left on device")
