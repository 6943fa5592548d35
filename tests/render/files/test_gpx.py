"""GPX, read back by the names that version 1.1 gives, in the order that its schema asks for."""

from xml.etree import ElementTree

import pytest

from planner.render.files.gpx import tour_gpx
from planner.render.files.tour_route import RouteEnd, TourRoute
from tests.render.route_story import HOSTILE, NOW, a_route, a_stop, russian

GPX = "{http://www.topografix.com/GPX/1/1}"


def read(route: TourRoute, link: str = "https://tours.example.ru/tour?id=1&x") -> ElementTree.Element:
    return ElementTree.fromstring(tour_gpx(route, russian(), made_at=NOW, link=link))


def names(root: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.iterfind(path.replace("/", f"/{GPX}").replace("@", GPX))]


def test_gpx_has_waypoints_and_one_line_in_the_order_of_its_schema() -> None:
    root = read(a_route())

    assert (root.tag, root.get("version")) == (f"{GPX}gpx", "1.1")
    assert [child.tag.removeprefix(GPX) for child in root] == ["metadata", "wpt", "wpt", "wpt", "wpt", "trk"]
    assert [child.tag.removeprefix(GPX) for child in root[0]] == ["name", "desc", "link", "time", "bounds"]
    stops = ["Администрация города", "1. Двор 1", "2. Двор 2", "Гараж"]
    assert names(root, "@wpt/name") == stops
    assert len(root.findall(f"{GPX}trk/{GPX}trkseg/{GPX}trkpt")) == 4


def test_gpx_without_a_way_along_streets_has_the_places_in_their_order_as_its_line() -> None:
    root = read(a_route(line=[]))

    assert [child.tag.removeprefix(GPX) for child in root] == ["metadata", "wpt", "wpt", "wpt", "wpt", "rte"]
    assert names(root, "@rte/rtept/name") == names(root, "@wpt/name")


def test_gpx_place_has_degrees_the_time_in_utc_and_the_address() -> None:
    place = read(a_route())[2]

    assert place.attrib == {"lat": "50.274000", "lon": "127.513000"}
    assert [(child.tag.removeprefix(GPX), child.text) for child in place] == [
        ("time", "2026-11-23T01:20:00Z"),
        ("name", "1. Двор 1"),
        ("desc", "ул. Ленина, 1"),
    ]


def test_gpx_leaves_out_skipped_stops_and_ends_without_a_place() -> None:
    nowhere = RouteEnd("Где-то", None, None)

    root = read(a_route([a_stop(1), a_stop(2, skipped=True)], start=nowhere, end=nowhere))

    assert names(root, "@wpt/name") == ["1. Двор 1"]


def test_gpx_of_an_empty_tour_can_be_read() -> None:
    nowhere = RouteEnd("", None, None)

    root = read(a_route([], start=nowhere, end=nowhere, line=[], engine="streets"), link="")

    assert [child.tag.removeprefix(GPX) for child in root] == ["metadata", "rte"]
    assert [child.tag.removeprefix(GPX) for child in root[0]] == ["name", "time"]


@pytest.mark.parametrize("text", HOSTILE)
def test_gpx_with_hostile_text_has_the_same_elements(text: str) -> None:
    hostile = read(a_route([a_stop(1, name=text, address=text or "x")], title=text))

    plain = read(a_route([a_stop(1)]))
    assert [element.tag for element in hostile.iter()] == [element.tag for element in plain.iter()]


def test_same_route_gives_the_same_bytes() -> None:
    assert tour_gpx(a_route(), russian(), made_at=NOW) == tour_gpx(a_route(), russian(), made_at=NOW)
