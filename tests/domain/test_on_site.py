"""Whoever verifies on the spot was there: within 100 m of the point, or of the nearest corner of a line."""

import pytest

from planner.domain.errors import Invalid
from planner.domain.geo import Point
from planner.domain.on_site import metres_away, require_near, told_position

YARD = Point(50.27, 127.54)
METRE = 1 / 111_195


@pytest.mark.parametrize(("metres", "told"), [(0, 0), (60, 60), (99.4, 99)])
def test_near_is_told_in_metres(metres: float, told: int) -> None:
    assert require_near(Point(YARD.lat + metres * METRE, YARD.lon), YARD, None) == told


@pytest.mark.parametrize("metres", [101, 5_000])
def test_far_is_refused_with_how_far(metres: float) -> None:
    with pytest.raises(Invalid) as refused:
        require_near(Point(YARD.lat + metres * METRE, YARD.lon), YARD, None)

    assert (refused.value.key, refused.value.field, refused.value.values["metres"]) == (
        "on_site.error.too_far",
        "place",
        100,
    )


def test_no_position_is_no_proof() -> None:
    with pytest.raises(Invalid, match="no_place"):
        require_near(None, YARD, None)


def test_a_line_is_as_near_as_its_nearest_corner() -> None:
    far_end = [[YARD.lat, YARD.lon], [YARD.lat + 1000 * METRE, YARD.lon]]

    assert round(metres_away(Point(YARD.lat + 990 * METRE, YARD.lon), YARD, far_end)) == 10


@pytest.mark.parametrize(("lat", "lon"), [(None, 127.0), (50.0, None), (91.0, 0.0), (0.0, 181.0)])
def test_what_is_no_position_is_none(lat: float | None, lon: float | None) -> None:
    assert told_position(lat, lon) is None
