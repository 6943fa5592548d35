"""Distances, tile codes and polygons."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import (
    Area,
    Point,
    box_around,
    course,
    distance_m,
    is_on_earth,
    morton,
    moved,
    polygon_holds,
    qk_of,
    tile_of,
)

POINTS = st.builds(Point, st.floats(-85, 85), st.floats(-179.9, 179.9))


def test_distance_of_one_degree_of_latitude() -> None:
    assert distance_m(Point(50, 127), Point(51, 127)) == pytest.approx(111_195, abs=1)


@given(POINTS, POINTS)
def test_distance_is_symmetric_and_at_most_half_the_way_round(a: Point, b: Point) -> None:
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= 20_015_200


@given(st.builds(Point, st.floats(-60, 60), st.floats(-170, 170)), st.floats(1, 5000), st.floats(0, 360))
def test_box_around_holds_every_point_within_the_radius(centre: Point, radius: float, bearing: float) -> None:
    dlat = math.degrees(radius / 6_371_008.8) * math.cos(math.radians(bearing))
    dlon = math.degrees(radius / 6_371_008.8) * math.sin(math.radians(bearing)) / math.cos(math.radians(centre.lat))

    box = box_around(centre, radius * 1.001)

    assert box.south <= centre.lat + dlat <= box.north
    assert box.west <= centre.lon + dlon <= box.east


@pytest.mark.parametrize(
    ("lat", "lon", "answer"),
    [(50.26, 127.53, True), (91, 0, False), (0, 181, False), (math.nan, 0, False), (0, math.inf, False)],
)
def test_is_on_earth(lat: float, lon: float, answer: bool) -> None:
    assert is_on_earth(lat, lon) is answer


def test_tile_of_a_known_point() -> None:
    assert tile_of(Point(0, 0), 1) == (1, 1)
    assert tile_of(Point(85.05, -180), 3) == (0, 0)
    assert tile_of(Point(-90, 180), 3) == (7, 7)


@given(st.integers(0, 2**20 - 1), st.integers(0, 2**20 - 1))
def test_morton_interleaves_every_bit(x: int, y: int) -> None:
    code = morton(x, y)

    assert [(code >> 2 * i & 1, code >> 2 * i + 1 & 1) for i in range(20)] == [
        (x >> i & 1, y >> i & 1) for i in range(20)
    ]


@given(POINTS, st.integers(0, 20))
def test_qk_prefix_is_the_code_of_the_parent_tile(point: Point, zoom: int) -> None:
    assert qk_of(point) >> 2 * (20 - zoom) == morton(*tile_of(point, zoom))


SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]]
HOLE = [[4, 4], [6, 4], [6, 6], [4, 6], [4, 4]]


def test_polygon_holds_its_inside_but_not_its_hole() -> None:
    polygon = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}

    assert [polygon_holds(polygon, Point(lat, lon)) for lat, lon in ((2, 2), (5, 5), (5, 11), (-1, 5))] == [
        True,
        False,
        False,
        False,
    ]


@given(st.floats(-12, 12), st.floats(-12, 120))
def test_area_holds_what_its_polygon_holds(lat: float, lon: float) -> None:
    geometry = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [[[x + 100, y] for x, y in SQUARE]]]}

    assert Area(geometry).holds(Point(lat, lon)) == polygon_holds(geometry, Point(lat, lon))


def test_multipolygon_holds_each_part() -> None:
    far = [[x + 100, y] for x, y in SQUARE]
    polygon = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [far]]}

    assert [polygon_holds(polygon, Point(5, lon)) for lon in (1, 5, 105, 50)] == [True, False, True, False]


@pytest.mark.parametrize("degrees", [0, 45, 90, 180, 270, 359])
def test_point_moved_lies_on_that_course_at_that_distance(degrees: int) -> None:
    start = Point(50.27, 127.54)

    end = moved(start, 100.0, degrees)

    assert distance_m(start, end) == pytest.approx(100, abs=0.1)
    assert (course(start, end) - degrees + 180) % 360 - 180 == pytest.approx(0, abs=0.1)
