"""Tests of `planner.web.map.page`: a page whose policy stops every script and style that it does not bring as a file."""

import json
import re
from typing import Any

from planner.domain.models import City, District
from planner.i18n import translator
from planner.render.assets import asset_url
from planner.render.maps.issue_map import issues_data
from planner.web.map.page import POLICY, map_page
from tests.services.issue_story import HOSTILE

t = translator("ru", "UTC")
CORNERS = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


def drawn(city: City | None = None, names: list[str] | None = None) -> str:
    districts = [District(name=name, polygon=CORNERS) for name in names or []]
    return map_page(city or City(), districts, t, None, issues=issues_data(t))


def told(page: str) -> Any:
    """What the page's script is given."""
    (given,) = re.findall(r'<script type="application/json" id="given">(.*)</script>', page)
    return json.loads(given)


def test_page_is_the_same_each_time_and_asks_for_its_own_files_alone() -> None:
    page = drawn()

    assert page == drawn()
    assert re.findall(r'(?:src|href)="([^"]*)', page) == [
        "/assets/leaflet/leaflet.css",
        asset_url("colours.css"),
        asset_url("map/map.css"),
        "/assets/leaflet/leaflet.js",
        asset_url("map/ground.js"),
        asset_url("map/issues.js"),
        asset_url("map/page.js"),
    ]


def test_page_runs_no_script_or_style_of_its_own() -> None:
    page = drawn()

    assert "unsafe" not in POLICY
    assert re.findall(r"<style|style=|<script>|\son\w+=", page) == []


def test_page_hands_the_first_view_and_the_words_to_its_script() -> None:
    given = told(drawn(City(view_lat=50.5, view_lon=127.5, view_zoom=11)))

    assert (given["at"], given["zoom"], given["ground"]["language"]) == ([50.5, 127.5], 11, "ru")
    assert given["issues"] == issues_data(t)


def test_hostile_names_stay_text() -> None:
    city = City(
        name="</title><script>alert(1)</script>",
        tile_attribution="</script><script>alert(2)</script>",
        tile_url="https://x/{z}/{x}/{y}.png?'-alert(3)-'",
    )

    page = drawn(city, list(HOSTILE))

    assert "<script>alert" not in page
    assert page.count("<script") == page.count("</script>") == 5
    assert [each["properties"]["name"] for each in told(page)["ground"]["districts"]["features"]] == list(HOSTILE)
