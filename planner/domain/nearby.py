"""Points that one can walk between, gathered into one stop."""

import math
from collections import defaultdict
from collections.abc import Sequence

from planner.domain.geo import EARTH_RADIUS_M, Point, distance_m

FIRST_ISSUE_MINUTES = 10
NEXT_ISSUE_MINUTES = 5


def gathered(points: Sequence[Point], radius_m: float) -> list[list[int]]:
    """Indices of the points in groups, in the order of their first members.

    The first point of a group is its heart: every other lies within `radius_m` of it, and has no nearer heart among those
    that came before. So the order of the points decides, and nothing else does. Radius 0 gathers points at one spot only.
    """
    size = math.degrees(max(radius_m, 1.0) / EARTH_RADIUS_M)
    hearts: dict[tuple[int, int], list[int]] = defaultdict(list)
    groups: list[list[int]] = []
    for index, point in enumerate(points):
        row = math.floor(point.lat / size)
        near = [
            (distance, group)
            for at in (row - 1, row, row + 1)
            for column in _columns(point, at, size)
            for group in hearts.get((at, column), ())
            if (distance := distance_m(points[groups[group][0]], point)) <= radius_m
        ]
        if near:
            groups[min(near)[1]].append(index)
        else:
            hearts[row, _column(point.lon, row, size)].append(len(groups))
            groups.append([index])
    return groups


def talk_minutes(issues: int, most: int) -> int:
    """Minutes of talk at a stop for so many issues: a quarter of an hour for one, five minutes for each further one."""
    return min(most, FIRST_ISSUE_MINUTES + NEXT_ISSUE_MINUTES * max(1, issues))


def middle(points: Sequence[Point]) -> Point:
    """Where the bus stops for these points: their mean."""
    return Point(sum(point.lat for point in points) / len(points), sum(point.lon for point in points) / len(points))


def _column(lon: float, row: int, size: float) -> int:
    # Columns of one row are as wide as the radius on the ground, at the row's edge nearest to the pole.
    edge = max(abs(row), abs(row + 1)) * size
    return math.floor(lon / (size / max(0.01, math.cos(math.radians(min(89.0, edge))))))


def _columns(point: Point, row: int, size: float) -> range:
    column = _column(point.lon, row, size)
    return range(column - 1, column + 2)
