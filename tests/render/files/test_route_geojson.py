"""GeoJSON of a tour, held against RFC 7946."""

import json

import pytest

from planner.render.files.route_geojson import tour_geojson
from planner.render.files.tour_route import RouteEnd
from tests.render.route_story import HOSTILE, a_route, a_stop


def test_geojson_has_ends_stops_and_the_line_with_longitude_first() -> None:
    whole = json.loads(tour_geojson(a_route([a_stop(1), a_stop(2, skipped=True)])))

    assert set(whole) == {"type", "features"}
    assert [(each["type"], each["properties"]["kind"], each["geometry"]["type"]) for each in whole["features"]] == [
        ("Feature", "start", "Point"),
        ("Feature", "stop", "Point"),
        ("Feature", "stop", "Point"),
        ("Feature", "end", "Point"),
        ("Feature", "line", "LineString"),
    ]
    assert whole["features"][1]["geometry"]["coordinates"] == [127.513, 50.274]
    assert whole["features"][4]["geometry"]["coordinates"][0] == [127.5272, 50.2907]


def test_geojson_stop_says_times_with_their_zone() -> None:
    [stop] = [
        each["properties"]
        for each in json.loads(tour_geojson(a_route([a_stop(1)])))["features"]
        if each["properties"]["kind"] == "stop"
    ]

    assert stop == {
        "kind": "stop",
        "number": 1,
        "name": "Двор 1",
        "address": "ул. Ленина, 1",
        "arrival": "2026-11-23T01:20:00+00:00",
        "departure": "2026-11-23T01:35:00+00:00",
        "km_from_previous": 1.25,
        "minutes_from_previous": 5,
        "must": True,
        "skipped": False,
    }


def test_geojson_line_says_who_computed() -> None:
    line = json.loads(tour_geojson(a_route()))["features"][-1]["properties"]

    assert line == {"kind": "line", "name": "Объезд Центра", "engine": "estimate", "km": 12.34}


def test_geojson_of_an_empty_tour_is_an_empty_collection() -> None:
    nowhere = RouteEnd("", None, None)

    whole = json.loads(tour_geojson(a_route([], start=nowhere, end=nowhere, line=[])))

    assert whole == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("text", HOSTILE)
def test_geojson_with_hostile_text_keeps_it_as_text(text: str) -> None:
    whole = json.loads(tour_geojson(a_route([a_stop(1, name=text)])))

    assert whole["features"][1]["properties"]["name"] == text.replace("\ud800", "?")
