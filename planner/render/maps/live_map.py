"""What the script of a public page makes of the picture of a map: the same pins and the same line, to move and to zoom."""

from collections.abc import Sequence
from typing import Any

from planner.domain.geo import Point
from planner.render.colours import COLOURS
from planner.render.maps.open_map import OpenPin, corners_of


def live_map(pins: Sequence[OpenPin], line: Sequence[Point], *, width: int, height: int) -> dict[str, Any] | None:
    """As JSON has it, for `public/map.js`; None where the picture shows nothing. What a pin is called stands on the page, where it leads."""
    points = [*(pin.point for pin in pins), *line]
    if not points:
        return None
    return {
        "pins": [{"at": pin.point, "number": pin.number, "colour": COLOURS[pin.colour], "to": pin.to} for pin in pins],
        "line": line if len(line) > 1 else [],
        "corners": corners_of(points, width=width, height=height),
    }
