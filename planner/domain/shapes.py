"""Shapes as files of others hold them: checked, turned into degrees, and the one point that stands for each."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import Point, distance_m, is_on_earth, polygon_holds
from planner.domain.wkb import shape_of_wkb

Position = list[float]
Turn = Callable[[float, float], tuple[float, float]]
"""From a file's own coordinates, east first, to longitude and latitude."""

DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
AREAS = ("Polygon", "MultiPolygon")
MOST_CORNERS = 200_000
"""Of one shape."""
_MOST_NESTED = 8
_LONGEST_TEXT = 4_000_000
_EARTH_A = 6_378_137.0
_EARTH_E = 0.0818191908426215
_NUMBER = r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"
_WKT = re.compile(
    r"\s*(?:SRID\s*=\s*\d+\s*;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*",
    re.IGNORECASE | re.DOTALL,
)
_WKT_COLLECTION = re.compile(
    r"\s*(?:SRID\s*=\s*\d+\s*;)?\s*GEOMETRYCOLLECTION\s*(?:Z|M|ZM)?\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL
)
_WKT_MEMBER = re.compile(
    r"(MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*(\([^A-Za-z]*\))(?=\s*(?:,\s*[A-Za-z]|$))", re.IGNORECASE
)
_PAIR = re.compile(
    r"\s*(-?\d{1,3}\.\d{1,18})(?:\s*,\s*|\s+)(-?\d{1,3}\.\d{1,18})\s*|\s*(-?\d{1,3},\d{1,18})\s+(-?\d{1,3},\d{1,18})\s*",
    re.ASCII,
)
_EMPTY = re.compile(
    r"\s*(?:SRID\s*=\s*\d+\s*;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON|GEOMETRYCOLLECTION)\s*(?:Z|M|ZM)?\s+EMPTY\s*",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\{.*?\btype\W{1,6}(Multi)?(Point|LineString|Polygon)\b.*\}", re.DOTALL)
_LOOSE_COORDINATES = re.compile(r"\bcoordinates\W{0,3}[=:]\s*(\[[\[\]\d\s.,eE+-]*\])")


def checked_shape(given: object, turn: Turn | None = None) -> dict[str, Any]:
    """A geometry (RFC 7946) with its numbers alone, in degrees; of a collection with one member that member.

    Invalid for whatever else stands there: "shapes.error.none" for null, ".no_object", ".kind" (`kind`), ".numbers",
    ".metres", ".swapped" and ".earth" (`lat`, `lon`), ".too_many".
    """
    shape = _checked(given, turn, 0)
    if sum(1 for _ in corners_of(shape)) > MOST_CORNERS:
        raise Invalid("shapes.error.too_many", limit=MOST_CORNERS)
    return shape


def corners_of(shape: dict[str, Any]) -> Iterator[Position]:
    """Every position of it."""
    if shape["type"] == "GeometryCollection":
        for each in shape["geometries"]:
            yield from corners_of(each)
    else:
        yield from _positions(shape["coordinates"], DEPTHS[shape["type"]])


def outer_lines(shape: Mapping[str, Any]) -> Sequence[Sequence[Position]]:
    """The lines of it, and of areas the outer ring of each part; a point has none."""
    coordinates: list[Any] = shape["coordinates"]
    whole: Mapping[str, list[Any]] = {"LineString": [coordinates], "MultiLineString": coordinates}
    if shape["type"] in AREAS:
        return [rings[0] for rings in ([coordinates] if shape["type"] == "Polygon" else coordinates)]
    return whole.get(shape["type"], [])


def areas_of(shape: dict[str, Any]) -> dict[str, Any] | None:
    """The Polygon or MultiPolygon of it, also out of a collection, a closed line among them; None where it has no area."""
    polygons = list(_polygons(shape))
    if not polygons:
        return None
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def point_of(shape: dict[str, Any]) -> Point:
    """The point that stands for it: of an area one truly inside its largest part, of a line its middle along the way, of
    several points the one nearest to their middle.
    """
    if shape["type"] == "Point":
        return _as_point(shape["coordinates"])
    if polygons := list(_polygons(shape, closed_lines=False)):
        return _inside(max(polygons, key=lambda rings: abs(_size(rings[0]))))
    if lines := list(_lines(shape)):
        return _middle(max(lines, key=_length))
    points = [_as_point(each) for each in corners_of(shape)]
    centre = Point(sum(p.lat for p in points) / len(points), sum(p.lon for p in points) / len(points))
    return min(points, key=lambda point: distance_m(point, centre))


def typed_shape(text: str) -> object | None:
    """What a text says of a geometry, unchecked: WKT, GeoJSON, «{type=Point, coordinates=[37.6, 55.7]}», or a line as
    «50.27 127.53; 50.28 127.54», latitude first; None for others.
    """
    if len(text) > _LONGEST_TEXT:
        return None
    if (line := _listed(text)) is not None:
        return {"type": "LineString", "coordinates": line}
    if _EMPTY.fullmatch(text):
        return {"type": "GeometryCollection", "geometries": []}
    if found := _WKT_COLLECTION.fullmatch(text):
        members = [_of_wkt(bool(each[1]), each[2].upper(), each[3]) for each in _WKT_MEMBER.finditer(found[1])]
        return {"type": "GeometryCollection", "geometries": members}
    if (shape := shape_of_wkb(text)) is not None:
        return shape
    if found := _WKT.fullmatch(text):
        return _of_wkt(bool(found[1]), found[2].upper(), found[3])
    if not (kind := _LOOSE.search(text)):
        return None
    try:
        whole: object = json.loads(text)
        return whole
    except (ValueError, RecursionError):
        found = _LOOSE_COORDINATES.search(text)
    if not found:
        return None
    try:
        coordinates = json.loads(found[1])
    except (ValueError, RecursionError):
        return None
    name = f"{'Multi' if kind[1] else ''}{kind[2]}"
    return {"type": name, "coordinates": coordinates}


def _listed(text: str) -> list[Position] | None:
    """Two points and more, one behind another; None for anything else, also for one point whose halves lie apart."""
    pairs = [_PAIR.fullmatch(each) for each in re.split(r"[;|\n]", text.strip(" ;|\n\t")) if each.strip()]
    if len(pairs) < 2:
        return None
    numbers = [[float(each.replace(",", ".")) for each in pair.groups() if each] for pair in pairs if pair]
    return [[lon, lat] for lat, lon in numbers] if len(numbers) == len(pairs) else None


def swapping(first: float, second: float) -> tuple[float, float]:
    """For files that write latitude first."""
    return second, first


def from_web_mercator(x: float, y: float) -> tuple[float, float]:
    """Degrees of EPSG:3857, the metres of the maps in browsers."""
    return math.degrees(x / _EARTH_A), math.degrees(2 * math.atan(math.exp(y / _EARTH_A)) - math.pi / 2)


def from_world_mercator(x: float, y: float) -> tuple[float, float]:
    """Degrees of EPSG:3395, the same on an ellipsoid."""
    t, lat = math.exp(-y / _EARTH_A), 0.0
    for _ in range(8):
        part = _EARTH_E * math.sin(lat)
        lat = math.pi / 2 - 2 * math.atan(t * ((1 - part) / (1 + part)) ** (_EARTH_E / 2))
    return math.degrees(x / _EARTH_A), math.degrees(lat)


def _checked(given: object, turn: Turn | None, depth: int) -> dict[str, Any]:
    if given is None:
        raise Invalid("shapes.error.none")
    if not isinstance(given, dict):
        raise Invalid("shapes.error.no_object")
    kind = given.get("type")
    if kind == "GeometryCollection" and isinstance(given.get("geometries"), list) and depth < _MOST_NESTED:
        members = [_checked(each, turn, depth + 1) for each in given["geometries"]]
        if not members:
            raise Invalid("shapes.error.none")
        return members[0] if len(members) == 1 else {"type": kind, "geometries": members}
    if not isinstance(kind, str) or kind not in DEPTHS:
        raise Invalid("shapes.error.kind", kind=str(kind)[:40] if isinstance(kind, str) else "—")
    if given.get("coordinates") in (None, []):
        raise Invalid("shapes.error.none")
    coordinates = _numbers(given["coordinates"], DEPTHS[kind], turn)
    shape: dict[str, Any] = {"type": kind, "coordinates": coordinates}
    for ring in _rings(shape) if kind in AREAS else ():
        if len(ring) > 2 and ring[0] != ring[-1]:  # everybody draws it closed, whatever the file left out
            ring.append([*ring[0]])
    if kind in AREAS and any(len(ring) < 4 for ring in _rings(shape)):
        raise Invalid("shapes.error.numbers")
    return shape


def _numbers(given: Any, depth: int, turn: Turn | None) -> Any:
    if not isinstance(given, list) or not given:
        raise Invalid("shapes.error.numbers")
    return [_numbers(each, depth - 1, turn) for each in given] if depth else _position(given, turn)


def _position(given: list[Any], turn: Turn | None) -> Position:
    lon, lat = given[:2] if len(given) >= 2 else (None, None)
    if isinstance(lon, str) and isinstance(lat, str):
        lon, lat = _of_text(lon), _of_text(lat)
    if (
        not isinstance(lon, int | float)
        or not isinstance(lat, int | float)
        or isinstance(lon, bool)
        or isinstance(lat, bool)
    ):
        raise Invalid("shapes.error.numbers")
    if turn is not None and math.isfinite(lon) and math.isfinite(lat) and max(abs(lon), abs(lat)) < 1e9:
        turned = turn(lon, lat)
        lon, lat = turned if all(map(math.isfinite, turned)) else (lon, lat)
    if not is_on_earth(lat, lon):
        what = "metres" if max(abs(lat), abs(lon)) > 360 else "swapped" if is_on_earth(lon, lat) else "earth"
        raise Invalid(f"shapes.error.{what}", lat=_said(lat), lon=_said(lon))
    return [float(lon), float(lat)]


def _of_text(text: str) -> float | None:
    number = "".join(text.split()).replace(",", ".")
    return float(number) if re.fullmatch(_NUMBER, number, re.ASCII) and len(number) < 30 else None


def _said(number: float) -> str:
    return f"{number:.10g}"


def _positions(given: Any, depth: int) -> Iterator[Position]:
    if depth == 0:
        yield given
    else:
        for each in given:
            yield from _positions(each, depth - 1)


def _rings(shape: dict[str, Any]) -> Iterator[list[Position]]:
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    for rings in polygons:
        yield from rings


def _polygons(shape: dict[str, Any], *, closed_lines: bool = True) -> Iterator[list[list[Position]]]:
    kind = shape["type"]
    if kind == "GeometryCollection":
        for each in shape["geometries"]:
            yield from _polygons(each, closed_lines=closed_lines)
    elif kind == "Polygon":
        yield shape["coordinates"]
    elif kind == "MultiPolygon":
        yield from shape["coordinates"]
    elif closed_lines:
        yield from ([line] for line in _lines(shape) if len(line) >= 4 and line[0] == line[-1])


def _lines(shape: dict[str, Any]) -> Iterator[list[Position]]:
    kind = shape["type"]
    if kind == "GeometryCollection":
        for each in shape["geometries"]:
            yield from _lines(each)
    elif kind == "LineString":
        yield shape["coordinates"]
    elif kind == "MultiLineString":
        yield from shape["coordinates"]


def _as_point(position: Position) -> Point:
    return Point(round(position[1], 7), round(position[0], 7))


def _size(ring: Sequence[Position]) -> float:
    x0, y0 = ring[0]
    return sum(
        (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
    )


def _inside(rings: list[list[Position]]) -> Point:
    """The centre of the area where that lies inside, else the middle of the widest piece of some line across it."""
    ring, size = rings[0], _size(rings[0])
    x0, y0 = ring[0]
    if size:
        pairs = list(zip(ring, ring[1:], strict=False))
        turns = [(x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairs]
        lon = x0 + sum((a[0] + b[0] - 2 * x0) * turn for (a, b), turn in zip(pairs, turns, strict=True)) / (3 * size)
        lat = y0 + sum((a[1] + b[1] - 2 * y0) * turn for (a, b), turn in zip(pairs, turns, strict=True)) / (3 * size)
        if polygon_holds({"type": "Polygon", "coordinates": rings}, Point(lat, lon)):
            return _as_point([lon, lat])
    return _widest(rings)


def _widest(rings: list[list[Position]]) -> Point:
    lats = sorted({position[1] for ring in rings for position in ring})
    between = [(a + b) / 2 for a, b in zip(lats, lats[1:], strict=False)]
    best: tuple[float, Point] | None = None
    for lat in between[:: max(1, len(between) // 50)]:
        across = sorted(
            x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
            for ring in rings
            for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)
            if (y1 > lat) != (y2 > lat)
        )
        for west, east in zip(across[::2], across[1::2], strict=False):
            if best is None or east - west > best[0]:
                best = (east - west, _as_point([(west + east) / 2, lat]))
    return best[1] if best else _as_point(rings[0][0])


def _length(line: Sequence[Position]) -> float:
    points = [_as_point(each) for each in line]
    return sum(distance_m(a, b) for a, b in zip(points, points[1:], strict=False))


def _middle(line: Sequence[Position]) -> Point:
    """The point half way along."""
    left = _length(line) / 2
    for a, b in zip(line, line[1:], strict=False):
        piece = distance_m(_as_point(a), _as_point(b))
        if piece and piece >= left:
            share = left / piece
            return _as_point([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share])
        left -= piece
    return _as_point(line[0])


def _of_wkt(multi: bool, kind: str, text: str) -> object | None:
    name = {"POINT": "Point", "LINESTRING": "LineString", "POLYGON": "Polygon"}[kind]
    try:
        numbers = re.sub(r"[^\d\s().,eE+-]", "?", text)
        listed = re.sub(rf"({_NUMBER})((?:\s+{_NUMBER})+)", lambda f: "[" + ",".join(f[0].split()) + "]", numbers)
        coordinates = json.loads(listed.replace("(", "[").replace(")", "]"))
    except (ValueError, RecursionError):
        return {"type": name, "coordinates": text[:40]}
    if name == "Point" and not multi:
        return {"type": name, "coordinates": coordinates[0] if coordinates else None}
    if name == "Point" and all(isinstance(each, list) and each and isinstance(each[0], list) for each in coordinates):
        coordinates = [each[0] for each in coordinates]  # MULTIPOINT ((1 2), (3 4)) beside MULTIPOINT (1 2, 3 4)
    return {"type": f"Multi{name}" if multi else name, "coordinates": coordinates}
