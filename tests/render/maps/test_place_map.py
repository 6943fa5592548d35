"""The small map of one issue holds its pin and its line, and asks no outside host."""

import re
from typing import Any

from planner.domain.geo import Point
from planner.domain.issue_look import IssueLook
from planner.domain.models import City
from planner.i18n import translator
from planner.render.maps.place_map import draw_place_map


def drawn(**fields: Any) -> str:
    values: dict[str, Any] = {
        "point": Point(50.27, 127.54),
        "line": None,
        "look": IssueLook.OVERDUE,
        "title": "№ 148",
    } | fields
    return draw_place_map(City(), [], translator("ru", "Asia/Yakutsk"), **values)


def test_the_pin_has_its_place_sign_and_title() -> None:
    page = drawn()

    assert '"at":[50.27,127.54]' in page
    assert '"sign":"!"' in page
    assert '"line":[]' in page


def test_a_line_is_drawn_whole() -> None:
    assert '"line":[[50.27,127.54],[50.28,127.55]]' in drawn(line=[[50.27, 127.54], [50.28, 127.55]])


def test_a_title_is_text() -> None:
    assert "</script><b>" not in drawn(title="</script><b>")


def test_no_outside_host_is_asked() -> None:
    assert re.findall(r"(?:src|href)=\"(?!/)[^\"]*\"", drawn()) == []
