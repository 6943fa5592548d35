"""The small map of one issue is told its pin and its line."""

import pytest

from planner.domain.geo import Point
from planner.domain.issue_look import IssueLook
from planner.render.maps.place_map import ZOOM, place_data

LINE = [[50.27, 127.54], [50.28, 127.55]]


@pytest.mark.parametrize(("line", "drawn"), [(None, []), (LINE, LINE)])
def test_place_has_its_pin_title_and_line(line: list[list[float]] | None, drawn: list[list[float]]) -> None:
    told = place_data(Point(50.27, 127.54), line, IssueLook.OVERDUE, "№ 148")

    assert told == {
        "at": (50.27, 127.54),
        "line": drawn,
        "colour": "#b3261e",
        "sign": "!",
        "title": "№ 148",
        "zoom": ZOOM,
    }
