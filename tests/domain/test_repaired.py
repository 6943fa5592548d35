"""What belongs to a repaired street, yard or thing."""

from typing import Any

import pytest

from planner.domain.errors import Invalid
from planner.domain.geo import Box, Point, distance_m
from planner.domain.repaired import (
    belongs,
    box_of,
    centre_of,
    geometry_of,
    is_near,
    is_same,
    joined_geometry,
    spot_on,
)

STREET = {"type": "LineString", "coordinates": [[127.50, 50.27], [127.52, 50.27]]}
YARD = {"type": "Polygon", "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]]}
BYWAY = {"type": "LineString", "coordinates": [[127.52, 50.27], [127.52, 50.28]]}
METRE = 1 / 111_195
"""Degrees of latitude."""


@pytest.mark.parametrize(
    ("geometry", "point", "is_in"),
    [
        (STREET, Point(50.27 + 14.9 * METRE, 127.51), True),
        (STREET, Point(50.27 - 15.2 * METRE, 127.51), False),
        (STREET, Point(50.27, 127.5201), True),
        (STREET, Point(50.27, 127.5203), False),
        ({"type": "MultiLineString", "coordinates": [STREET["coordinates"]]}, Point(50.27, 127.51), True),
        (YARD, Point(50.25, 127.55), True),
        (YARD, Point(50.3 + 5 * METRE, 127.55), False),
        ({"type": "MultiPolygon", "coordinates": [YARD["coordinates"]]}, Point(50.25, 127.55), True),
        ({"type": "Point", "coordinates": [127.5, 50.2]}, Point(50.2 + 14.9 * METRE, 127.5), True),
        ({"type": "Point", "coordinates": [127.5, 50.2]}, Point(50.2 + 15.2 * METRE, 127.5), False),
    ],
)
def test_point_belongs_within_fifteen_metres_of_a_line_and_inside_an_area(
    geometry: dict[str, Any], point: Point, is_in: bool
) -> None:
    assert belongs(geometry, point) is is_in


def test_box_and_middle_hold_all_corners() -> None:
    assert box_of(YARD) == Box(50.2, 127.5, 50.3, 127.6)
    assert centre_of(YARD) == Point(50.25, 127.55)


@pytest.mark.parametrize(("north", "near"), [(-0.01, True), (0, True), (40 * METRE, True), (60 * METRE, False)])
def test_yard_is_near_inside_it_and_beside_its_edge(north: float, near: bool) -> None:
    assert is_near(YARD, Point(50.3 + north, 127.55), 50) is near


@pytest.mark.parametrize(
    ("geometry", "spot"),
    [
        (STREET, Point(50.27, 127.51)),
        (YARD, Point(50.25, 127.55)),
        ({"type": "Point", "coordinates": [127.5, 50.2]}, Point(50.2, 127.5)),
        (
            {"type": "LineString", "coordinates": [[127.5, 50.2], [127.5, 50.2], [127.5, 50.23], [127.5, 50.24]]},
            Point(50.22, 127.5),
        ),
        ({"type": "MultiLineString", "coordinates": [[[127.4, 50.2]], STREET["coordinates"]]}, Point(50.27, 127.51)),
        ({"type": "LineString", "coordinates": [[127.5, 50.2], [127.5, 50.2]]}, Point(50.2, 127.5)),
    ],
)
def test_one_stands_half_way_along_the_longest_line(geometry: dict[str, Any], spot: Point) -> None:
    assert distance_m(spot_on(geometry), spot) < 0.1


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        (STREET, STREET),
        (YARD, YARD),
        ({"type": "MultiPoint", "coordinates": [[127.5, 50.2]]}, {"type": "Point", "coordinates": [127.5, 50.2]}),
        ({"type": "GeometryCollection", "geometries": [STREET, YARD]}, YARD),
        (
            {"type": "GeometryCollection", "geometries": [STREET, BYWAY, {"type": "Point", "coordinates": [1, 1]}]},
            {"type": "MultiLineString", "coordinates": [STREET["coordinates"], BYWAY["coordinates"]]},
        ),
    ],
)
def test_geometry_is_kept_whole(shape: dict[str, Any], kept: dict[str, Any]) -> None:
    assert geometry_of(shape) == kept


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "LineString", "coordinates": [[0, 0]] * 20_001},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
    ],
)
def test_what_is_neither_line_nor_area_nor_point_is_refused(shape: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="repairs.bad.place"):
        geometry_of(shape)


def test_pieces_of_one_kind_are_joined_and_the_same_piece_is_not_drawn_twice() -> None:
    both = {"type": "MultiLineString", "coordinates": [STREET["coordinates"], BYWAY["coordinates"]]}

    assert joined_geometry(STREET, BYWAY) == both
    assert (joined_geometry(both, BYWAY), joined_geometry(STREET, YARD)) == (None, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([127.5, 50.27], [127.5, 50.27 + 29 * METRE], True),
        ([127.5, 50.27], [127.5, 50.27 + 31 * METRE], False),
    ],
)
def test_points_are_the_same_within_thirty_metres(one: list[float], other: list[float], same: bool) -> None:
    points = [{"type": "Point", "coordinates": each} for each in (one, other)]

    assert is_same(*points) is same
    assert is_same(points[0], STREET)
