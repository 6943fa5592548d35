"""GeoJSON as people upload it."""

import json

import pytest
from hypothesis import example, given

from planner.domain.errors import Invalid
from planner.domain.geojson import Feature, is_metric, read_features
from tests.domain.damaged_files import BROKEN_GEOJSON, geojson, outcome


def collection(*about: object) -> bytes:
    features = [{"type": "Feature", "properties": each, "geometry": None} for each in about]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize("data", BROKEN_GEOJSON.values(), ids=BROKEN_GEOJSON)
def test_broken_file_is_read_or_refused_in_words(data: bytes) -> None:
    told = outcome(lambda: read_features(data))

    assert told == "read" or told.startswith("geojson.error.")


@given(geojson)
@example(b"null")
def test_any_json_is_read_or_refused_in_words(data: bytes) -> None:
    told = outcome(lambda: read_features(data))

    assert told == "read" or told.startswith("geojson.error.")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "geojson.error.empty"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson.error.empty"),
        (b"{", "geojson.error.not_json"),
        (b"[]", "geojson.error.other_json"),
        (b"\x89PNG\0", "geojson.error.binary"),
        (b"[" * 100_000, "geojson.error.too_deep"),
        (b"[NaN]", "geojson.error.other_json"),
        (b"[" * 4_000_001, "geojson.error.too_large"),
    ],
)
def test_refusal_names_what_is_wrong(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_features(data)

    assert (refused.value.key, refused.value.field) == (key, "file")


def test_error_in_the_text_is_told_with_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        read_features(b'{"type":\n  "Feature",,}')

    assert refused.value.values == {"line": 2, "sign": 13}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_texts_are_read_in_the_usual_encodings(encoding: str) -> None:
    text = '{"type": "Feature", "properties": {"name": "Северный"}, "geometry": null}'

    assert read_features(text.encode(encoding)) == [Feature(1, {}, {"name": "Северный"})]


def test_properties_come_as_clean_texts_and_what_is_no_value_is_empty() -> None:
    about = {"a": " Дв\u00adор\x00\ud800 ", "b": 12, "c": 1.5, "d": None, "e": True, "f": [1], "g": {"h": 1}}

    [feature] = read_features(collection(about))

    assert feature.about == {"a": "Двор", "b": "12", "c": "1.5", "d": "", "e": "", "f": "", "g": ""}


def test_single_feature_and_bare_geometry_are_features_too() -> None:
    point = {"type": "Point", "coordinates": [127.5, 50.2]}
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": point}

    read = [read_features(json.dumps(each).encode()) for each in (feature, point)]

    assert read == [[Feature(1, point, {"name": "A"})], [Feature(1, point, {})]]


@pytest.mark.parametrize(
    ("lat", "lon", "expected"),
    [(50.2, 127.5, False), (6_480_000.0, 14_195_000.0, True), (95.0, 127.0, False), (float("inf"), 0.0, True)],
)
def test_metres_are_told_from_degrees(lat: float, lon: float, expected: bool) -> None:
    assert is_metric(lat, lon) is expected
