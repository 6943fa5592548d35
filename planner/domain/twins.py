"""What is the same thing twice: points of one name near each other."""

import math
from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from planner.domain.geo import EARTH_RADIUS_M, Point, distance_m

_AROUND = tuple(product((-1, 0, 1), repeat=3))
_Cell = tuple[int, int, int]


class Twins:
    """Named points; asks whether one of the same name, in any case of letters, lies within `radius_m` metres.

    Finds what a comparison with each of them would find, but looks only at those around: 20,000 of one name cost no more
    than 20,000 of different names. Points lie in cubes of space rather than in squares of the map, so that neither the
    poles nor the 180th meridian are a border.
    """

    def __init__(self, radius_m: float) -> None:
        self._radius_m = radius_m
        self._side_m = max(radius_m, 1.0) * 1.001  # a straight line is never longer than the way on the ground
        self._spots: dict[tuple[str, _Cell], set[Point]] = defaultdict(set)

    def add(self, name: str, point: Point) -> None:
        """From now on this is one of those that are known."""
        self._spots[name.casefold(), self._cell(point)].add(point)

    def has(self, name: str, point: Point) -> bool:
        """Whether a known one is a twin of this."""
        return any(distance_m(point, spot) <= self._radius_m for spot in self._around(name.casefold(), point))

    def _around(self, key: str, point: Point) -> Iterator[Point]:
        x, y, z = self._cell(point)
        for dx, dy, dz in _AROUND:
            yield from self._spots.get((key, (x + dx, y + dy, z + dz)), ())

    def _cell(self, point: Point) -> _Cell:
        lat, lon = math.radians(point.lat), math.radians(point.lon)
        flat = math.cos(lat) * EARTH_RADIUS_M
        x, y, z = flat * math.cos(lon), flat * math.sin(lon), math.sin(lat) * EARTH_RADIUS_M
        return math.floor(x / self._side_m), math.floor(y / self._side_m), math.floor(z / self._side_m)
