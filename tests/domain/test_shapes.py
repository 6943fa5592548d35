"""Shapes: the one point that stands for each, and what is written of them as text."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.geo import polygon_holds
from planner.domain.shapes import areas_of, checked_shape, from_web_mercator, outer_lines, point_of, typed_shape

HORSESHOE = [[0, 0], [4, 0], [4, 4], [3, 4], [3, 1], [1, 1], [1, 4], [0, 4], [0, 0]]
RING = [[[0, 0], [6, 0], [6, 6], [0, 6], [0, 0]], [[1, 1], [5, 1], [5, 5], [1, 5], [1, 1]]]


@pytest.mark.parametrize("rings", [[HORSESHOE], RING, [[*reversed(HORSESHOE)]]], ids=["horseshoe", "ring", "other way"])
def test_point_of_an_area_lies_truly_inside(rings: list[Any]) -> None:
    shape = {"type": "Polygon", "coordinates": rings}

    assert polygon_holds(shape, point_of(shape))


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=3, max_size=8, unique=True))
def test_point_of_any_area_is_in_its_box(corners: list[tuple[int, int]]) -> None:
    ring = [[float(x), float(y)] for x, y in (*corners, corners[0])]

    point = point_of({"type": "Polygon", "coordinates": [ring]})

    assert min(x for x, _ in corners) <= point.lon <= max(x for x, _ in corners)
    assert min(y for _, y in corners) <= point.lat <= max(y for _, y in corners)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ({"type": "LineString", "coordinates": [[0, 0], [0, 1], [0, 10]]}, (5, 0)),
        ({"type": "LineString", "coordinates": [[3, 2], [3, 2]]}, (2, 3)),
        ({"type": "MultiLineString", "coordinates": [[[0, 0], [0, 1]], [[5, 0], [5, 4]]]}, (2, 5)),
        ({"type": "MultiPoint", "coordinates": [[0, 0], [0, 4], [0, 9]]}, (4, 0)),
        ({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]}, (2, 1)),
        ({"type": "Polygon", "coordinates": [[[1, 2], [1, 2], [1, 2], [1, 2]]]}, (2, 1)),
    ],
)
def test_line_has_its_middle_and_several_points_the_nearest_to_theirs(shape: dict[str, Any], expected: Any) -> None:
    assert tuple(point_of(checked_shape(shape))) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("POINT(127.5 50.2)", "Point"),
        ("point z (127.5 50.2 80)", "Point"),
        ("SRID=4326;POINT(127.5 50.2)", "Point"),
        ("MULTIPOINT ((127.5 50.2), (127.6 50.2))", "MultiPoint"),
        ("MULTIPOINT (127.5 50.2, 127.6 50.2)", "MultiPoint"),
        ("LINESTRING(127.5 50.2, 127.6 50.2)", "LineString"),
        ("POLYGON((127 50, 128 50, 128 51, 127 50))", "Polygon"),
        ("MULTIPOLYGON(((127 50, 128 50, 128 51, 127 50)))", "MultiPolygon"),
        ('{"type": "Point", "coordinates": [127.5, 50.2]}', "Point"),
        ("{type=Point, coordinates=[127.5, 50.2]}", "Point"),
        ("{'type': 'MultiPoint', 'coordinates': [[127.5, 50.2], [127.6, 50.2]]}", "MultiPoint"),
    ],
)
def test_shape_that_is_text_is_read(text: str, kind: str) -> None:
    assert checked_shape(typed_shape(text))["type"] == kind


@pytest.mark.parametrize(
    "text",
    [
        "50.2 127.5; 50.3 127.6",
        "50.2, 127.5; 50.3, 127.6;",
        "50,2 127,5; 50,3 127,6",
        "50.2 127.5\n50.3 127.6\n",
        "50.2 127.5|50.3 127.6",
    ],
)
def test_points_one_behind_another_are_a_line(text: str) -> None:
    assert typed_shape(text) == {"type": "LineString", "coordinates": [[127.5, 50.2], [127.6, 50.3]]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "дом",
        "50.2, 127.5",
        "{",
        "POINT",
        "LINE (1 2)",
        "50.2; 127.5",
        "50,2; 127,5",
        "50.2 127.5; дом",
        "Мира 5; Мира 7",
    ],
)
def test_other_text_is_no_shape(text: str) -> None:
    assert typed_shape(text) is None


def test_lines_of_a_shape_are_its_own_or_those_around_its_parts() -> None:
    ring, hole = [[0.0, 0.0], [3.0, 0.0], [3.0, 3.0], [0.0, 0.0]], [[1.0, 0.5], [2.0, 0.5], [2.0, 1.0], [1.0, 0.5]]
    shapes: list[dict[str, Any]] = [
        {"type": "LineString", "coordinates": ring},
        {"type": "MultiLineString", "coordinates": [ring, hole]},
        {"type": "Polygon", "coordinates": [ring, hole]},
        {"type": "MultiPolygon", "coordinates": [[ring, hole], [hole]]},
        {"type": "Point", "coordinates": ring[0]},
    ]

    assert [outer_lines(each) for each in shapes] == [[ring], [ring, hole], [ring], [ring, hole], []]


@pytest.mark.parametrize("text", ["POINT(a b)", "POINT()", "POLYGON((1 2))", "POINT(1)", "LINESTRING(1 2, )"])
def test_shape_with_bad_numbers_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_shape(typed_shape(text))

    assert refused.value.key.startswith("shapes.error.")


def test_closed_line_is_an_area_and_a_point_is_none() -> None:
    square = [[0, 0], [1, 0], [1, 1], [0, 0]]
    lines = {"type": "MultiLineString", "coordinates": [square, [[5, 5], [6, 6]]]}

    found = [areas_of(lines), areas_of({"type": "Point", "coordinates": [1, 2]})]

    assert found == [{"type": "Polygon", "coordinates": [square]}, None]


def test_web_mercator_is_turned_to_degrees() -> None:
    assert from_web_mercator(14196577.0, 6488800.0) == pytest.approx((127.530021, 50.2449188), abs=1e-6)
