"""How near somebody must be to say that they have seen it."""

from collections.abc import Sequence

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth

NEAR_M = 100.0
"""Whoever verifies on the spot stands at most so far from the issue."""


def metres_away(at: Point, point: Point, line: Sequence[Sequence[float]] | None) -> float:
    """How far a position is from an issue; of one with a length the nearest corner counts."""
    return min(distance_m(at, each) for each in [point, *(Point(lat, lon) for lat, lon in line or ())])


def told_position(lat: float | None, lon: float | None) -> Point | None:
    """The position that a device tells; None where it tells none, or one that is not on earth."""
    if lat is None or lon is None or not is_on_earth(lat, lon):
        return None
    return Point(lat, lon)


def require_near(at: Point | None, point: Point, line: Sequence[Sequence[float]] | None) -> int:
    """The metres from the issue to whoever verifies on the spot; Invalid on the field "place" without a position, or with one
    more than NEAR_M away.
    """
    if at is None:
        raise Invalid("on_site.error.no_place", field="place", metres=round(NEAR_M))
    away = metres_away(at, point, line)
    if away > NEAR_M:
        raise Invalid("on_site.error.too_far", field="place", away=round(away), metres=round(NEAR_M))
    return round(away)
