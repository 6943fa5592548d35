"""Tests of `planner.city.extract.coast`. On the map y grows to the south; the box is the unit square."""

import numpy as np
import pytest

from planner.city.extract.coast import sea_of
from planner.city.extract.features import Path2

BOX = (0.0, 0.0, 1.0, 1.0)


def surface(shapes: tuple[Path2, ...]) -> float:
    """What the shapes cover together."""
    return sum(abs(float(x @ np.roll(y, -1) - np.roll(x, -1) @ y)) / 2 for x, y in (shape.T for shape in shapes))


def line(*points: tuple[float, float]) -> Path2:
    return np.array(points)


def test_shore_across_the_box_has_the_sea_on_its_right() -> None:
    eastward = sea_of([line((-0.5, 0.25), (1.5, 0.25))], BOX)
    westward = sea_of([line((1.5, 0.25), (-0.5, 0.25))], BOX)

    assert surface(eastward.water) == pytest.approx(0.75)
    assert surface(westward.water) == pytest.approx(0.25)


def test_shore_in_pieces_is_one_shore() -> None:
    pieces = [line((0.5, 0.5), (1.5, 0.5)), line((-0.5, 0.5), (0.2, 0.5)), line((0.2, 0.5), (0.5, 0.5))]

    sea = sea_of(pieces, BOX)

    assert (len(sea.water), surface(sea.water)) == pytest.approx((1, 0.5))


def test_shore_that_ends_inside_goes_on_to_the_nearest_side() -> None:
    sea = sea_of([line((0.01, 0.5), (0.99, 0.5))], BOX)

    assert surface(sea.water) == pytest.approx(0.5)


def test_two_shores_of_a_strait_enclose_it() -> None:
    north, south = line((-1, 0.3), (2, 0.3)), line((2, 0.7), (-1, 0.7))

    sea = sea_of([north, south], BOX)

    assert surface(sea.water) == pytest.approx(0.4)


def test_shore_that_leaves_and_comes_back_gives_two_bays() -> None:
    wave = line((-1, 0.5), (0.2, 0.5), (0.2, 1.5), (0.8, 1.5), (0.8, 0.5), (2, 0.5))

    sea = sea_of([wave], BOX)

    assert (len(sea.water), surface(sea.water)) == pytest.approx((2, 0.2))


def test_island_alone_lies_in_the_sea() -> None:
    around = line((0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4), (0.4, 0.4))

    sea = sea_of([around], BOX)

    assert (surface(sea.water), surface(sea.islands)) == pytest.approx((1.0, 0.04))


def test_enclosed_water_is_no_island() -> None:
    around = line((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6), (0.4, 0.4))

    sea = sea_of([around], BOX)

    assert (surface(sea.water), len(sea.islands)) == pytest.approx((0.04, 0))


@pytest.mark.parametrize("coast", [[], [line((5, 5), (6, 6))], [line((5, 5), (5, 6), (6, 6), (5, 5))]])
def test_without_a_shore_in_the_box_there_is_no_sea(coast: list[Path2]) -> None:
    sea = sea_of(coast, BOX)

    assert (sea.water, sea.islands) == ((), ())
