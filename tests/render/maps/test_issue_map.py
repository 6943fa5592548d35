"""Tests of `planner.render.maps.issue_map`: the page of the map for looking."""

import json
import re
from typing import Any

from planner.domain.issue_look import IssueLook
from planner.domain.models import City, District
from planner.i18n import translator
from planner.render.maps.issue_map import PINS, draw_issue_map
from tests.services.issue_story import HOSTILE

SCRIPT = "/assets/own/issue_map.js?v=1"


def draw(language: str = "ru", **city: Any) -> str:
    districts = [
        District(name=name, polygon={"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]})
        for name in HOSTILE
    ]
    return draw_issue_map(City(**city), districts, translator(language, "UTC"), script=SCRIPT)


def test_page_is_the_same_each_time_and_asks_no_outside_host() -> None:
    page = draw()

    assert page == draw()
    assert SCRIPT in page
    assert re.findall(r"(?:src|href)=\"(?!/)[^\"]*", page) == []


def test_page_hands_every_look_and_word_to_the_script() -> None:
    told = re.search(r"showIssues\(\s*map_city, (\{.*\})\s*\);", draw())

    assert told is not None
    data = json.loads(told.group(1))
    assert list(data["looks"]) == [look.value for look in PINS] == [look.value for look in IssueLook]
    assert data["words"]["shown"] == "На экране {n} из {total}"
    assert len({(look["colour"], look["sign"]) for look in data["looks"].values()}) == len(IssueLook)
    assert len({look["sign"] for look in data["looks"].values()}) == len(IssueLook)


def test_hostile_names_cannot_leave_their_script() -> None:
    page = draw(
        tile_attribution="</script><script>alert(2)</script>", tile_url="https://x/{z}/{x}/{y}.png?'-alert(3)-'"
    )

    assert [text for text in HOSTILE if text in page] == []
    assert "<script>alert" not in page
    assert page.count("<script") == page.count("</script>")


def contrast(colour: str) -> float:
    """Of white on the colour (WCAG 2.2, relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_signs_can_be_read_on_their_colours() -> None:
    assert {look.value: contrast(colour) >= 4.5 for look, (colour, _) in PINS.items()} == dict.fromkeys(IssueLook, True)
