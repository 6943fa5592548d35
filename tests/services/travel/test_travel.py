"""Tests of `planner.services.travel.travel`."""

import math
from datetime import datetime

from planner.database import Database
from planner.domain.geo import Point
from planner.domain.models import City
from planner.services.travel.travel import travel_times

A, B = Point(50.26, 127.53), Point(50.2689932, 127.53)


def test_travel_times_follow_the_citys_speed_and_detour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.add(City(speed_kmh=30, detour_factor=1.5, travel_factors=[]))
        session.flush()

        route = travel_times(session).route([A, B], now)

        assert (round(route.legs[0].km, 2), round(route.legs[0].minutes, 1)) == (1.5, 3.0)


def test_travel_times_know_the_citys_rivers(database: Database, now: datetime) -> None:
    river = {"name": "Зея", "line": [[50.265, 127.0], [50.265, 128.0]], "crossings": [[50.265, 127.6]]}
    with database.transaction() as session:
        city = City(speed_kmh=30, detour_factor=1.0, barriers=[river], travel_factors=[])
        session.add(city)
        session.flush()

        over_the_bridge = travel_times(session).route([A, B], now).legs[0].km
        city.barriers = [{**river, "crossings": []}]
        without_bridge = travel_times(session).route([A, B], now).legs[0].km

        assert (round(over_the_bridge), without_bridge) == (10, math.inf)
