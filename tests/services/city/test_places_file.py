"""Files of places: whatever one uploads is read row by row or refused with a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.services.city.places_file import PlacesFile, read_places
from tests.domain.damaged_files import BROKEN_CSV, BROKEN_GEOJSON, geojson, outcome

FORMS = {"places.error", "geojson.error", "tables.error"}
cells = st.text(st.characters(exclude_categories=()), max_size=12) | st.sampled_from(
    ["name", "lat", "lon", "50,26", "127.5", '"', ";", "\n", "nan", "1e999", "=1+1", "\0"]
)


def told(data: bytes, filename: str) -> str:
    key = outcome(lambda: read_places(data, filename))
    return key if key == "read" else ".".join(key.split(".")[:2])


def points(*features: tuple[dict[str, object], list[object]]) -> PlacesFile:
    given = [
        {"type": "Feature", "properties": about, "geometry": {"type": "Point", "coordinates": position}}
        for about, position in features
    ]
    return read_places(json.dumps({"type": "FeatureCollection", "features": given}).encode(), "places.geojson")


@pytest.mark.parametrize("data", BROKEN_CSV.values(), ids=BROKEN_CSV)
def test_broken_table_is_read_or_refused_in_words(data: bytes) -> None:
    assert told(data, "places.csv") in {"read", *FORMS}


@pytest.mark.parametrize("data", BROKEN_GEOJSON.values(), ids=BROKEN_GEOJSON)
def test_broken_geojson_is_read_or_refused_in_words(data: bytes) -> None:
    assert told(data, "places.geojson") in {"read", *FORMS}


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    assert {told(data, name) for name in ("a.csv", "a.txt", "a.geojson", "a.JSON")} <= {"read", *FORMS}


@given(st.lists(st.lists(cells, max_size=5), max_size=6), st.sampled_from(";,\t"), st.sampled_from(["utf-8", "cp1251"]))
def test_any_table_is_read_or_refused_in_words(rows: list[list[str]], delimiter: str, encoding: str) -> None:
    text = "\n".join(["name;lat;lon".replace(";", delimiter), *(delimiter.join(row) for row in rows)])

    assert told(text.encode(encoding, "replace"), "a.csv") in {"read", *FORMS}


@given(geojson)
def test_any_json_is_read_or_refused_in_words(data: bytes) -> None:
    assert told(data, "a.geojson") in {"read", *FORMS}


@given(geojson)
def test_what_is_read_can_be_told_and_stored(data: bytes) -> None:
    try:
        read = read_places(data, "a.geojson")
    except Invalid as refused:
        read = PlacesFile([], [], str(refused.values))

    assert str(read).isprintable()
    assert str(read).encode("utf-8", "strict")


def test_names_in_another_property_are_found_and_said() -> None:
    read = points(({"NAME_RU": "Парк", "id": 1}, [127.5, 50.2]), ({"NAME_RU": "Двор", "id": 2}, [127.6, 50.2]))

    assert ([draft.name for draft in read.good], read.name_property) == (["Парк", "Двор"], "NAME_RU")


def test_file_without_names_is_refused_with_the_properties_that_it_has() -> None:
    with pytest.raises(Invalid) as refused:
        points(({"first": "A", "second": "B"}, [127.5, 50.2]))

    assert (refused.value.key, refused.value.values) == ("geojson.error.no_names", {"names": "first, second"})


def test_rows_say_what_is_wrong_with_their_coordinates() -> None:
    positions: list[list[object]] = [
        [14_195_000.5, 6_480_000.5],
        [127.5, 95.0],
        ["a", "b"],
        [],
        [[1], [2]],
        [True, 50.2],
    ]

    names: list[dict[str, object]] = [{"name": f"№ {at}"} for at in range(len(positions))]
    read = points(*zip(names, positions, strict=True))

    assert [bad.reason for bad in read.bad] == [
        "places.bad.metres",
        "places.bad.earth",
        "places.bad.number",
        "places.bad.no_point",
        "places.bad.no_point",
        "places.bad.number",
    ]


def test_long_cell_is_told_in_short() -> None:
    read = read_places(f"name;lat;lon\nA;{'я' * 500};127\n".encode(), "a.csv")

    assert [bad.values for bad in read.bad] == [{"lat": "я" * 60 + "…", "lon": "127"}]
