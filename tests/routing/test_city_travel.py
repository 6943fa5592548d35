"""Tests of `planner.routing.city_travel`: corrections, and minutes that were set by hand."""

from datetime import UTC, date, datetime, time, timedelta

from planner.domain.geo import Point
from planner.domain.travel_factors import Corrections, FactorRule, LearnedBand
from planner.routing.city_travel import CityTravel, HandMinutes
from planner.routing.engine import Barrier
from planner.routing.estimate import Estimate
from planner.routing.ladder import Ladder

NORTH = 0.0089932
"""One kilometre in degrees."""
POINTS = [Point(50.26 + number * NORTH, 127.53) for number in range(3)]
AT = datetime(2026, 7, 8, 3, tzinfo=UTC)
DAY = date(2026, 7, 8)
ENGINE = Ladder((Estimate(speed_kmh=60, detour_factor=1.0),))
PLAIN = Corrections("Asia/Yakutsk")
ROADWORKS = HandMinutes(POINTS[0], POINTS[1], 25, DAY, DAY + timedelta(days=6))


def rounded(travel: CityTravel, at: datetime = AT) -> list[list[float]]:
    """The minutes of the matrix."""
    return [[round(value, 1) for value in row] for row in travel.matrix(POINTS, at).minutes]


def test_minutes_are_corrected_and_kilometres_are_not() -> None:
    travel = CityTravel(ENGINE, Corrections("Asia/Yakutsk", (FactorRule("Зима", 150),)))

    route, matrix = travel.route(POINTS, AT), travel.matrix(POINTS, AT)

    assert [(round(leg.minutes, 1), round(leg.km, 1)) for leg in route.legs] == [(1.5, 1.0), (1.5, 1.0)]
    assert (round(matrix.minutes[0][2], 1), round(matrix.km[0][2], 1)) == (3.0, 2.0)
    assert (route.engine, route.sources, matrix.engine, matrix.sources) == ("estimate", (), "estimate", ())


def test_leg_set_by_hand_stands_as_it_is_and_is_named() -> None:
    travel = CityTravel(ENGINE, Corrections("Asia/Yakutsk", (FactorRule("Зима", 150),)), (ROADWORKS,))

    route, matrix = travel.route(POINTS, AT), travel.matrix(POINTS, AT)

    assert [round(leg.minutes, 1) for leg in route.legs] == [25, 1.5]
    assert route.leg_sources() == ("by_hand", "estimate")
    assert rounded(travel) == [[0, 25, 3], [25, 0, 1.5], [3, 1.5, 0]]
    assert matrix.by_source() == {"estimate": 4, "by_hand": 2}
    assert round(matrix.km[0][1], 1) == 1.0


def test_leg_set_by_hand_one_way_leaves_the_way_back() -> None:
    there = HandMinutes(POINTS[0], POINTS[1], 25, DAY, DAY, both_ways=False)

    assert rounded(CityTravel(ENGINE, PLAIN, (there,))) == [[0, 25, 2], [1, 0, 1], [2, 1, 0]]


def test_leg_set_by_hand_counts_on_its_days_by_the_citys_calendar() -> None:
    travel = CityTravel(ENGINE, PLAIN, (ROADWORKS,))
    last_evening = datetime(2026, 7, 14, 14, 59, tzinfo=UTC)

    found = [
        travel.route(POINTS[:2], at).sources
        for at in (
            datetime(2026, 7, 7, 14, 59, tzinfo=UTC),
            datetime(2026, 7, 7, 15, 0, tzinfo=UTC),
            last_evening,
            last_evening + timedelta(minutes=1),
        )
    ]

    assert found == [(), ("by_hand",), ("by_hand",), ()]


def test_newest_of_two_counts_in_route_and_matrix() -> None:
    newer = HandMinutes(POINTS[0], POINTS[1], 7, DAY, DAY)

    travel = CityTravel(ENGINE, PLAIN, (newer, ROADWORKS))

    assert (travel.route(POINTS, AT).legs[0].minutes, travel.matrix(POINTS, AT).minutes[0][1]) == (7, 7)


def test_place_some_steps_away_is_the_same_place() -> None:
    beside = Point(POINTS[0].lat + 0.09 * NORTH, POINTS[0].lon)
    farther = Point(POINTS[0].lat - 0.11 * NORTH, POINTS[0].lon)
    travel = CityTravel(ENGINE, PLAIN, (ROADWORKS,))

    assert travel.route([beside, POINTS[1]], AT).sources == ("by_hand",)
    assert travel.route([farther, POINTS[1]], AT).sources == ()


def test_leg_without_a_way_gets_one_by_hand() -> None:
    river = Barrier("Амур", (Point(50.265, 127.0), Point(50.265, 128.0)))
    travel = CityTravel(Ladder((Estimate(60, 1.0, (river,)),)), PLAIN, (ROADWORKS,))

    route = travel.route(POINTS[:2], AT)

    assert (route.legs[0].minutes, round(route.legs[0].km, 2), route.legs[0].is_passable) == (25, 1.35, True)


def test_what_was_learned_can_be_taken_out_again() -> None:
    rush = FactorRule("Утро", 120, starts=time(11), ends=time(13))
    learned = {"estimate": (LearnedBand(12, 14, 150, 30),)}
    travel = CityTravel(ENGINE, Corrections("Asia/Yakutsk", (rush,), learned), until=AT + timedelta(hours=2))

    leg = travel.route(POINTS[:2], AT).legs[0]

    assert round(leg.minutes, 2) == round((1.2 * 4 + 1.0 * 4) / 8 * 1.5, 2)
    assert round(travel.unlearned(leg, "estimate", AT), 2) == 1.1
