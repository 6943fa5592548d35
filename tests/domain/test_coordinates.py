"""Tests of `planner.domain.coordinates`."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.coordinates import km_from_city, typed_point, typed_point_of_two
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
        "50°15'36\"N 127°31'48\"E",
        "50° 15′ 36″ с. ш., 127° 31′ 48″ в. д.",
        "50°15'36\"С 127°31'48\"В",
        "50º15’36” северной широты 127º31’48” восточной долготы",
        "50°15,6'N; 127°31,8'E",
        "50 15 36 N 127 31 48 E",
        "50 15 36 127 31 48",
        "N50.26 E127.53",
        "E 127.53 N 50.26",
        "127.53° E, 50.26° N",
        "50.26° N, 127.53",
        "50,26, 127,53",
        "50,26,127,53",
        "[50.26, 127.53]",
        "50.26, 127.53,",
        "\u200e50.26\u00a0, 127.53",
        "широта: 50.26; долгота: 127.53",
        "lat=50.26 lon=127.53",
        "50 градусов 15 минут 36 секунд с.ш. 127 градусов 31 минута 48 секунд в.д.",
        "geo:50.26,127.53?z=17",
        "https://yandex.ru/maps/?ll=127.53%2C50.26&z=15",
    ],
)
def test_coordinates_are_read_as_people_type_them(text: str) -> None:
    assert typed_point(text) == Point(50.26, 127.53)


@pytest.mark.parametrize(
    "text",
    [
        *("", "ул. Ленина, 5", "50", "50.26", "50.26, 127.53, 3", "50.26, восток", "5 дом 7", "12/1", "12-34"),
        *("50 лет Октября 12", "1,2,3", "50 15 127 31", "N50.26 N127.53", "50°70'N 127°31'E", "с 5 в 7", "1" * 600),
    ],
)
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


@given(st.integers(0, 89), st.integers(0, 59), st.integers(0, 59), st.integers(0, 179), st.sampled_from("NS"))
def test_degrees_minutes_and_seconds_are_the_same_point_as_their_fraction(
    lat: int, minutes: int, seconds: int, lon: int, side: str
) -> None:
    point = typed_point(f"{lat}°{minutes}'{seconds}\"{side} {lon}°{minutes}'{seconds}\"W")

    part = minutes / 60 + seconds / 3600
    sign = 1 if side == "N" else -1
    assert point == Point(round(sign * (lat + part), 7), round(-(lon + part), 7))


@given(st.text(max_size=80))
def test_any_text_is_a_point_or_none_or_refused(text: str) -> None:
    with suppress(Invalid):
        assert typed_point(text) is None or isinstance(typed_point(text), Point)


def test_point_far_from_the_city_is_told_in_kilometres() -> None:
    view = Point(50.275, 127.54)

    told = [
        km_from_city(view, Point(*point)) for point in ((50.3, 127.6), (51.6, 127.54), (51.7, 127.54), (55.75, 37.61))
    ]

    assert told == [None, None, 158, 5614]


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("50°16′15″ с.ш.", "127°31′ в.д.", Point(50.2708333, 127.5166667)),
        ("50°16′15″", "127,53", Point(50.2708333, 127.53)),
        ("50 16 15.5", "127 31", Point(50.2709722, 127.5166667)),
        ("N50.27", "E127°31'", Point(50.27, 127.5166667)),
        ("127°31′ в.д.", "50°16′15″ с.ш.", Point(50.2708333, 127.5166667)),
        ("50.27 ю. ш.", "127.5", Point(-50.27, 127.5)),
        ("50.27 N", "51 N", None),
        ("127.5", "50.27", None),
        ("двор", "127.5", None),
        ("", "", None),
        ("5" * 600, "127.5", None),
    ],
)
def test_two_angles_apart_may_be_spelt_differently(lat: str, lon: str, point: Point | None) -> None:
    assert typed_point_of_two(lat, lon) == point
