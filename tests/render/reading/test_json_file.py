"""GeoJSON and other JSON as one meets it."""

import json
from typing import Any

import pytest

from planner.domain.errors import Invalid
from planner.render.reading.json_file import read_json
from tests.render.reading.stories import SQUARE, collection, feature, point, read, told

HERE = point(127.5, 50.2)
THERE = {"type": "Point", "coordinates": [14196577.0, 6488800.0]}


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (HERE, ((50.2, 127.5), [])),
        ({"type": "Point", "coordinates": ["127,5", " 50.2"]}, ((50.2, 127.5), [])),
        ({"type": "Point", "coordinates": [127.5, 50.2, 80]}, ((50.2, 127.5), [])),
        ({"type": "MultiPoint", "coordinates": [[127.5, 50.2]]}, ((50.2, 127.5), [])),
        ({"type": "GeometryCollection", "geometries": [HERE]}, ((50.2, 127.5), [])),
        ({"type": "LineString", "coordinates": [[127.4, 50.2], [127.6, 50.2]]}, ((50.2, 127.5), [])),
        (SQUARE, ((50.25, 127.55), [])),
        ("POINT (127.5 50.2)", ((50.2, 127.5), ["intake.doubt.shape_text"])),
        (json.dumps(HERE), ((50.2, 127.5), ["intake.doubt.shape_text"])),
        ("двор", (None, ["intake.bad.shape_text"])),
        (None, (None, ["shapes.error.none"])),
        ({"type": "Point", "coordinates": []}, (None, ["shapes.error.none"])),
        ({"type": "GeometryCollection", "geometries": []}, (None, ["shapes.error.none"])),
        ([127.5, 50.2], (None, ["shapes.error.no_object"])),
        (7, (None, ["shapes.error.no_object"])),
        ({}, (None, ["shapes.error.kind"])),
        ({"type": "Circle", "coordinates": [1, 2]}, (None, ["shapes.error.kind"])),
        ({"type": "Point", "coordinates": [127.5, None]}, (None, ["shapes.error.numbers"])),
        ({"type": "Point", "coordinates": [[127.5], [50.2]]}, (None, ["shapes.error.numbers"])),
        ({"type": "Polygon", "coordinates": [[[1, 2]]]}, (None, ["shapes.error.numbers"])),
        (point(50.2, 127.5), (None, ["shapes.error.swapped"])),
        (point(181, 91), (None, ["shapes.error.earth"])),
        (THERE, (None, ["shapes.error.metres"])),
        (point(0, 0), ((0, 0), ["intake.bad.zero"])),
    ],
)
def test_each_geometry_is_a_point_or_says_why_not(geometry: object, expected: tuple[Any, list[str]]) -> None:
    file = read(collection(feature(geometry, name="A")), "a.geojson")

    assert [each[1:] for each in told(file)] == [expected]


def test_bad_feature_leaves_the_good_ones() -> None:
    file = read(collection(5, feature("POINT (x)", name="A"), feature(HERE, name="B")), "a.geojson")

    assert [(row.row, row.is_bad) for row in file.rows] == [(1, True), (2, True), (3, False)]


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ({"type": "Feature", "geometry": HERE, "properties": {"name": "A"}}, ["A"]),
        ([{"Name": "A", "geoData": HERE}], ["A"]),
        ({"elements": [{"type": "node", "lat": 50.2, "lon": 127.5, "tags": {"name": "A"}}]}, ["A"]),
        ({"elements": [{"type": "way", "center": {"lat": 50.2, "lon": 127.5}, "tags": {"name": "A"}}]}, ["A"]),
        ({"features": [{"attributes": {"NAME": "A"}, "geometry": {"x": 127.5, "y": 50.2}}]}, ["A"]),
        ({"type": "Feature", "geometry": HERE, "properties": '{"name": "A"}'}, ["A"]),
        ({"type": "Feature", "geometry": HERE, "properties": {"tags": {"other": 1, "name:ru": "A"}}}, ["A"]),
        ({"type": "Feature", "geometry": HERE, "properties": {"Attributes": [{"Название": "A"}]}}, ["A"]),
    ],
)
def test_every_form_of_json_is_rows_of_a_file(document: object, names: list[str]) -> None:
    file = read(json.dumps(document).encode(), "a.json")

    assert told(file) == [(name, (50.2, 127.5), []) for name in names]


def test_json_of_a_thing_in_each_line_is_a_list() -> None:
    lines = [json.dumps(feature(point(127.5, lat), name=f"№ {lat}")) for lat in (50.2, 50.3)]

    assert [row.name for row in read("\n".join(lines), "a.geojsonl").rows] == ["№ 50.2", "№ 50.3"]


@pytest.mark.parametrize(
    ("crs", "expected"),
    [
        ({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}, (50.2449188, 127.530021)),
        ({"type": "name", "properties": {"name": "EPSG:900913"}}, (50.2449188, 127.530021)),
        ({"type": "EPSG", "properties": {"code": 102100}}, (50.2449188, 127.530021)),
        ({"type": "name", "properties": {"name": "EPSG:3395"}}, (50.4338852, 127.530021)),
    ],
)
def test_metres_of_mercator_are_turned_and_that_is_said(crs: object, expected: tuple[float, float]) -> None:
    file = read(collection(feature(THERE, name="A"), crs=crs), "a.geojson")

    assert told(file) == [("A", expected, [])]
    assert [each.key for each in file.notes] == ["intake.note.turned"]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "WGS 84", "EPSG:3857"])
def test_degrees_stay_degrees_whatever_their_file_says(name: str) -> None:
    file = read(collection(feature(HERE, name="A"), crs={"type": "name", "properties": {"name": name}}), "a.geojson")

    assert told(file) == [("A", (50.2, 127.5), [])]


def test_file_with_latitude_first_is_turned_on_demand() -> None:
    data = collection(feature(point(50.2, 127.5), name="A"), feature(point(50.3, 127.5), name="B"))

    assert told(read(data, "a.geojson", swap=True)) == [("A", (50.2, 127.5), []), ("B", (50.3, 127.5), [])]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"[" * 100_000, "geojson.error.too_deep"),
        (b'{"a":' * 100_000, "geojson.error.too_deep"),
        (b'{"type": "FeatureCollection", "features": [', "geojson.error.not_json"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson.error.empty"),
        (b'{"type": "Topology", "objects": {}}', "geojson.error.topology"),
        (b'{"hello": 1}', "geojson.error.other_json"),
        (b"[1, 2]", "geojson.error.other_json"),
        (b'{"type": "Point", "coordinates": [NaN, 1]}', "geojson.error.no_number"),
        (b'{"type": "Feature", "properties": {"name": "A", "name": "B"}}', "geojson.error.twice"),
        (collection(feature(THERE), crs={"properties": {"name": "EPSG:28423"}}), "geojson.error.crs"),
        (collection(feature(THERE), crs={"type": "link", "properties": {}}), "geojson.error.crs"),
    ],
)
def test_json_that_cannot_be_read_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_json(data)

    assert (refused.value.key, refused.value.field) == (key, "file")
