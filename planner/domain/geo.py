"""Points on the earth: distance, the tile code that sorts the map, and which polygon holds a point."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

EARTH_RADIUS_M = 6_371_008.8
MAP_ZOOM = 20  # the zoom whose tile numbers make up a `qk`
_MAX_LATITUDE = 85.05112878


class Point(NamedTuple):
    """WGS 84 degrees, latitude first."""

    lat: float
    lon: float


class Box(NamedTuple):
    """A map view in WGS 84 degrees."""

    south: float
    west: float
    north: float
    east: float


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in metres (haversine on a sphere of the mean radius)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    dlat, dlon = lat2 - lat1, math.radians(b.lon - a.lon)
    h = math.sin(dlat / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(dlon / 2) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def course(a: Point, b: Point) -> float:
    """The way from one point to another near it, in degrees from north over east."""
    east = (b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return math.degrees(math.atan2(east, b.lat - a.lat)) % 360


def moved(point: Point, metres: float, degrees: float) -> Point:
    """The point so many metres away, in degrees from north over east."""
    north, east = (metres * part(math.radians(degrees)) for part in (math.cos, math.sin))
    lat = point.lat + math.degrees(north / EARTH_RADIUS_M)
    return Point(lat, point.lon + math.degrees(east / EARTH_RADIUS_M) / max(0.01, math.cos(math.radians(point.lat))))


def box_around(centre: Point, radius_m: float) -> Box:
    """The smallest box that holds every point within `radius_m` metres of `centre`."""
    dlat = math.degrees(radius_m / EARTH_RADIUS_M)
    dlon = dlat / max(0.01, math.cos(math.radians(centre.lat)))
    return Box(centre.lat - dlat, centre.lon - dlon, centre.lat + dlat, centre.lon + dlon)


def is_on_earth(lat: float, lon: float) -> bool:
    """True for degrees within the range that a map can show: not for NaN, infinity and numbers too large for a float."""
    return abs(lat) <= 90 and abs(lon) <= 180


def tile_of(point: Point, zoom: int) -> tuple[int, int]:
    """Column and row of the Web Mercator tile at `zoom` that holds `point`; points off the map go to its edge."""
    size = 1 << zoom
    lat = math.radians(max(-_MAX_LATITUDE, min(_MAX_LATITUDE, point.lat)))
    x = int((point.lon + 180.0) / 360.0 * size)
    y = int((1.0 - math.asinh(math.tan(lat)) / math.pi) / 2.0 * size)
    return max(0, min(size - 1, x)), max(0, min(size - 1, y))


def _spread(value: int) -> int:
    value &= 0xFFFFFFFF
    value = (value | value << 16) & 0x0000FFFF0000FFFF
    value = (value | value << 8) & 0x00FF00FF00FF00FF
    value = (value | value << 4) & 0x0F0F0F0F0F0F0F0F
    value = (value | value << 2) & 0x3333333333333333
    return (value | value << 1) & 0x5555555555555555


def morton(x: int, y: int) -> int:
    """The bits of `x` and `y` interleaved (x lowest): neighbours on the map are neighbours in the order."""
    return _spread(x) | _spread(y) << 1


def qk_of(point: Point) -> int:
    """Morton code of the zoom-20 tile of `point`: 40 bits, the key that the map's columns are sorted by."""
    return morton(*tile_of(point, MAP_ZOOM))


Ring = Sequence[Sequence[float]]


def _ring_holds(ring: Ring, point: Point) -> bool:
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [ring[-1], *ring[:-1]], strict=True):
        crosses = (y1 > point.lat) != (y2 > point.lat)
        if crosses and point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def polygon_holds(geometry: dict[str, Any], point: Point) -> bool:
    """Whether a GeoJSON Polygon or MultiPolygon (RFC 7946: longitude first, holes after the first ring) holds `point`."""
    polygons: Iterable[Sequence[Ring]] = (
        [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    )
    return any(
        _ring_holds(rings[0], point) and not any(_ring_holds(hole, point) for hole in rings[1:]) for rings in polygons
    )


class Area:
    """A GeoJSON Polygon or MultiPolygon that many points are asked of: a point outside its box costs next to nothing."""

    def __init__(self, geometry: dict[str, Any]) -> None:
        """`geometry` is not to be changed afterwards."""
        polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
        corners = [position for rings in polygons for position in rings[0]]
        lons, lats = [position[0] for position in corners], [position[1] for position in corners]
        self._geometry = geometry
        self._box = Box(min(lats), min(lons), max(lats), max(lons))

    def holds(self, point: Point) -> bool:
        """As `polygon_holds`."""
        box = self._box
        near = box.south <= point.lat <= box.north and box.west <= point.lon <= box.east
        return near and polygon_holds(self._geometry, point)
