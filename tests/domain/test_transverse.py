"""Metres of UTM and Gauss–Krüger, against places whose numbers are public."""

import math

import pytest

from planner.domain.transverse import from_zone, zone_of


@pytest.mark.parametrize(
    ("code", "east", "north", "expected"),
    [
        (32631, 448_251.8, 5_411_932.7, (2.2945, 48.8582)),  # the Eiffel Tower
        (32756, 334_900.0, 6_252_300.0, (151.2154, -33.8571)),  # the Opera House of Sydney
        (28407, 7_413_000.0, 6_182_000.0, (37.61, 55.76)),  # the middle of Moscow in SK-42
        (20007, 7_413_000.0, 6_182_000.0, (37.61, 55.76)),
    ],
)
def test_metres_of_a_zone_are_degrees(code: int, east: float, north: float, expected: tuple[float, float]) -> None:
    zone = zone_of(code)

    assert zone is not None
    assert from_zone(zone, east, north) == pytest.approx(expected, abs=0.01)


def test_systems_of_1942_and_of_the_world_are_a_hundred_metres_apart() -> None:
    zone = zone_of(28407)
    assert zone is not None

    lon, lat = from_zone(zone, 7_500_000.0, 6_182_000.0)

    assert (lon - 39) * 3600 == pytest.approx(-6.4, abs=1.5)
    assert abs(lat - 55.77) < 0.02


def test_what_lies_outside_its_zone_is_no_place() -> None:
    zone = zone_of(28422)

    assert zone is not None
    assert from_zone(zone, 400_000.0, 5_567_000.0) == (math.inf, math.inf)


@pytest.mark.parametrize("code", [4326, 3857, 32600, 32661, 28400, 28433, 2263, 0])
def test_other_numbers_are_no_zones(code: int) -> None:
    assert zone_of(code) is None
