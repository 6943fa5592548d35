"""Tests of `planner.domain.coordinates`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.coordinates import km_from_city, typed_point
from planner.domain.errors import Invalid
from planner.domain.geo import Point


@pytest.mark.parametrize(
    "text",
    [
        "50.26, 127.53",
        "50.26,127.53",
        "50.26 127.53",
        " 50.26;127.53 ",
        "50,26; 127,53",
        "50,26 127,53",
        "+50.26 127.53",
    ],
)
def test_coordinates_are_read_as_people_type_them(text: str) -> None:
    assert typed_point(text) == Point(50.26, 127.53)


@pytest.mark.parametrize("text", ["", "ул. Ленина, 5", "50", "50.26", "50.26, 127.53, 3", "50.26, восток", "5 дом 7"])
def test_what_is_no_pair_of_numbers_is_no_point(text: str) -> None:
    assert typed_point(text) is None


@pytest.mark.parametrize(("text", "key"), [("127.53, 50.26", "swapped"), ("500, 600", "off_map")])
def test_coordinates_off_the_map_are_refused_with_a_reason(text: str, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_point(text)

    assert (refused.value.key, refused.value.field) == (f"stops.error.{key}", "place")


@given(st.decimals(-90, 90, places=5), st.decimals(-180, 180, places=5))
def test_any_point_is_read_back(lat: float, lon: float) -> None:
    assert typed_point(f"{lat:f}, {lon:f}") == Point(float(lat), float(lon))


def test_point_far_from_the_city_is_told_in_kilometres() -> None:
    view = Point(50.275, 127.54)

    told = [
        km_from_city(view, Point(*point)) for point in ((50.3, 127.6), (51.6, 127.54), (51.7, 127.54), (55.75, 37.61))
    ]

    assert told == [None, None, 158, 5614]
