"""Estimates around Blagoveshchensk: the Zeya has bridges, the Amur has none for a tour."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg
from planner.routing.engine import Barrier, Matrix, Route, Snap, TravelTimes
from planner.routing.estimate import Estimate

AT = datetime(2025, 5, 14, 0, 0, tzinfo=UTC)

LENIN_SQUARE = Point(50.25732, 127.53458)
DRUZHBA_PARK = Point(50.29438, 127.52753)
VERKHNEBLAGOVESHCHENSKOYE = Point(50.28801, 127.39686)
VLADIMIROVKA = Point(50.3001, 127.6333)  # left bank of the Zeya
KANI_KURGAN = Point(50.2050, 127.6250)  # left bank of the Zeya and of the Amur, below the mouth
HEIHE = Point(50.2420, 127.4900)

OLD_BRIDGE = Point(50.2600, 127.6000)
NORTH_BRIDGE = Point(50.3900, 127.7400)

AMUR = Barrier(
    "Амур",
    (
        Point(50.60, 127.30),
        Point(50.415, 127.358),
        Point(50.328, 127.330),
        Point(50.278, 127.408),
        Point(50.2544, 127.4989),
        Point(50.2505, 127.5361),
        Point(50.2419, 127.5661),
        Point(50.2375, 127.6015),
        Point(50.2239, 127.6065),
        Point(50.1674, 127.5865),
        Point(50.0259, 127.4863),
        Point(49.70, 127.68),
    ),
)
ZEYA_LINE = (
    Point(50.60, 127.72),
    Point(50.4888, 127.668),
    Point(50.3917, 127.740),
    Point(50.3307, 127.7226),
    Point(50.3175, 127.690),
    Point(50.3200, 127.630),
    Point(50.3000, 127.612),
    Point(50.2800, 127.603),
    Point(50.2600, 127.600),
    Point(50.2400, 127.592),
    Point(50.2000, 127.560),  # across the Amur, so that no ride slips past the mouth
    Point(49.9000, 127.300),
)
ZEYA = Barrier("Зея", ZEYA_LINE, (OLD_BRIDGE, NORTH_BRIDGE))
CITY = Estimate(speed_kmh=22, detour_factor=1.35, barriers=(AMUR, ZEYA))


def leg_over(*points: Point) -> Leg:
    km = sum(distance_m(a, b) for a, b in zip(points, points[1:], strict=False)) * 1.35 / 1000
    return Leg(minutes=km / 22 * 60, km=km)


def only_leg(engine: Estimate, a: Point, b: Point) -> Leg:
    return engine.route([a, b], AT).legs[0]


def test_estimate_on_one_bank_is_great_circle_times_factor() -> None:
    leg = only_leg(CITY, LENIN_SQUARE, DRUZHBA_PARK)

    assert leg == leg_over(LENIN_SQUARE, DRUZHBA_PARK)
    assert leg.km == pytest.approx(5.6, abs=0.05)
    assert leg.minutes == pytest.approx(15.3, abs=0.1)


def test_estimate_across_the_zeya_goes_over_the_nearer_bridge() -> None:
    route = CITY.route([LENIN_SQUARE, VLADIMIROVKA], AT)

    assert route.legs == (leg_over(LENIN_SQUARE, OLD_BRIDGE, VLADIMIROVKA),)
    assert route.line == (LENIN_SQUARE, OLD_BRIDGE, VLADIMIROVKA)


def test_estimate_there_and_back_is_the_same_way() -> None:
    there = CITY.route([LENIN_SQUARE, VLADIMIROVKA], AT)
    back = CITY.route([VLADIMIROVKA, LENIN_SQUARE], AT)

    assert (back.legs, back.line) == (there.legs, there.line[::-1])


def test_estimate_across_the_zeya_with_the_old_bridge_closed_goes_over_the_other() -> None:
    engine = Estimate(barriers=(AMUR, Barrier("Зея", ZEYA_LINE, (NORTH_BRIDGE,))))

    assert only_leg(engine, LENIN_SQUARE, VLADIMIROVKA) == leg_over(LENIN_SQUARE, NORTH_BRIDGE, VLADIMIROVKA)


def test_estimate_across_the_amur_has_no_way() -> None:
    route = CITY.route([LENIN_SQUARE, HEIHE, DRUZHBA_PARK], AT)

    assert route.legs == (Leg(math.inf, math.inf), Leg(math.inf, math.inf))
    assert route.line == (LENIN_SQUARE, HEIHE, DRUZHBA_PARK)


def test_estimate_past_the_mouth_goes_over_the_zeya_and_not_through_the_amur() -> None:
    assert only_leg(CITY, LENIN_SQUARE, KANI_KURGAN) == leg_over(LENIN_SQUARE, OLD_BRIDGE, KANI_KURGAN)


def test_estimate_along_a_bend_of_the_amur_stays_on_the_bank() -> None:
    assert only_leg(CITY, LENIN_SQUARE, VERKHNEBLAGOVESHCHENSKOYE) == leg_over(LENIN_SQUARE, VERKHNEBLAGOVESHCHENSKOYE)


def test_estimate_to_the_other_bank_of_two_rivers_takes_two_bridges() -> None:
    first = Barrier("first", (Point(50.0, 127.1), Point(51.0, 127.1)), (Point(50.2, 127.1),))
    second = Barrier("second", (Point(50.0, 127.2), Point(51.0, 127.2)), (Point(50.9, 127.2), Point(50.3, 127.2)))
    a, b = Point(50.25, 127.0), Point(50.25, 127.3)

    route = Estimate(barriers=(second, first)).route([a, b], AT)

    assert route.line == (a, Point(50.2, 127.1), Point(50.3, 127.2), b)
    assert route.legs[0].km == pytest.approx(leg_over(a, Point(50.2, 127.1), Point(50.3, 127.2), b).km)


def test_estimate_across_two_rivers_has_no_way_when_one_has_no_bridge() -> None:
    first = Barrier("first", (Point(50.0, 127.1), Point(51.0, 127.1)), (Point(50.2, 127.1),))
    second = Barrier("second", (Point(50.0, 127.2), Point(51.0, 127.2)))

    leg = only_leg(Estimate(barriers=(first, second)), Point(50.25, 127.0), Point(50.25, 127.3))

    assert leg == Leg(math.inf, math.inf)


def test_estimate_of_a_bridge_that_lies_beyond_another_river_takes_that_river_into_account() -> None:
    # The only bridge of the first river stands on the far side of the second one.
    first = Barrier("first", (Point(50.0, 127.1), Point(51.0, 127.1)), (Point(50.6, 127.1),))
    second = Barrier("second", (Point(50.5, 126.0), Point(50.5, 128.0)), (Point(50.5, 127.0), Point(50.5, 127.2)))
    a, b = Point(50.25, 127.0), Point(50.25, 127.2)

    route = Estimate(barriers=(first, second)).route([a, b], AT)

    assert route.line == (a, Point(50.5, 127.0), Point(50.6, 127.1), Point(50.5, 127.2), b)


@pytest.mark.parametrize("points", [[], [LENIN_SQUARE]], ids=["none", "one"])
def test_route_through_fewer_than_two_points_has_no_legs(points: list[Point]) -> None:
    assert CITY.route(points, AT) == Route("estimate", (), tuple(points))


def test_matrix_of_no_points_is_empty() -> None:
    assert CITY.matrix([], AT) == Matrix("estimate", (), ())


def test_matrix_of_two_stops_at_one_point_is_zero_between_them() -> None:
    assert CITY.matrix([LENIN_SQUARE, LENIN_SQUARE], AT) == Matrix("estimate", ((0.0,) * 2,) * 2, ((0.0,) * 2,) * 2)


def test_estimate_is_an_engine_that_names_itself() -> None:
    engine: TravelTimes = CITY

    answers = engine.matrix([LENIN_SQUARE], AT), engine.route([LENIN_SQUARE], AT)

    assert [engine.name, *(answer.engine for answer in answers)] == ["estimate"] * 3


def test_estimate_moves_no_point() -> None:
    assert CITY.snap(HEIHE) == Snap(HEIHE, 0.0)


@pytest.mark.parametrize(("speed", "factor"), [(0, 1.35), (-5, 1.35), (22, 0.9), (math.nan, 1.35)])
def test_estimate_with_impossible_settings_is_refused(speed: float, factor: float) -> None:
    with pytest.raises(ValueError, match="No bus goes"):
        Estimate(speed_kmh=speed, detour_factor=factor)


around = st.builds(
    Point,
    st.integers(5015, 5045).map(lambda hundredths: hundredths / 100 + 0.00123),
    st.integers(12735, 12780).map(lambda hundredths: hundredths / 100 + 0.00123),
)


@given(st.lists(around, max_size=6))
def test_matrix_is_symmetric_and_zero_on_its_diagonal(points: list[Point]) -> None:
    matrix = CITY.matrix(points, AT)

    size = range(len(points))
    assert [[matrix.leg(j, i) for j in size] for i in size] == [[matrix.leg(i, j) for j in size] for i in size]
    assert [matrix.leg(i, i) for i in size] == [Leg(0.0, 0.0)] * len(points)


@given(st.lists(around, min_size=2, max_size=6))
def test_route_agrees_with_matrix(points: list[Point]) -> None:
    route = CITY.route(points, AT)

    assert route.legs == CITY.matrix(points, AT).legs(range(len(points)))
    assert [point for point in route.line if point not in ZEYA.crossings] == points


@given(around, around)
def test_route_is_as_long_as_its_line(a: Point, b: Point) -> None:
    route = CITY.route([a, b], AT)

    assume(route.legs[0].is_passable)
    assert route.legs[0].km == pytest.approx(leg_over(*route.line).km)
    assert route.legs[0].km >= leg_over(a, b).km - 1e-9


@given(around, around, around)
def test_banks_of_a_river_are_two(a: Point, b: Point, c: Point) -> None:
    for river in (AMUR, ZEYA):
        assert (river.separates(a, b) + river.separates(b, c) + river.separates(a, c)) % 2 == 0


@given(st.lists(st.tuples(st.floats(50.15, 50.4), st.floats(127.4, 127.8)), max_size=8))
def test_estimate_of_a_matrix_is_that_of_each_ride(places: list[tuple[float, float]]) -> None:
    points = [Point(*place) for place in places]

    matrix = CITY.matrix(points, AT)

    rides = [[CITY.route([a, b], AT).legs[0] for b in points] for a in points]
    assert [[matrix.leg(a, b) for b in range(len(points))] for a in range(len(points))] == rides
