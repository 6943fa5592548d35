"""What every travel-time engine takes and gives: points, rivers, matrices, routes, snaps and turns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from planner.domain.geo import Point
from planner.domain.timetable import Leg

WARN_SNAP_M = 150.0
"""A stop farther than this from the nearest street is worth a word."""
REFUSE_SNAP_M = 500.0
"""A stop farther than this from the nearest street has no way to it."""

BY_HAND = "by_hand"
"""The source of a figure that an organizer has set."""

TurnKind = Literal["start", "left", "right", "straight", "u_turn", "roundabout", "arrive"]


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

    `engine` names where the figures come from; a plan stores it. `sources` names it cell by cell, where some of them
    come from elsewhere; empty means that they do not.
    """

    engine: str
    minutes: tuple[tuple[float, ...], ...]
    km: tuple[tuple[float, ...], ...]
    sources: tuple[tuple[str, ...], ...] = ()

    def by_source(self) -> Mapping[str, int]:
        """How many rides between two different points come from where."""
        size = range(len(self.minutes))
        return Counter(self.source(start, end) for start in size for end in size if start != end)

    def source(self, start: int, end: int) -> str:
        """Where the figures of one ride come from."""
        return self.sources[start][end] if self.sources else self.engine

    def leg(self, start: int, end: int) -> Leg:
        """The ride from one point of the matrix to another."""
        return Leg(self.minutes[start][end], self.km[start][end])

    def legs(self, way: Sequence[int]) -> tuple[Leg, ...]:
        """The rides along a sequence of points of the matrix: one fewer than points."""
        return tuple(self.leg(start, end) for start, end in pairwise(way))


@dataclass(frozen=True)
class Route:
    """The ride along points in their order: a leg between each two, and the line for the map.

    An impassable leg (`math.inf`) is drawn straight. `sources` names leg by leg where the figures come from, where some
    come from elsewhere than `engine`; empty means that they do not.
    """

    engine: str
    legs: tuple[Leg, ...]
    line: tuple[Point, ...]
    sources: tuple[str, ...] = ()

    def leg_sources(self) -> tuple[str, ...]:
        """Where the figures of each leg come from."""
        return self.sources or (self.engine,) * len(self.legs)


class NoAnswer(Exception):
    """An engine cannot answer now, and the next one has to; `reason` says why in one word, such as "timeout"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Snap:
    """Where a point of the map is reached: `point` on the nearest street that the bus takes, `metres` from it.

    `metres` is `math.inf`, and `point` the point itself, where the engine knows no street at all.
    """

    point: Point
    metres: float

    @property
    def is_far(self) -> bool:
        """Whether people should be told how far from the stop the bus has to stay."""
        return self.metres > WARN_SNAP_M

    @property
    def is_refused(self) -> bool:
        """Whether the bus does not come near at all: such a point has no way."""
        return self.metres > REFUSE_SNAP_M


class Turn(NamedTuple):
    """One line of the driver's turn list: at `point` do `kind`, then ride `metres` along `street` until the next line.

    `street` is empty where the map names none. "start" opens the ride to each point, "arrive" ends it, with 0 metres.
    "straight" says that the street's name changes. `exit` counts the ways out of a roundabout from 1, else it is None.
    """

    kind: TurnKind
    street: str
    metres: float
    point: Point
    exit: int | None = None


class TravelTimes(Protocol):
    """An engine. `at` is the aware moment of departure; an engine that knows no rush hours takes no notice of it."""

    @property
    def name(self) -> str:
        """The word that plans store, such as "estimate"."""

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        """Every ride between the points; no way is `math.inf`, not an error."""

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        """The ride through the points in this order; no way is a leg of `math.inf`, not an error."""

    def snap(self, point: Point) -> Snap:
        """Where the bus would stop for this point, and how far from it that is."""


def _is_left(start: Point, end: Point, point: Point) -> bool:
    cross = (end.lon - start.lon) * (point.lat - start.lat) - (end.lat - start.lat) * (point.lon - start.lon)
    return cross > 0


def _cross(a: Point, b: Point, start: Point, end: Point) -> bool:
    # A point exactly on a line belongs to its right side, so a way through a bend of the line is counted once.
    return _is_left(a, b, start) != _is_left(a, b, end) and _is_left(start, end, a) != _is_left(start, end, b)
