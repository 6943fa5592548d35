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
        (b'{"type": "Feature", "properties": {"name": "A", "name": "B"}}', "geojson.error.twice"),
        (collection(feature(THERE), crs={"properties": {"name": "EPSG:2263"}}), "geojson.error.crs"),
        (collection(feature(THERE), crs={"type": "link", "properties": {}}), "geojson.error.crs"),
    ],
)
def test_json_that_cannot_be_read_is_refused(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_json(data)

    assert (refused.value.key, refused.value.field) == (key, "file")


CORNERS = [(1, 50.2, 127.5), (2, 50.2, 127.6), (3, 50.3, 127.6), (4, 50.3, 127.5)]
NODES = [{"type": "node", "id": n, "lat": lat, "lon": lon} for n, lat, lon in CORNERS]
WAYS = [{"type": "way", "id": 11, "nodes": [1, 2, 3]}, {"type": "way", "id": 12, "nodes": [1, 4, 3]}]
CENTRE = {"type": "relation", "id": 21, "tags": {"name": "Центр"}}


def test_ways_and_relations_of_raw_data_are_drawn_by_the_nodes_that_they_name() -> None:
    relation = {
        **CENTRE,
        "members": [{"type": "way", "ref": 11, "role": "outer"}, {"type": "way", "ref": 12, "role": "outer"}],
    }
    school = {"type": "way", "id": 13, "nodes": [1, 2, 3, 4, 1], "tags": {"name": "Школа"}}

    file = read(json.dumps({"elements": [relation, school, *WAYS, *NODES]}), "a.json", "districts")

    assert told(file) == [("Центр", (50.25, 127.55), []), ("Школа", (50.25, 127.55), [])]


def test_relation_with_its_lines_beside_its_members_is_a_district_with_holes() -> None:
    corners = {n: {"lat": lat, "lon": lon} for n, lat, lon in CORNERS}
    hole = [
        {"lat": lat, "lon": lon} for lon, lat in ((127.54, 50.24), (127.56, 50.24), (127.56, 50.26), (127.54, 50.24))
    ]
    members = [
        {"type": "way", "ref": 1, "role": "outer", "geometry": [corners[1], corners[2], corners[3]]},
        {"type": "way", "ref": 2, "role": "outer", "geometry": [corners[3], corners[4], corners[1]]},
        {"type": "way", "ref": 3, "role": "inner", "geometry": hole},
        {"type": "node", "ref": 4, "role": "admin_centre"},
    ]

    file = read(json.dumps({"elements": [{**CENTRE, "members": members}]}), "a.json", "districts")

    shape = file.rows[0].shape
    assert shape is not None
    assert (shape["type"], [len(ring) for ring in shape["coordinates"]]) == ("Polygon", [5, 4])


@pytest.mark.parametrize(
    "members",
    [
        None,
        [],
        5,
        [5, None, {}],
        [{"type": "way", "ref": [1], "role": "outer"}],
        [{"type": "way", "ref": 11, "role": 5}],
    ],
)
def test_relation_that_draws_nothing_has_no_place(members: object) -> None:
    file = read(json.dumps({"elements": [{**CENTRE, "members": members}, *WAYS, *NODES]}), "a.json", "districts")

    assert told(file)[0] == ("Центр", None, ["shapes.error.none"])


@pytest.mark.parametrize(
    "document",
    [
        {"status": "ok", "response": {"items": [{"name": "A", "lat": 50.2, "lon": 127.5}]}},
        {"result": {"total": 1, "items": [{"name": "A", "point": {"lat": 50.2, "lon": 127.5}}]}},
        {"type": "umap", "layers": [{"type": "FeatureCollection", "features": [feature(HERE, name="A")]}]},
        {"type": "FeatureCollection", "features": [feature(HERE, other_tags='"name"=>"A","amenity"=>"school"')]},
        {"type": "FeatureCollection", "features": [feature(None, name="A", lat=50.2, lon=127.5)]},
    ],
)
def test_answers_of_programs_and_maps_of_others_are_rows_of_a_file(document: object) -> None:
    assert told(read(json.dumps(document), "a.json")) == [("A", (50.2, 127.5), [])]


def test_object_with_a_thing_under_each_key_is_a_list() -> None:
    things = {"17": {"name": "A", "lat": 50.2, "lon": 127.5}, "18": {"name": "B", "lat": 50.3, "lon": 127.5}}

    assert told(read(json.dumps(things), "a.json")) == [("A", (50.2, 127.5), []), ("B", (50.3, 127.5), [])]


def test_value_that_is_no_number_spoils_its_row_alone() -> None:
    bad = '{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Point", "coordinates": [NaN, 50]}}'
    good = json.dumps(feature(HERE, name="B", population=float("nan")))

    file = read(f'{{"type": "FeatureCollection", "features": [{bad}, {good}]}}', "a.geojson")

    assert told(file) == [("A", None, ["shapes.error.numbers"]), ("B", (50.2, 127.5), [])]


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::32652", "EPSG:32652", "WGS 84 / UTM zone 52N"])
def test_metres_of_a_zone_are_turned_and_that_is_said(name: str) -> None:
    given = collection(feature(point(393_000, 5_562_000), name="A"), crs={"type": "name", "properties": {"name": name}})

    file = read(given, "a.geojson")

    assert [row.point for row in file.rows] == [pytest.approx((50.2, 127.5), abs=0.01)]
    assert [each.key for each in file.notes] == ["intake.note.turned"]


def test_metres_outside_their_zone_are_told_as_they_stand() -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:28422"}}

    file = read(collection(feature(point(400_000, 5_567_000), name="A"), crs=crs), "a.geojson")

    assert [(each.key, each.values["lon"]) for each in file.rows[0].problems] == [("shapes.error.metres", "400000")]


def test_feature_without_geometry_is_looked_up_by_its_address() -> None:
    file = read(collection(feature(None, name="A", address="ул. Ленина, 5"), feature(None, name="B")), "a.geojson")

    assert [each[2] for each in told(file)] == [["intake.doubt.by_address"], ["shapes.error.none"]]


def test_geometry_does_not_matter_to_people_and_agencies() -> None:
    file = read(collection(feature(None, name="Водоканал"), feature("x", name="Горсвет")), "a.geojson", "agencies")

    assert [each[2] for each in told(file)] == [[], []]


def test_outline_that_was_left_open_is_closed() -> None:
    corners = [[127.5, 50.2], [127.6, 50.2], [127.6, 50.3]]

    file = read(collection(feature({"type": "Polygon", "coordinates": [corners]}, name="A")), "a.geojson", "districts")

    assert [row.shape for row in file.rows] == [{"type": "Polygon", "coordinates": [[*corners, corners[0]]]}]


def test_rings_of_esri_that_go_against_the_clock_are_holes() -> None:
    outer = [[127.5, 50.2], [127.5, 50.3], [127.6, 50.3], [127.6, 50.2], [127.5, 50.2]]
    hole = [[127.54, 50.24], [127.56, 50.24], [127.56, 50.26], [127.54, 50.24]]
    document = {"features": [{"attributes": {"NAME": "A"}, "geometry": {"rings": [outer, hole]}}]}

    file = read(json.dumps(document), "a.json", "districts")

    assert [row.shape for row in file.rows] == [{"type": "Polygon", "coordinates": [outer, hole]}]


def test_parts_of_one_district_are_put_together_and_the_same_part_comes_once() -> None:
    far = {"type": "Polygon", "coordinates": [[[128.0, 50.2], [128.1, 50.2], [128.1, 50.3], [128.0, 50.2]]]}
    data = collection(feature(SQUARE, name="A"), feature(far, name="a"), feature(SQUARE, name="A"))

    file = read(data, "a.geojson", "districts")

    assert [each[2] for each in told(file)] == [[], ["intake.bad.joined"], ["intake.bad.twice"]]
    assert file.rows[0].shape == {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"], far["coordinates"]]}
