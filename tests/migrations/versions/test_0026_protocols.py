"""The migration that numbers instructions gives each the number that it would have been given."""

from sqlalchemy import text

from planner.database import Database, open_database
from planner.domain.instruction_number import in_order_of_numbers, instruction_number
from planner.domain.models import Instruction

BEFORE, AFTER = "0025", "0026"
DAY = "'2026-11-20 00:00:00'"


def fill(database: Database) -> None:
    """Tour 7 with its third stop: one issue at the stop, one raised between stops, one of no tour."""
    rows = (
        "INSERT INTO category (id, name, name_en, icon, days, archived, position) VALUES (1, 'Ямы', '', '', 10, {no}, 1)",
        "INSERT INTO agency (id, name, short_name, kind, phone, email, archived) VALUES (1, 'Дороги', '', 'department', '', '', {no})",
        "INSERT INTO tour (id, kind, state, title, starts_at, ends_at, start_name, end_name, bus_name, bus_plate, note,"
        f" cancel_reason, created_at, version, plan_changed_by, engine) VALUES (7, 'bus_tour', 'closed', 'Центр', {DAY}, {DAY},"
        f" '', '', '', '', '', '', {DAY}, 1, '', '')",
        "INSERT INTO stop (id, tour_id, position, name, address, lat, lon, minutes_off, minutes_talk, must, pinned, skipped,"
        " arrival_assumed, ride_engine) VALUES (9, 7, 3, 'Двор', '', 50, 127, 2, 15, {yes}, {no}, {no}, {no}, '')",
        *(
            "INSERT INTO issue (id, uid, lat, lon, address, category_id, text, severity, internal, state, raised_by, behalf,"
            " placed, place_from, supporters, created_at, qk, rev, deleted, tour_id, stop_id) VALUES"
            f" ({issue}, 'u{issue}', 50, 127, '', 1, '', 'normal', {{no}}, 'assigned', '', '', {{yes}}, '', 0, {DAY}, 0, 0,"
            f" {{no}}, {tour}, {stop})"
            for issue, tour, stop in ((1, 7, 9), (2, 7, "NULL"), (3, "NULL", "NULL"))
        ),
        *(
            "INSERT INTO instruction (id, uid, issue_id, text, agency_id, due_on, state, given_by, given_at, asked_reason,"
            f" extensions, hand_overs, returns) VALUES ({number}, 'i{number}', {issue}, 'Заделать', 1, '2026-11-30', 'assigned',"
            f" '', {DAY}, '', 0, 0, 0)"
            for number, issue in ((1, 3), (2, 1), (3, 2), (4, 1), (5, 3))
        ),
    )
    is_sqlite = database.engine.dialect.name == "sqlite"
    yes, no = ("1", "0") if is_sqlite else ("true", "false")
    with database.engine.begin() as connection:
        for row in rows:
            connection.execute(text(row.format(yes=yes, no=no)))


def test_migration_numbers_what_was_given_before(blank_database_url: str) -> None:
    database = open_database(blank_database_url)
    database.migrate(BEFORE)
    fill(database)

    database.migrate(AFTER)

    columns = "id, issue_id, tour_id, stop_number, item"
    with database.engine.connect() as connection:
        rows = connection.execute(text(f"SELECT {columns} FROM instruction")).mappings().all()
    given = sorted((Instruction(**row) for row in rows), key=in_order_of_numbers)
    assert [(each.id, instruction_number(each)) for each in given] == [
        (1, "0–3–1"),
        (5, "0–3–2"),
        (3, "7–0–1"),
        (2, "7–3–1"),
        (4, "7–3–2"),
    ]
    database.close()
