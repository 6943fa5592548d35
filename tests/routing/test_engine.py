"""Banks of a river, and the matrix as legs."""

import math

import pytest

from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.engine import Barrier, Matrix, Snap

WINDING = (Point(0.0, 0.0), Point(0.0, 4.0), Point(2.0, 4.0), Point(2.0, 8.0))


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        (Point(1.0, 1.0), Point(-1.0, 1.0), True),
        (Point(1.0, 1.0), Point(1.0, 2.0), False),
        (Point(3.0, 1.0), Point(3.0, 7.0), False),
        (Point(-1.0, 1.0), Point(1.0, 5.0), False),
        (Point(1.0, 1.0), Point(1.0, 5.0), True),
        (Point(1.0, 1.0), Point(1.0, 1.0), False),
    ],
    ids=["across", "same bank", "same bank, far", "twice across a bend", "across the bend", "one point"],
)
def test_barrier_separates_banks(a: Point, b: Point, apart: bool) -> None:
    river = Barrier("river", WINDING)

    assert (river.separates(a, b), river.separates(b, a)) == (apart, apart)


def test_barrier_crossed_exactly_in_its_bend_separates_once() -> None:
    river = Barrier("river", (Point(0.0, -5.0), Point(0.0, 0.0), Point(0.0, 5.0)))

    assert river.separates(Point(1.0, 0.0), Point(-1.0, 0.0))


@pytest.mark.parametrize("line", [(), (Point(0.0, 0.0),), (Point(0.0, 0.0), Point(0.0, 0.0))])
def test_barrier_without_length_separates_nothing(line: tuple[Point, ...]) -> None:
    assert not Barrier("nothing", line).separates(Point(1.0, 0.0), Point(-1.0, 0.0))


def test_matrix_gives_legs_along_a_way() -> None:
    matrix = Matrix("by hand", ((0.0, 3.0), (4.0, 0.0)), ((0.0, 1.0), (math.inf, 0.0)))

    assert matrix.leg(0, 1) == Leg(3.0, 1.0)
    assert matrix.legs([0, 1, 1, 0]) == (Leg(3.0, 1.0), Leg(0.0, 0.0), Leg(4.0, math.inf))
    assert matrix.legs([0]) == ()


@pytest.mark.parametrize(
    ("metres", "far", "refused"),
    [(0.0, False, False), (150.0, False, False), (150.1, True, False), (500.0, True, False), (500.1, True, True)],
)
def test_snap_is_far_and_refused_beyond_its_limits(metres: float, far: bool, refused: bool) -> None:
    snap = Snap(Point(50.0, 127.0), metres)

    assert (snap.is_far, snap.is_refused) == (far, refused)


def test_snap_to_no_street_is_refused() -> None:
    assert Snap(Point(50.0, 127.0), math.inf).is_refused
