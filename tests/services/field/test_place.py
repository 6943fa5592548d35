"""Where something was seen, as tablets tell it, and where the bus was when they tell nothing."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import null, select, update

from planner.database import Database
from planner.domain.models import BusPosition, City, District, Issue, Stop, Tour, TrackPoint
from planner.services.field.items import State
from tests.services.field.outbox_story import MINUTE, NOW, Bus, set_bus

OPEN = {"from": "open"}


@pytest.fixture
def bus(database: Database, tmp_path: Path) -> Bus:
    return set_bus(database, tmp_path)


def placed(bus: Bus, place: Any, **more: Any) -> tuple[float, float, bool, int | None, str]:
    """Where an issue came to be that was seen half an hour ago."""
    [answer] = bus.send(bus.report(place=place, **more))
    assert answer.error is None, answer.error
    with bus.database.reading() as session:
        issue = session.exec(select(Issue)).one()
    return issue.lat, issue.lon, issue.placed, issue.accuracy_m, issue.place_from


def refused(bus: Bus, place: Any, **more: Any) -> str:
    [answer] = bus.send(bus.report(place=place, **more))
    return f"{answer.state} {answer.error.key if answer.error else ''}"


def seen(bus: Bus, minutes_ago: int, lat: float) -> None:
    """The bus's track has a point."""
    at = NOW - minutes_ago * MINUTE
    with bus.database.transaction() as session:
        session.add(TrackPoint(tour_id=bus.scene.tour, at=at, lat=lat, lon=127.5, accuracy_m=8))


def test_place_of_the_stop_has_its_address(bus: Bus) -> None:
    assert placed(bus, {"from": "stop"}, stop=bus.scene.stop) == (50.27, 127.53, True, None, "stop")
    with bus.database.reading() as session:
        assert session.exec(select(Issue.address)).one() == "ул. Зейская, 1"


def test_line_has_its_middle(bus: Bus) -> None:
    line = [[50.27, 127.53], [50.27, 127.55]]

    lat, lon, *rest = placed(bus, {"from": "map", "line": line, "side": "left"})

    assert (round(lat, 6), round(lon, 6), rest) == (50.27, 127.54, [True, None, "map"])
    with bus.database.reading() as session:
        assert session.exec(select(Issue)).one().line == line


def test_open_place_is_where_the_track_of_the_bus_was_next_to_that_moment(bus: Bus) -> None:
    for minutes_ago, lat in ((34, 50.21), (31, 50.22), (28, 50.23)):
        seen(bus, minutes_ago, lat)

    assert placed(bus, OPEN) == (50.22, 127.5, True, 8, "open")


def test_open_place_without_a_track_is_the_last_position_of_the_bus(bus: Bus) -> None:
    at = NOW - 32 * MINUTE
    with bus.database.transaction() as session:
        session.add(BusPosition(tour_id=bus.scene.tour, lat=50.24, lon=127.5, accuracy_m=30, at=at))

    assert placed(bus, OPEN) == (50.24, 127.5, True, 30, "open")


@pytest.mark.parametrize(
    ("arrivals", "lat"),
    [({}, 50.27), ({1: 40, 2: 20}, 50.27), ({1: 40, 2: 35, 3: 20}, 50.31)],
)
def test_open_place_that_nobody_knows_is_the_last_stop_and_to_be_completed(
    bus: Bus, arrivals: dict[int, int], lat: float
) -> None:
    seen(bus, 36, 50.21)
    with bus.database.transaction() as session:
        for stop in session.exec(select(Stop).where(Stop.tour_id == bus.scene.tour)):
            stop.lat = {1: 50.27, 2: 50.31, 3: 50.32}[stop.position]
            stop.arrived_at = stop.departed_at = _ago(arrivals.get(stop.position))

    assert placed(bus, OPEN) == (lat, 127.53, False, None, "open")


BESIDE = {"from": "tablet", "lat": 50.272, "lon": 127.53, "accuracy": 9}
"""220 m from the first stop."""
AWAY = {"from": "tablet", "lat": 50.28, "lon": 127.53, "accuracy": 9}


@pytest.mark.parametrize(
    ("place", "arrived", "departed", "at_stop", "lat", "place_from"),
    [
        (OPEN, 31, None, True, 50.27, "stop"),
        (OPEN, 31, 20, True, 50.27, "stop"),
        (BESIDE, 31, None, True, 50.272, "tablet"),
        (AWAY, 31, None, False, 50.28, "tablet"),
        (BESIDE, 29, None, False, 50.272, "tablet"),
        (BESIDE, 40, 31, False, 50.272, "tablet"),
    ],
)
def test_report_of_a_tablet_that_has_not_heard_of_the_arrival_is_of_the_stop(
    bus: Bus, place: Any, arrived: int, departed: int | None, at_stop: bool, lat: float, place_from: str
) -> None:
    with bus.database.transaction() as session:
        stop = session.get_one(Stop, bus.scene.stop)
        stop.arrived_at, stop.departed_at = _ago(arrived), _ago(departed)

    found = placed(bus, place)

    with bus.database.reading() as session:
        of_stop = session.exec(select(Issue)).one().stop_id
    assert (of_stop, found[0], found[4]) == (bus.scene.stop if at_stop else None, lat, place_from)


