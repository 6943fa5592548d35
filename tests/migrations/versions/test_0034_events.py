"""The migration of events gives each its one place: where its first stop was, or a stop where it was said to be."""

from sqlalchemy import text

from planner.database import open_database

BEFORE, AFTER = "0033", "0034"
DAY = "'2026-11-20 00:00:00'"
TOUR = (
    "INSERT INTO tour (id, kind, state, title, starts_at, ends_at, start_name, start_lat, start_lon, end_name, bus_name,"
    " bus_plate, note, cancel_reason, created_at, version, plan_changed_by, engine) VALUES ({id}, '{kind}', 'published', 'Т',"
    f" {DAY}, {DAY}, '{{name}}', {{lat}}, {{lon}}, '', '', '', '', '', {DAY}, 1, '', '')"
)
STOP = (
    "INSERT INTO stop (id, tour_id, position, name, address, lat, lon, minutes_off, minutes_talk, must, pinned, skipped,"
    " arrival_assumed, ride_engine, public_code) VALUES ({id}, {tour}, {position}, '{name}', '', 50.5, 127.5, 2, 15, {yes}, {no},"
    " {no}, {no}, '', '{code}')"
)


def test_migration_gives_each_event_its_place(blank_database_url: str) -> None:
    database = open_database(blank_database_url)
    database.migrate(BEFORE)
    yes, no = ("1", "0") if database.engine.dialect.name == "sqlite" else ("true", "false")
    rows = (
        TOUR.format(id=1, kind="bus_tour", name="Сбор", lat=50.1, lon=127.1),
        TOUR.format(id=2, kind="press_approach", name="Сбор", lat=50.1, lon=127.1),
        TOUR.format(id=3, kind="field_event", name="Клуб", lat=50.2, lon=127.2),
        TOUR.format(id=4, kind="field_event", name="Где-то", lat="NULL", lon="NULL"),
        STOP.format(id=1, tour=1, position=1, name="Двор", yes=yes, no=no, code="a"),
        STOP.format(id=2, tour=2, position=1, name="Сквер", yes=yes, no=no, code="b"),
    )
    with database.engine.begin() as connection:
        for row in rows:
            connection.execute(text(row))
        if yes != "1":
            connection.execute(text("SELECT setval('stop_id_seq', 2)"))

    database.migrate(AFTER)

    with database.engine.connect() as connection:
        tours = connection.execute(text("SELECT id, start_name, start_lat, end_name FROM tour ORDER BY id")).all()
        stops = connection.execute(text("SELECT tour_id, name, lat, public_code FROM stop ORDER BY tour_id")).all()
    assert [tuple(each) for each in tours] == [
        (1, "Сбор", 50.1, ""),
        (2, "Сквер", 50.5, "Сквер"),
        (3, "Клуб", 50.2, ""),
        (4, "Где-то", None, ""),
    ]
    assert [tuple(each) for each in stops] == [
        (1, "Двор", 50.5, "a"),
        (2, "Сквер", 50.5, None),
        (3, "Клуб", 50.2, None),
    ]
    database.close()
