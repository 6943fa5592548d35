"""Whether a point belongs to what was repaired: inside an area, or beside a line or a point."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from planner.domain.geo import EARTH_RADIUS_M, Box, Point, distance_m, is_on_earth, polygon_holds

BESIDE_M = 15.0
"""How far from a line or a point something may lie that still belongs to it: half a street."""
LONGEST = 20_000
"""Corners of one thing."""
_KINDS = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_WKT = re.compile(r"\s*(POINT|LINESTRING|POLYGON)\s*\(+([^()]*)\)+\s*", re.IGNORECASE)


def belongs(geometry: dict[str, Any], point: Point) -> bool:
    """Inside an area, or within BESIDE_M of a line or a point."""
    if _is_area(geometry):
        return polygon_holds(geometry, point)
    return is_near(geometry, point, BESIDE_M)


def is_near(geometry: dict[str, Any], point: Point, metres: float) -> bool:
    """Inside an area, or so near to its edge, to a line or to a point."""
    inside = _is_area(geometry) and polygon_holds(geometry, point)
    return inside or any(_metres_to(line, point) <= metres for line in _lines(geometry))


def box_of(geometry: dict[str, Any]) -> Box:
    """The smallest box that holds it."""
    corners = list(_corners(geometry))
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return Box(min(lats), min(lons), max(lats), max(lons))


def centre_of(geometry: dict[str, Any]) -> Point:
    """The middle of its box: where a map shows it."""
    box = box_of(geometry)
    return Point((box.south + box.north) / 2, (box.west + box.east) / 2)


def spot_on(geometry: dict[str, Any]) -> Point:
    """Where somebody stands who looks at it: half-way along the longest line, at a point, in the middle of an area."""
    if _is_area(geometry):
        return centre_of(geometry)
    lines = [[Point(lat, lon) for lon, lat, *_ in line] for line in _lines(geometry)]
    longest = max(lines, key=_length_m)
    left = _length_m(longest) / 2
    for here, there in zip(longest, longest[1:], strict=False):
        piece = distance_m(here, there)
        if piece > 0 and left <= piece:
            part = left / piece
            return Point(here.lat + (there.lat - here.lat) * part, here.lon + (there.lon - here.lon) * part)
        left -= piece
    return longest[-1]


def checked_geometry(geometry: object) -> dict[str, Any]:
    """The geometry with its numbers alone; ValueError for what is none of those that a repair can have."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _KINDS:
        raise ValueError
    depth = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}[geometry["type"]]
    coordinates = _checked(geometry.get("coordinates"), depth)
    checked = {"type": geometry["type"], "coordinates": coordinates}
    if not 0 < sum(1 for _ in _corners(checked)) <= LONGEST:
        raise ValueError
    shortest = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}.get(geometry["type"], 0)
    if any(len(line) < shortest for line in _lines(checked)):
        raise ValueError
    return checked


def typed_geometry(typed: str) -> dict[str, Any]:
    """A geometry as a table holds it: WKT (longitude first), or «50.27 127.53; 50.28 127.54», latitude first, which is a line.

    ValueError for anything else.
    """
    if found := _WKT.fullmatch(typed):
        kind, pairs = found[1].upper(), [[float(each) for each in pair.split()] for pair in found[2].split(",")]
        shapes: dict[str, dict[str, Any]] = {
            "POINT": {"type": "Point", "coordinates": pairs[0]},
            "LINESTRING": {"type": "LineString", "coordinates": pairs},
            "POLYGON": {"type": "Polygon", "coordinates": [pairs]},
        }
        return checked_geometry(shapes[kind])
    points = [[float(each) for each in re.split(r"[\s,]+", pair.strip())] for pair in typed.split(";") if pair.strip()]
    if any(len(pair) != 2 for pair in points):
        raise ValueError
    turned = [[lon, lat] for lat, lon in points]
    return checked_geometry(
        {"type": "Point", "coordinates": turned[0]}
        if len(turned) == 1
        else {"type": "LineString", "coordinates": turned}
    )


def _is_area(geometry: dict[str, Any]) -> bool:
    return geometry["type"] in ("Polygon", "MultiPolygon")


def _length_m(line: Sequence[Point]) -> float:
    return sum(distance_m(a, b) for a, b in zip(line, line[1:], strict=False))


def _checked(given: object, depth: int) -> Any:
    if not isinstance(given, list):
        raise ValueError
    if depth:
        return [_checked(each, depth - 1) for each in given]
    lon, lat, *_ = given
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in (lon, lat)):
        raise ValueError
    if not is_on_earth(lat, lon):
        raise ValueError
    return [float(lon), float(lat)]


def _lines(geometry: dict[str, Any]) -> Sequence[Any]:
    """Every line and ring; a point is a line of one corner."""
    coordinates = geometry["coordinates"]
    if geometry["type"] == "MultiPolygon":
        return [ring for rings in coordinates for ring in rings]
    wrapped: dict[str, list[Any]] = {"Point": [[coordinates]], "LineString": [coordinates]}
    lines: list[Any] = wrapped.get(geometry["type"]) or list(coordinates)
    return lines


def _corners(geometry: dict[str, Any]) -> Iterator[Sequence[float]]:
    for line in _lines(geometry):
        yield from line


def _metres_to(line: Sequence[Sequence[float]], point: Point) -> float:
    """On a flat map around the point, which is exact enough for a street."""
    scale = math.radians(1) * EARTH_RADIUS_M
    narrow = math.cos(math.radians(point.lat))
    flat = [((lon - point.lon) * scale * narrow, (lat - point.lat) * scale) for lon, lat in line]
    if len(flat) == 1:
        return math.hypot(*flat[0])
    return min(_from_origin(*a, *b) for a, b in zip(flat, flat[1:], strict=False))


def _from_origin(ax: float, ay: float, bx: float, by: float) -> float:
    """How far a piece of a line is from where one stands."""
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, -(ax * (bx - ax) + ay * (by - ay)) / length))
    return math.hypot(ax + along * (bx - ax), ay + along * (by - ay))