def _ago(minutes: int | None) -> datetime | None:
    return None if minutes is None else NOW - minutes * MINUTE


def test_open_place_before_the_first_stop_is_where_the_bus_set_off(bus: Bus) -> None:
    with bus.database.transaction() as session:
        tour = session.get_one(Tour, bus.scene.tour)
        tour.start_lat, tour.start_lon = 50.26, 127.52

    assert placed(bus, OPEN) == (50.26, 127.52, False, None, "open")


def test_place_that_is_not_told_is_the_stop_or_open(bus: Bus) -> None:
    assert placed(bus, None, stop=bus.scene.stop)[4] == "stop"


@pytest.mark.parametrize(
    ("place", "key"),
    [
        ({"from": "map"}, "issues.error.no_place"),
        ({"from": "map", "lat": 50.27}, "issues.error.no_place"),
        ({"from": "map", "lat": 91, "lon": 127}, "issues.error.coordinates"),
        ({"from": "map", "lat": 1e12, "lon": 127}, "field.error.item"),
        ({"from": "map", "lat": "50", "lon": 127}, "field.error.item"),
        ({"from": "map", "lat": True, "lon": 127}, "field.error.item"),
        ({"from": "moon"}, "field.error.item"),
        ({"from": ["map"]}, "field.error.item"),
        ({"from": "stop"}, "issues.error.no_place"),
        ({"from": "map", "line": [[50.27, 127.5]]}, "issues.error.line"),
        ({"from": "map", "line": [[50.27, 127.5], [50.27]]}, "issues.error.coordinates"),
        ({"from": "map", "line": [[50.27, 127.5], [99, 127.5]]}, "issues.error.coordinates"),
        ({"from": "map", "line": "line"}, "field.error.item"),
        ({"from": "map", "line": [[50.27, 127.5]] * 501}, "issues.error.line"),
        ({"from": "map", "lat": 55.75, "lon": 37.6}, "field.error.far"),
        ({"from": "map", "line": [[55.75, 37.6], [55.76, 37.6]]}, "field.error.far"),
        ("here", "field.error.item"),
    ],
)
def test_place_that_cannot_be_is_refused(bus: Bus, place: Any, key: str) -> None:
    assert refused(bus, place) == f"refused {key}"


def test_far_place_is_taken_where_nobody_has_said_where_the_city_is(bus: Bus) -> None:
    with bus.database.transaction() as session:
        session.delete(session.get_one(City, 1))
        session.exec(update(District).values(polygon=null()))

    assert placed(bus, {"from": "map", "lat": 55.75, "lon": 37.6})[:2] == (55.75, 37.6)


def test_report_with_a_place_does_not_read_the_outline_of_the_city(bus: Bus) -> None:
    asked: list[str] = []
    event.listen(bus.database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    [answer] = bus.send(bus.report())

    assert answer.state is State.RECEIVED
    assert [statement for statement in asked if "city.background" in statement] == []


EASTWARDS = {"left": (50.27007, 127.5), "right": (50.26993, 127.5)}


@pytest.mark.parametrize("side", ["left", "right"])
def test_side_of_the_road_is_by_the_way_of_the_bus(bus: Bus, side: str) -> None:
    drive(bus, (-20, 127.4990), (-5, 127.4998), (10, 127.5004))

    told = placed(bus, {"from": "tablet", "lat": 50.27, "lon": 127.5, "accuracy": 5, "heading": 0, "side": side})

    assert (round(told[0], 5), round(told[1], 5)) == EASTWARDS[side]


def test_side_of_an_open_place_is_beside_the_track(bus: Bus) -> None:
    drive(bus, (-60, 127.4950), (-5, 127.5), (200, 127.52))

    told = placed(bus, {"from": "open", "side": "left"})

    assert (round(told[0], 5), round(told[1], 5), told[2]) == (*EASTWARDS["left"], True)


@pytest.mark.parametrize(
    ("heading", "point"), [(90, EASTWARDS["right"]), (None, (50.27, 127.5)), (270.0, EASTWARDS["left"])]
)
def test_side_without_a_track_is_by_the_tablet_s_own_way(
    bus: Bus, heading: float | None, point: tuple[float, float]
) -> None:
    told = placed(bus, {"from": "tablet", "lat": 50.27, "lon": 127.5, "heading": heading, "side": "right"})

    assert (round(told[0], 5), round(told[1], 5)) == point


def test_side_at_a_stop_and_on_the_map_changes_nothing(bus: Bus) -> None:
    drive(bus, (-20, 127.4990), (-5, 127.4998))
    place = {"from": "map", "lat": 50.2711, "lon": 127.5, "side": "left"}

    assert placed(bus, place)[:2] == (50.2711, 127.5)
    assert refused(bus, {"from": "tablet", "lat": 50.27, "lon": 127.5, "side": "up"}) == "refused field.error.item"


def drive(bus: Bus, *points: tuple[int, float]) -> None:
    """The bus goes along its street: seconds around the moment of the report, and the longitude."""
    with bus.database.transaction() as session:
        for seconds, lon in points:
            at = NOW - 30 * MINUTE + timedelta(seconds=seconds)
            session.add(TrackPoint(tour_id=bus.scene.tour, at=at, lat=50.27, lon=lon, accuracy_m=8))
