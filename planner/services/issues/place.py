"""Where an issue is: a point, a line with its middle, or the stop at which it was seen."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth
from planner.domain.models import Stop

LONGEST_LINE = 500


@dataclass(frozen=True)
class Spot:
    """A place that was checked; `line` is [[lat, lon], …] where the problem has a length."""

    point: Point
    line: list[list[float]] | None = None
    address: str = ""


def checked_spot(lat: float | None, lon: float | None, line: Sequence[Sequence[float]] | None) -> Spot | None:
    """The line with its middle, or the point; None where neither is given. Raises Invalid on the field "place"."""
    if line:
        points = [_checked_point(*pair) if len(pair) == 2 else _refuse() for pair in line[: LONGEST_LINE + 1]]
        if not 2 <= len(points) <= LONGEST_LINE:
            raise Invalid("issues.error.line", field="place", number=LONGEST_LINE)
        return Spot(middle_of(points), [[point.lat, point.lon] for point in points])
    if lat is None and lon is None:
        return None
    return Spot(_checked_point(lat, lon))


def spot_of_stop(stop: Stop | None) -> Spot:
    """The stop's own point and address; Invalid("issues.error.no_place") without a stop."""
    if stop is None:
        raise Invalid("issues.error.no_place", field="place")
    return Spot(stop.point, address=stop.address)


def middle_of(points: Sequence[Point]) -> Point:
    """The point on the line from which it is equally long to both ends."""
    lengths = [distance_m(a, b) for a, b in zip(points, points[1:], strict=False)]
    left = math.fsum(lengths) / 2
    for a, b, length in zip(points, points[1:], lengths, strict=False):
        if left <= length:
            share = left / length if length else 0.0
            return Point(a.lat + (b.lat - a.lat) * share, a.lon + (b.lon - a.lon) * share)
        left -= length
    return points[-1]


def _checked_point(lat: float | None, lon: float | None) -> Point:
    if not all(isinstance(degrees, int | float) for degrees in (lat, lon)):
        _refuse()
    assert lat is not None
    assert lon is not None
    if not is_on_earth(lat, lon):
        _refuse()
    return Point(float(lat), float(lon))


def _refuse() -> Point:
    raise Invalid("issues.error.coordinates", field="place")
