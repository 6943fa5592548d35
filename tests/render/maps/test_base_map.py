"""Tests of `planner.render.maps.base_map`."""

import json
import re

from planner.domain.geo import Box
from planner.domain.models import City, District
from planner.domain.own_tiles import OwnTiles
from planner.i18n import Translator
from planner.render.maps.base_map import base_map

NASTY = "</script><b>{{ 7*7 }}${1}`"
SQUARE = {"type": "Polygon", "coordinates": [[[127.5, 50.2], [127.6, 50.2], [127.6, 50.3], [127.5, 50.2]]]}
RU = Translator("ru", "Asia/Yakutsk")


def page_of(city: City, *districts: District) -> str:
    """The whole page, as a route would send it."""
    html: str = base_map(city, districts, RU).get_root().render()
    return html


def test_map_is_the_same_to_the_letter_each_time() -> None:
    city, district = City(name="Благовещенск"), District(name="Центр", polygon=SQUARE)

    pages = {page_of(city, district) for _ in range(3)}

    assert len(pages) == 1


def test_map_asks_no_outside_host() -> None:
    page = page_of(City(), District(name="Центр", polygon=SQUARE))

    assert re.findall(r"https?://[^\"'\s)]+", page) == []
    assert re.findall(r"/assets/([^\"'?]+)", page) == [
        "leaflet/leaflet.js",
        "leaflet/leaflet.css",
        "own/colours.css",
        "own/map/map.css",
        "own/map/ground.js",
    ]


def test_map_has_tiles_with_their_source_only_where_they_are_set() -> None:
    bare = page_of(City(tile_attribution="© Кто-то"))
    tiled = page_of(City(tile_url="https://tiles.example.org/{z}/{x}/{y}.png", tile_attribution="© <b>Кто-то</b>"))

    assert ('"tiles":""' in bare, "tiles.example.org/{z}/{x}/{y}.png" in tiled) == (True, True)
    assert "<b>" not in tiled


def test_map_takes_typed_names_for_text() -> None:
    page = page_of(City(), District(name=NASTY, polygon=SQUARE))

    (data,) = re.findall(r"\(map_city, (\{.*\})\);", page)
    assert json.loads(data)["districts"]["features"][0]["properties"]["name"] == NASTY
    assert page.count("</script>") == page_of(City()).count("</script>")


def test_map_leaves_out_districts_without_a_polygon() -> None:
    page = page_of(City(), District(name="Zarechny"), District(name="Tsentr", polygon=SQUARE))

    assert ("Zarechny" in page, "Tsentr" in page) == (False, True)


def test_map_speaks_the_visitors_language() -> None:
    english = base_map(City(), [], Translator("en", "Asia/Yakutsk")).get_root().render()

    assert ('"zoomIn":"Zoom in"' in english, '"zoomIn":"Zoom in"' in page_of(City())) == (True, False)


def test_map_takes_the_servers_own_tiles_unless_the_city_has_set_others() -> None:
    tiles = OwnTiles("/map/tiles/v1/{z}/{x}/{y}.png", "OpenStreetMap", Box(50.0, 127.0, 51.0, 128.0), 10, 16)
    city, other = City(), City(tile_url="/other/{z}/{x}/{y}.png", tile_attribution="©")

    pages = [base_map(each, [], RU, tiles=tiles).get_root().render() for each in (city, other)]

    assert ["/map/tiles/v1/{z}/{x}/{y}.png" in page for page in pages] == [True, False]
    (data,) = re.findall(r"\(map_city, (\{.*\})\);", pages[0])
    assert json.loads(data)["own"] == {
        "url": "/map/tiles/v1/{z}/{x}/{y}.png",
        "attribution": "© участники OpenStreetMap",
        "bounds": [[50.0, 127.0], [51.0, 128.0]],
        "first": 10,
        "last": 16,
    }
