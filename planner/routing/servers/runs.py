"""How a routing server is asked: a table in squares, a ride in runs of points that have a street."""

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise, product

from planner.domain.geo import Point
from planner.domain.timetable import Leg

IMPASSABLE = Leg(math.inf, math.inf)
Ride = tuple[list[Leg], list[Point]]
"""The legs between points and the line through them."""


def nothing_known(size: int) -> list[list[float]]:
    """A table without any ride but from a point to itself."""
    return [[0.0 if a == b else math.inf for b in range(size)] for a in range(size)]


def squares(good: list[int], side: int) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns of a table of these points, so many at a time; nothing where there is no pair."""
    chunks = [good[first : first + side] for first in range(0, len(good), side)] if len(good) > 1 else []
    yield from product(chunks, chunks)


def ride_in_runs(points: Sequence[Point], good: Collection[int], ask: Callable[[Sequence[Point]], Ride | None]) -> Ride:
    """The ride through all points; `ask` is given runs of neighbours whose numbers are `good` and says None for no way.

    A server refuses a whole question for one pair without a way: such a run is asked for leg by leg. What has no way is a
    leg of `math.inf`, drawn straight.
    """
    legs: list[Leg] = []
    line: list[Point] = []
    for run in _runs(len(points), good):
        if line:
            legs.append(IMPASSABLE)
        found = _ride([points[number] for number in run], ask)
        legs += found[0]
        line += found[1]
    return legs, [point for number, point in enumerate(line) if number == 0 or point != line[number - 1]]


def _ride(points: Sequence[Point], ask: Callable[[Sequence[Point]], Ride | None]) -> Ride:
    if len(points) == 1:
        return [], list(points)
    found = ask(points)
    if found is not None:
        return found
    if len(points) == 2:
        return [IMPASSABLE], list(points)
    parts = [_ride(pair, ask) for pair in pairwise(points)]
    return [leg for legs, _ in parts for leg in legs], [point for _, line in parts for point in line]


def _runs(size: int, good: Collection[int]) -> list[list[int]]:
    """Neighbouring points that have streets, taken together; a point without one stands alone."""
    runs: list[list[int]] = []
    for number in range(size):
        if runs and number in good and runs[-1][-1] in good:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs
