"""Files of districts: which property names them, and every file is read or refused with a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.services.city.districts_file import DistrictsFile, read_districts, read_population
from tests.domain.damaged_files import BROKEN_GEOJSON, geojson, outcome

SQUARE: dict[str, Any] = {
    "type": "Polygon",
    "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.3], [127.5, 50.2]]],
}


def collection(*about: object, geometry: object = SQUARE) -> bytes:
    features = [{"type": "Feature", "properties": each, "geometry": geometry} for each in about]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def refusal(data: bytes) -> tuple[str, str | None]:
    with pytest.raises(Invalid) as refused:
        read_districts(data)
    return refused.value.key, refused.value.field


@pytest.mark.parametrize("data", BROKEN_GEOJSON.values(), ids=BROKEN_GEOJSON)
def test_broken_file_is_refused_in_words(data: bytes) -> None:
    assert outcome(lambda: read_districts(data)).partition(".")[0] in {"geojson", "districts"}


@given(geojson | st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_words(data: bytes) -> None:
    assert outcome(lambda: read_districts(data)).partition(".")[0] in {"read", "geojson", "districts", "typed"}


def test_districts_come_from_a_collection_and_from_a_single_feature() -> None:
    feature = {"type": "Feature", "properties": {"name": "Северный", "population": 52000}, "geometry": SQUARE}
    shapes = [{"type": "FeatureCollection", "features": [feature]}, feature]

    read = [read_districts(json.dumps(shape).encode()).drafts for shape in shapes]

    assert [[(draft.name, draft.population, draft.polygon) for draft in drafts] for drafts in read] == [
        [("Северный", 52000, SQUARE)],
        [("Северный", 52000, SQUARE)],
    ]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"\xff\xfe", "geojson.error.empty"),
        (b"{", "geojson.error.not_json"),
        (b"[]", "geojson.error.other_json"),
        (b'{"type": "FeatureCollection", "features": []}', "geojson.error.empty"),
        (b'{"type": "Feature", "geometry": {"type": "Point", "coordinates": [127, 50]}}', "districts.error.polygon"),
        (b'{"type": "Polygon", "coordinates": [[[127, 50], [128, 50], [127, 51]]]}', "districts.error.polygon"),
        (b'{"type": "Polygon", "coordinates": [[[127,50],[359,50],[127,51],[127,50]]]}', "districts.error.polygon"),
        (b'{"type": "Polygon", "coordinates": [[["a",50],[128,50],[127,51],[127,50]]]}', "districts.error.polygon"),
        (b'{"type": "Polygon", "coordinates": [[[14195000,6480000],[1,2],[3,4],[5,6]]]}', "geojson.error.metres"),
        (b'{"type": "Feature", "geometry": null}', "districts.error.polygon"),
        (collection({"name": "Северный"}, {"name": " Северный"}), "districts.error.twice"),
        (collection({"name": "я" * 101}), "typed.error.too_long"),
    ],
)
def test_file_without_districts_is_refused_in_words(data: bytes, key: str) -> None:
    assert refusal(data) == (key, "file")


def test_names_are_found_in_another_property_and_can_be_chosen() -> None:
    data = collection({"NAME_2": "Северный", "code": "N1"}, {"NAME_2": "Южный", "code": "S1"})

    guessed, chosen = read_districts(data), read_districts(data, name_property="code")

    assert (guessed.properties, guessed.name_property) == (["NAME_2", "code"], "NAME_2")
    assert [draft.name for draft in guessed.drafts] == ["Северный", "Южный"]
    assert [draft.name for draft in chosen.drafts] == ["N1", "S1"]


def test_file_without_any_name_is_read_and_says_so() -> None:
    assert read_districts(json.dumps(SQUARE).encode()) == DistrictsFile([], [], "", [1], {})


def test_feature_that_has_no_name_is_counted_and_left_out() -> None:
    read = read_districts(collection({"name": "Северный"}, {"name": ""}, {"name": "Южный"}))

    assert ([draft.name for draft in read.drafts], read.unnamed) == (["Северный", "Южный"], [2])


def test_population_that_cannot_be_read_is_told() -> None:
    about = [
        {"name": "A", "population": "12 000"},
        {"name": "B", "Население": "много"},
        {"name": "C", "population": -5},
    ]

    read = read_districts(collection(*about))

    assert [draft.population for draft in read.drafts] == [12_000, None, None]
    assert read.unread == {"B": "много", "C": "-5"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12000", 12_000),
        ("12 000", 12_000),
        ("1 234 567", 1_234_567),
        ("12000.0", 12_000),
        ("0", 0),
        ("12.5", None),
        ("12 00", None),
        ("-1", None),
        ("50000001", None),
        ("9" * 5_000, None),
        ("١٢", None),
        ("", None),
    ],
)
def test_population_is_a_whole_number_with_spaces_maybe(typed: str, expected: int | None) -> None:
    assert read_population(typed) == expected


def test_outline_keeps_nothing_but_what_makes_it_one() -> None:
    given = {**SQUARE, "bbox": [1], "coordinates": [[[*position, 85.0] for position in SQUARE["coordinates"][0]]]}

    [draft] = read_districts(collection({"name": "A"}, geometry=given)).drafts

    assert draft.polygon == SQUARE
