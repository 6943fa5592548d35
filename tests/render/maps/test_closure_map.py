"""Tests of `planner.render.maps.closure_map`: what is drawn, and names that are no scripts."""

import json
from typing import Any

from planner.domain.geo import Point
from planner.domain.models import City
from planner.i18n import Translator
from planner.render.maps.base_map import base_map
from planner.render.maps.closure_map import ClosedShape, ClosedStreets, closure_features

A, B, C = Point(50.26, 127.53), Point(50.27, 127.54), Point(50.28, 127.53)
NASTY = "ул. <img src=x onerror='alert(1)'> {{ 1 }} </script>"


def drawn(*closed: ClosedShape, draft: tuple[Point, ...] = (), area: bool = False) -> Any:
    """What the script is given."""
    return json.loads(ClosedStreets(closed, draft, draft_is_area=area).data)


def test_closures_are_drawn_as_lines_and_areas() -> None:
    found = drawn(ClosedShape("ул. Ленина", [A, B], is_area=False), ClosedShape("Парк", [A, B, C], is_area=True))

    assert found["closed"] == [
        {"name": "ул. Ленина", "points": [[50.26, 127.53], [50.27, 127.54]], "area": False},
        {"name": "Парк", "points": [[50.26, 127.53], [50.27, 127.54], [50.28, 127.53]], "area": True},
    ]


def test_area_of_two_corners_is_still_a_line() -> None:
    assert [drawn(draft=points, area=True)["area"] for points in ((), (A, B), (A, B, C))] == [False, False, True]


def test_name_of_a_closure_stays_text() -> None:
    page = base_map(City(), [], Translator("ru", "Asia/Yakutsk"))
    closure_features([ClosedShape(NASTY, [A, B], is_area=False)], [], draft_is_area=False).add_to(page)

    html = page.get_root().render()

    assert "<img src=x" not in html
    assert "{{ 1 }}" not in html
