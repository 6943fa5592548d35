"""What the script of the small map of one issue is told: its pin and, where the problem has a length, its line."""

from collections.abc import Sequence
from typing import Any

from planner.domain.geo import Point
from planner.domain.issue_look import IssueLook
from planner.render.maps.issue_map import PINS

ZOOM = 16


def place_data(point: Point, line: Sequence[Sequence[float]] | None, look: IssueLook, title: str) -> dict[str, Any]:
    """What `map/place.js` is started with; `title` is what is read out at the pin."""
    colour, sign = PINS[look]
    return {"at": point, "line": line or [], "colour": colour, "sign": sign, "title": title, "zoom": ZOOM}
