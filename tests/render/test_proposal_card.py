"""A proposal at a glance: the sketch fits its frame in true proportion, and texts stay texts."""

import re
from base64 import b64decode

import pytest

from planner.domain.geo import Point
from planner.render.proposal_card import CardLine, CardWay, card_html, sketch_svg


def circles(svg: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"cx='([\d.-]+)' cy='([\d.-]+)'", svg)]


def test_sketch_has_north_up_and_one_scale() -> None:
    south, north, east = Point(60.0, 30.0), Point(60.1, 30.0), Point(60.0, 30.2)  # at 60° a degree east is half as long

    svg = sketch_svg([CardWay([south, north, east], [south, north, east])])

    (x0, y0), (x1, y1), (x2, y2) = circles(svg)
    assert y1 < y0
    assert (x1, y2) == (x0, y0)
    assert x2 - x0 == pytest.approx(y0 - y1, rel=0.02)
    assert all(0 < x < 320 and 0 < y < 150 for x, y in circles(svg))


def test_one_point_lies_in_the_middle() -> None:
    assert circles(sketch_svg([CardWay([], [Point(50.0, 127.0)])])) == [(160.0, 75.0)]


def test_nothing_to_draw_draws_nothing() -> None:
    assert sketch_svg([]) == ""


def test_buses_have_colours_of_their_own() -> None:
    ways = [CardWay([], [Point(50.0, 127.0)]), CardWay([], [Point(50.1, 127.0)])]

    assert len(set(re.findall(r"fill='(#\w{6})' stroke", sketch_svg(ways)))) == 2


def test_texts_are_escaped_and_the_best_is_marked() -> None:
    way = CardWay([], [Point(50.0, 127.0)])

    html = card_html([CardLine("<b>Время", "2 ч", best=True), CardLine("Путь", "5 км")], [way], "Схема'><script>")

    assert "<b>" not in html
    assert "<script>" not in html
    assert html.count("class=best") == 1
    picture = re.search(r"base64,([\w+/=]+)", html)
    assert picture is not None
    assert b64decode(picture[1]).decode() == sketch_svg([way])
