"""Links as the usual maps copy them; a marked place comes before the middle of the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.domain.map_links import point_of_link

HERE = Point(50.26, 127.53)


@pytest.mark.parametrize(
    "link",
    [
        "geo:50.26,127.53",
        "geo:50.26,127.53,120;u=35",
        "https://yandex.ru/maps/77/city/?ll=127.53%2C50.26&z=15",
        "https://yandex.ru/maps/?ll=1%2C2&pt=127.53,50.26&z=15",
        "https://yandex.ru/maps/?ll=1%2C2&mode=whatshere&whatshere%5Bpoint%5D=127.53%2C50.26",
        "https://yandex.ru/maps/?text=50.26%2C127.53&ll=1%2C2",
        "https://2gis.ru/blagoveshensk/geo/127.53%2C50.26",
        "https://2gis.ru/blagoveshensk?m=127.53%2C50.26%2F16.2",
        "https://www.google.com/maps/@50.26,127.53,15z",
        "https://www.google.com/maps/place/A/@50.1,127.1,17z/data=!3m1!4b1!8m2!3d50.26!4d127.53",
        "https://www.google.com/maps/search/?api=1&query=50.26%2C127.53",
        "https://maps.google.com/?q=50.26,127.53",
        "https://www.openstreetmap.org/#map=17/50.26/127.53",
        "https://www.openstreetmap.org/?mlat=50.26&mlon=127.53#map=17/1/2",
        "https://maps.apple.com/?ll=50.26,127.53&q=Yard",
        "https://www.bing.com/maps?cp=50.26~127.53&lvl=16",
        "https://osmand.net/map?lat=50.26&lon=127.53",
    ],
)
def test_the_point_of_a_link(link: str) -> None:
    assert point_of_link(link) == HERE


@pytest.mark.parametrize(
    "link",
    [
        "",
        "50.26, 127.53",
        "https://example.org/",
        "https://yandex.ru/maps/?ll=here",
        "geo:95,200",
        "ftp://x/@50.26,127.53",
        "https://",
        "https://[x",
    ],
)
def test_what_names_no_point_gives_none(link: str) -> None:
    assert point_of_link(link) is None


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    for link in (text, f"https://yandex.ru/maps/?{text}", f"https://2gis.ru/{text}", f"geo:{text}"):
        point_of_link(link)
