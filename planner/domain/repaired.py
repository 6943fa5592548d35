"""Where something was repaired: what is kept of a shape, and whether a point belongs to it: inside an area, or beside a line or a
point.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import EARTH_RADIUS_M, Box, Point, distance_m, polygon_holds

BESIDE_M = 15.0
"""How far from a line or a point something may lie that still belongs to it: half a street."""
SAME_POINT_M = 30.0
"""Two points of one name that lie so near are one."""
LONGEST = 20_000
"""Corners of one thing."""
_KINDS = ("Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_OF_LINES = ("LineString", "MultiLineString")
_SHORTEST = 2
"""Corners of a line."""


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


def geometry_of(shape: Mapping[str, Any]) -> dict[str, Any]:
    """What a repair keeps of a shape as a file holds it; of a collection its areas, else its lines.

    Invalid("repairs.bad.place") for several points, a line of one corner, and more than LONGEST corners.
    """
    kept = _one_kind(dict(shape))
    if kept is None or not 0 < sum(1 for _ in _corners(kept)) <= LONGEST:
        raise Invalid("repairs.bad.place")
    if kept["type"] in _OF_LINES and any(len(line) < _SHORTEST for line in _lines(kept)):
        raise Invalid("repairs.bad.place")
    return kept


def joined_geometry(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any] | None:
    """Both as one, of lines or of areas; None where they are the same, or of different kinds."""
    for several, single in (("MultiLineString", "LineString"), ("MultiPolygon", "Polygon")):
        if {one["type"], other["type"]} <= {several, single}:
            parts, more = (
                list(each["coordinates"]) if each["type"] == several else [each["coordinates"]] for each in (one, other)
            )
            new = [each for each in more if each not in parts]
            return {"type": several, "coordinates": [*parts, *new]} if new else None
    return None


def is_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two that are called the same are the same: single points that lie apart are two."""
    points = [each["coordinates"] for each in (one, other) if each["type"] == "Point"]
    if len(points) < 2:
        return True
    (lon, lat), (other_lon, other_lat) = points
    return distance_m(Point(lat, lon), Point(other_lat, other_lon)) <= SAME_POINT_M


def _one_kind(shape: dict[str, Any]) -> dict[str, Any] | None:
    if shape["type"] in _KINDS:
        return shape
    if shape["type"] == "MultiPoint" and len(shape["coordinates"]) == 1:
        return {"type": "Point", "coordinates": shape["coordinates"][0]}
    members = [kept for each in shape.get("geometries", ()) if (kept := _one_kind(each)) is not None]
    areas = [each for each in members if _is_area(each)]
    found: dict[str, Any] | None = None
    for each in areas or [each for each in members if each["type"] in _OF_LINES]:
        found = each if found is None else joined_geometry(found, each) or found
    return found


def _is_area(geometry: dict[str, Any]) -> bool:
    return geometry["type"] in ("Polygon", "MultiPolygon")


def _length_m(line: Sequence[Point]) -> float:
    return sum(distance_m(a, b) for a, b in zip(line, line[1:], strict=False))


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
