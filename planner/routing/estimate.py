"""Travel times without street data: the great circle times a factor, at one speed, over the bridges."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg
from planner.routing.engine import Barrier, Matrix, Route, Snap

SPEED_KMH = 22.0
DETOUR_FACTOR = 1.35


@dataclass(frozen=True)
class Estimate:
    """The engine that is always there; a figure made by it is shown as an estimate along a straight line.

    `detour_factor` is the length of the streets over that of the great circle. A ride to the other bank of a barrier
    goes over its cheapest crossing, one after the other when there are several barriers; a barrier without crossings
    is not passed. There and back are equal.
    """

    speed_kmh: float = SPEED_KMH
    detour_factor: float = DETOUR_FACTOR
    barriers: tuple[Barrier, ...] = ()

    def __post_init__(self) -> None:
        if not (self.speed_kmh > 0 and self.detour_factor >= 1):
            raise ValueError(f"No bus goes at {self.speed_kmh} km/h on {self.detour_factor} of the great circle.")

    @property
    def name(self) -> str:
        """The name of this engine in plans."""
        return "estimate"

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points, at any hour the same."""
        size, order = len(points), sorted(range(len(points)), key=lambda number: points[number])
        separated = _separated([points[number] for number in order], self.barriers)
        minutes, km = ([[0.0] * size for _ in points] for _ in range(2))
        for row, first in enumerate(order):
            for column in range(row + 1, size):
                second = order[column]
                leg = self._leg(points[first], points[second], straight=not separated[row][column])
                minutes[first][second] = minutes[second][first] = leg[0]
                km[first][second] = km[second][first] = leg[1]
        return Matrix(engine=self.name, minutes=tuple(map(tuple, minutes)), km=tuple(map(tuple, km)))

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points; its line bends only at the points and at the crossings."""
        line = list(points[:1])
        for a, b in pairwise(points):
            way = _shortest_way(*_sorted_pair(a, b), self.barriers).points
            line += way[1:] if way[0] == a else way[-2::-1]
        return Route(
            engine=self.name,
            legs=tuple(Leg(*self._leg(*_sorted_pair(a, b), straight=False)) for a, b in pairwise(points)),
            line=tuple(line),
        )

    def snap(self, point: Point) -> Snap:
        """The point itself: where no street is known, none is missed."""
        return Snap(point, 0.0)

    def _leg(self, a: Point, b: Point, *, straight: bool) -> tuple[float, float]:
        """Minutes and kilometres; `straight`: it is known that no barrier stands between the points."""
        metres = distance_m(a, b) if straight else _shortest_way(a, b, self.barriers).metres
        km = metres * self.detour_factor / 1000
        return km / self.speed_kmh * 60, km


class _Way(NamedTuple):
    """Metres of great circles through the points; infinite when the points have no way between them."""

    metres: float
    points: tuple[Point, ...]


def _sorted_pair(a: Point, b: Point) -> tuple[Point, Point]:
    # Sums of floats depend on their order: computed always from the same end, there and back are equal to the last bit.
    return (a, b) if a <= b else (b, a)


def _separated(points: Sequence[Point], barriers: Sequence[Barrier]) -> list[list[bool]]:
    """Between which points any barrier stands; `Barrier.separates` for all pairs at once, to the last bit."""
    lat, lon = (np.array([point[part] for point in points], float) for part in (0, 1))
    found = np.zeros((len(points), len(points)), bool)
    for barrier in barriers:
        odd, left_before = np.zeros_like(found), None
        for number, corner in enumerate(barrier.line):
            left = (lon[None] - lon[:, None]) * (corner.lat - lat[:, None]) > (lat[None] - lat[:, None]) * (
                corner.lon - lon[:, None]
            )
            if left_before is not None:
                start = barrier.line[number - 1]
                side = (corner.lon - start.lon) * (lat - start.lat) > (corner.lat - start.lat) * (lon - start.lon)
                odd ^= (left_before != left) & (side[:, None] != side[None])
            left_before = left
        found |= odd
    pairs: list[list[bool]] = found.tolist()
    return pairs


def _shortest_way(a: Point, b: Point, barriers: tuple[Barrier, ...]) -> _Way:
    crossed = [barrier for barrier in barriers if barrier.separates(a, b)]
    if not crossed:
        return _Way(distance_m(a, b), (a, b))
    no_way = _Way(math.inf, (a, b))
    if not all(barrier.crossings for barrier in crossed):
        return no_way
    ways = [_way_over(a, b, crossing, barrier, barriers) for barrier in crossed for crossing in barrier.crossings]
    return min([no_way, *ways], key=lambda way: way.metres)


def _way_over(a: Point, b: Point, crossing: Point, barrier: Barrier, barriers: tuple[Barrier, ...]) -> _Way:
    # A crossing stands on its own barrier, on neither bank, so that barrier has no say in the two parts of the way.
    others = tuple(other for other in barriers if other is not barrier)
    to, on = _shortest_way(a, crossing, others), _shortest_way(crossing, b, others)
    return _Way(to.metres + on.metres, to.points + on.points[1:])
