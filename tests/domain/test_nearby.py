"""Points in walking distance: one stop for them, the same whatever is added far away."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.geo import Point, distance_m
from planner.domain.nearby import gathered, middle, talk_minutes

spots = st.lists(
    st.builds(Point, st.floats(50.25, 50.26).map(lambda x: round(x, 5)), st.floats(127.5, 127.52)), max_size=40
)


def north(metres: float, lat: float = 50.26, lon: float = 127.53) -> Point:
    return Point(lat + math.degrees(metres / 6_371_008.8), lon)


def test_no_points_make_no_groups() -> None:
    assert gathered([], 150) == []


def test_points_gather_around_the_first() -> None:
    points = [north(0), north(140), north(280), north(-149)]

    assert gathered(points, 150) == [[0, 1, 3], [2]]


def test_point_goes_to_the_nearest_heart() -> None:
    points = [north(0), north(200), north(110)]

    assert gathered(points, 150) == [[0], [1, 2]]


def test_two_points_at_one_spot_gather_even_without_a_walk() -> None:
    assert gathered([north(0), north(0), north(2)], 0) == [[0, 1], [2]]


@pytest.mark.parametrize("lat", [0.0, -33.9, 69.9, 80.0])
def test_distance_counts_at_every_latitude(lat: float) -> None:
    east = 140 / (math.pi / 180 * 6_371_008.8 * math.cos(math.radians(lat)))
    points = [Point(lat, 20.0), Point(lat, 20.0 + east), Point(lat, 20.0 + 2 * east)]

    assert gathered(points, 150) == [[0, 1], [2]]


@settings(max_examples=60)
@given(spots, st.integers(0, 600))
def test_groups_are_what_plain_search_finds(points: list[Point], radius: int) -> None:
    expected: list[list[int]] = []
    for index, point in enumerate(points):
        near = [(distance_m(points[group[0]], point), at) for at, group in enumerate(expected)]
        near = [pair for pair in near if pair[0] <= radius]
        if near:
            expected[min(near)[1]].append(index)
        else:
            expected.append([index])

    assert gathered(points, radius) == expected


def test_talk_grows_with_issues_up_to_a_limit() -> None:
    assert [talk_minutes(number, 30) for number in (0, 1, 2, 4, 9)] == [15, 15, 20, 30, 30]


def test_bus_stops_in_the_middle() -> None:
    assert middle([Point(50.0, 127.0), Point(50.2, 127.1)]) == pytest.approx((50.1, 127.05))
