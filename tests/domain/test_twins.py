"""Points of one name near each other, beside the comparison of each with each."""

import math

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point, distance_m
from planner.domain.twins import Twins

RADIUS_M = 30.0
STEP = math.degrees(RADIUS_M / 6_371_008.8) / 3
CORNERS = ((50.26, 127.53), (0.0, 180.0), (0.0, -180.0), (90.0, 0.0), (-89.9999, 179.9999), (70.0, 30.0))

spots = st.builds(
    lambda corner, north, east: Point(
        max(-90.0, min(90.0, corner[0] + north * STEP)), max(-180.0, min(180.0, corner[1] + east * STEP))
    ),
    st.sampled_from(CORNERS),
    st.integers(-9, 9),
    st.integers(-9, 9) | st.floats(-20, 20),
)
named = st.tuples(st.sampled_from(("Остановка", "ОСТАНОВКА", "Парк")), spots)


@given(st.lists(named, max_size=25))
def test_twins_are_those_that_a_comparison_of_each_with_each_finds(places: list[tuple[str, Point]]) -> None:
    twins, found, expected = Twins(RADIUS_M), [], []
    kept: list[tuple[str, Point]] = []

    for name, point in places:
        found.append(twins.has(name, point))
        expected.append(
            any(name.lower() == other.lower() and distance_m(point, spot) <= RADIUS_M for other, spot in kept)
        )
        if not expected[-1]:
            kept.append((name, point))
            twins.add(name, point)

    assert found == expected


def test_point_beyond_the_180th_meridian_is_a_twin() -> None:
    twins = Twins(RADIUS_M)
    twins.add("Мыс", Point(66.0, 179.9999))

    assert [twins.has("мыс", Point(66.0, lon)) for lon in (-179.9999, -179.99)] == [True, False]
