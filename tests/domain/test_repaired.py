"""What belongs to a repaired street, yard or thing."""

from typing import Any

import pytest

from planner.domain.geo import Box, Point, distance_m
from planner.domain.repaired import belongs, box_of, centre_of, checked_geometry, is_near, spot_on, typed_geometry

STREET = {"type": "LineString", "coordinates": [[127.50, 50.27], [127.52, 50.27]]}
YARD = {"type": "Polygon", "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]]}
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
    ("typed", "geometry"),
    [
        ("LINESTRING (127.5 50.27, 127.52 50.27)", STREET),
        ("50.27 127.50; 50.27, 127.52;", STREET),
        ("point(127.5 50.2)", {"type": "Point", "coordinates": [127.5, 50.2]}),
        ("50.2 127.5", {"type": "Point", "coordinates": [127.5, 50.2]}),
        ("POLYGON((127.5 50.2, 127.6 50.2, 127.6 50.3, 127.5 50.3, 127.5 50.2))", YARD),
    ],
)
def test_place_is_read_as_a_table_holds_it(typed: str, geometry: dict[str, Any]) -> None:
    assert typed_geometry(typed) == geometry


@pytest.mark.parametrize(
    "typed", ["Мира, 5", "", "127.5", "LINESTRING (127.5 50.27)", "95 200; 1 1", "nan 5", "POINT ()"]
)
def test_what_is_no_place_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        typed_geometry(typed)


@pytest.mark.parametrize(
    "given",
    [
        None,
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point", "coordinates": ["a", 5]},
        {"type": "Point", "coordinates": [5]},
        {"type": "Point", "coordinates": [True, 5]},
        {"type": "LineString", "coordinates": []},
        {"type": "LineString", "coordinates": [[0, 0]] * 20_001},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
        {"type": "Polygon", "coordinates": 5},
    ],
)
def test_what_is_no_geometry_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        checked_geometry(given)
