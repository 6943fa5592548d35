"""What every travel-time engine takes and gives: points, rivers, matrices and routes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from planner.domain.geo import Point
from planner.domain.timetable import Leg


@dataclass(frozen=True)
class Barrier:
    """A river or a railway that can be crossed only at its crossings; without crossings it cannot be crossed at all.

    `line` splits the map into two banks, so it has to go on beyond the area of the tours. The line of a tributary
    goes on across the main river: else a ride past the mouth would count as a ride on one bank.
    """

    name: str
    line: tuple[Point, ...]
    crossings: tuple[Point, ...] = ()

    def separates(self, a: Point, b: Point) -> bool:
        """Whether two points lie on different banks: the straight way crosses the line an odd number of times."""
        return sum(_cross(a, b, start, end) for start, end in pairwise(self.line)) % 2 == 1


@dataclass(frozen=True)
class Matrix:
    """Minutes and kilometres from each point (row) to each point (column), `math.inf` where there is no way.

    `engine` names where the figures come from; a plan stores it.
    """

    engine: str
    minutes: tuple[tuple[float, ...], ...]
    km: tuple[tuple[float, ...], ...]

    def leg(self, start: int, end: int) -> Leg:
        """The ride from one point of the matrix to another."""
        return Leg(self.minutes[start][end], self.km[start][end])

    def legs(self, way: Sequence[int]) -> tuple[Leg, ...]:
        """The rides along a sequence of points of the matrix: one fewer than points."""
        return tuple(self.leg(start, end) for start, end in pairwise(way))


@dataclass(frozen=True)
class Route:
    """The ride along points in their order: a leg between each two, and the line for the map.

    An impassable leg (`math.inf`) is drawn straight.
    """

    engine: str
    legs: tuple[Leg, ...]
    line: tuple[Point, ...]


class TravelTimes(Protocol):
    """An engine. `at` is the aware moment of departure; an engine that knows no rush hours takes no notice of it."""

    @property
    def name(self) -> str:
        """The word that plans store, such as "estimate"."""

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points; no way is `math.inf`, not an error."""

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points in this order; no way is a leg of `math.inf`, not an error."""


def _is_left(start: Point, end: Point, point: Point) -> bool:
    cross = (end.lon - start.lon) * (point.lat - start.lat) - (end.lat - start.lat) * (point.lon - start.lon)
    return cross > 0


def _cross(a: Point, b: Point, start: Point, end: Point) -> bool:
    # A point exactly on a line belongs to its right side, so a way through a bend of the line is counted once.
    return _is_left(a, b, start) != _is_left(a, b, end) and _is_left(start, end, a) != _is_left(start, end, b)
