"""Tests of `planner.render.maps.plan_map`."""

import json
import re
from typing import Any

from planner.domain.geo import Point
from planner.domain.models import City
from planner.i18n import Translator
from planner.render.maps.base_map import base_map
from planner.render.maps.closure_map import ClosedShape
from planner.render.maps.plan_map import Circle, Flag, Pin, PlanDrawing, plan_features

HERE, THERE = Point(50.26, 127.53), Point(50.27, 127.54)


def drawn(drawing: PlanDrawing) -> dict[str, Any]:
    """What the script on the page is given to draw."""
    page = base_map(City(), [], Translator("ru", "Asia/Yakutsk"))
    page.add_child(plan_features(drawing))
    found = re.findall(r"feature_group_\w+, (\{.*\})\);", page.get_root().render())
    assert len(found) == 1
    data: dict[str, Any] = json.loads(found[0])
    return data


def test_plan_draws_stops_line_ends_and_area() -> None:
    drawing = PlanDrawing(
        pins=[Pin(HERE, 1, "1. 10:00 Рынок"), Pin(THERE, 2, "2. 10:20 Школа", warns=True)],
        line=[HERE, THERE],
        flags=[Flag(HERE, "Старт")],
        dots=[THERE],
        circle=Circle(HERE, 300),
        closed=[ClosedShape("ул. Ленина", [HERE, THERE], is_area=False)],
    )

    assert drawn(drawing) == {
        "pins": [
            {"at": [50.26, 127.53], "number": 1, "title": "1. 10:00 Рынок", "warns": False, "stop": 0},
            {"at": [50.27, 127.54], "number": 2, "title": "2. 10:20 Школа", "warns": True, "stop": 0},
        ],
        "line": [[50.26, 127.53], [50.27, 127.54]],
        "flags": [{"at": [50.26, 127.53], "word": "Старт"}],
        "dots": [[50.27, 127.54]],
        "circle": {"centre": [50.26, 127.53], "radius": 300},
        "closed": [{"points": [[50.26, 127.53], [50.27, 127.54]], "area": False}],
        "draws": "",
        "outline": [],
        "turn": 0,
        "view": [[50.26, 127.53], [50.27, 127.54], [50.26, 127.53]],
    }


def test_empty_plan_draws_nothing_and_leaves_the_view() -> None:
    assert drawn(PlanDrawing()) == {
        "pins": [],
        "line": [],
        "flags": [],
        "dots": [],
        "circle": None,
        "closed": [],
        "draws": "",
        "outline": [],
        "turn": 0,
        "view": [],
    }


def test_view_of_the_whole_city_stays() -> None:
    assert drawn(PlanDrawing(flags=[Flag(HERE, "Старт")], whole_city=True))["view"] == []


def test_name_of_a_stop_is_text() -> None:
    title = "</script>{{ 7*7 }}_city_${1}`"

    data = drawn(PlanDrawing(pins=[Pin(HERE, 1, title)]))

    assert data["pins"][0]["title"] == title
