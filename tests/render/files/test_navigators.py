"""Links to navigators: every point once in its order, parts that join, and nothing typed that ends a link."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.render.files.navigators import paper_links, part_words, route_links, stop_links
from planner.render.files.tour_route import RouteEnd
from tests.render.route_story import HOSTILE, a_route, a_stop, russian

HERE = Point(50.2907, 127.5272)
points = st.lists(st.builds(Point, st.floats(-89, 89), st.floats(-179, 179)), min_size=2, max_size=70)


def test_links_of_a_stop_lead_there_from_where_the_phone_is() -> None:
    links = {link.service: link.address for link in stop_links(HERE, "Двор (северный) № 5")}

    assert links == {
        "Яндекс Карты": "https://yandex.ru/maps/?rtext=~50.290700,127.527200&rtt=auto",
        "Яндекс Навигатор": "yandexnavi://build_route_on_map?lat_to=50.290700&lon_to=127.527200",
        "2ГИС": "https://2gis.ru/directions/points/%7C127.527200%2C50.290700",
        "Google Maps": ("https://www.google.com/maps/dir/?api=1&destination=50.290700%2C127.527200&travelmode=driving"),
        "Apple Maps": "https://maps.apple.com/?daddr=50.290700,127.527200&dirflg=d",
        "geo:": (
            "geo:50.290700,127.527200?q=50.290700,127.527200"
            "(%D0%94%D0%B2%D0%BE%D1%80%20%D1%81%D0%B5%D0%B2%D0%B5%D1%80%D0%BD%D1%8B%D0%B9%20%E2%84%96%205)"
        ),
    }


def test_links_of_a_short_way_hold_it_whole() -> None:
    way = [Point(50.1, 127.1), Point(50.2, 127.2), Point(50.3, 127.3)]

    assert {link.service: link.address for link in route_links(way)} == {
        "Яндекс Карты": (
            "https://yandex.ru/maps/?rtext=50.100000,127.100000~50.200000,127.200000~50.300000,127.300000&rtt=auto"
        ),
        "2ГИС": (
            "https://2gis.ru/directions/points/127.100000%2C50.100000%7C127.200000%2C50.200000%7C127.300000%2C50.300000"
        ),
        "Google Maps": (
            "https://www.google.com/maps/dir/?api=1&origin=50.100000%2C127.100000&destination=50.300000%2C127.300000"
            "&travelmode=driving&waypoints=50.200000%2C127.200000"
        ),
    }


@given(points)
def test_parts_of_a_way_join_and_lose_no_point(way: list[Point]) -> None:
    for service, most in (("Яндекс Карты", 10), ("2ГИС", 10), ("Google Maps", 5)):
        parts = [link for link in route_links(way) if link.service == service]

        assert (parts[0].first, parts[-1].last) == (0, len(way) - 1)
        assert all(one.last == other.first for one, other in zip(parts, parts[1:], strict=False))
        assert all(1 <= part.last - part.first < most for part in parts)


@given(points)
def test_yandex_link_names_the_points_of_its_part(way: list[Point]) -> None:
    for link in route_links(way):
        if link.service == "Яндекс Карты":
            [named] = parse_qs(urlsplit(link.address).query)["rtext"]

            assert named.split("~") == [f"{lat:.6f},{lon:.6f}" for lat, lon in way[link.first : link.last + 1]]


@pytest.mark.parametrize("way", [[], [HERE]])
def test_fewer_than_two_points_are_no_way(way: list[Point]) -> None:
    assert route_links(way) == []
    assert paper_links(way) == []


def test_codes_on_paper_say_from_which_to_which_stop_they_lead() -> None:
    long, short = a_route([a_stop(number) for number in range(1, 21)]), a_route()

    parts = [[part_words(route, link, russian()) for link in paper_links(route.points)] for route in (long, short)]

    assert parts == [["Н – 9", "9 – 18", "18 – К"], ["Н – К"]]


def test_parts_of_a_way_without_ends_and_with_skipped_stops_are_named_by_what_is_driven_to() -> None:
    nowhere = RouteEnd("", None, None)
    stops = [a_stop(number, skipped=number == 1) for number in range(1, 4)]
    route = a_route(stops, start=nowhere, end=nowhere)

    assert [part_words(route, link, russian()) for link in paper_links(route.points)] == ["2 – 3"]


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_name_stays_inside_the_brackets_of_its_link(text: str) -> None:
    [address] = [link.address for link in stop_links(HERE, text) if link.service == "geo:"]

    label = address.partition("(")[2]
    assert label.endswith(")")
    assert not set(unquote(label[:-1])) & set("()\n\r")
    assert address.isascii()
