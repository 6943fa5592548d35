"""The way of a tour as GeoJSON (RFC 7946), for maps and geographic information systems."""

import json
from typing import Any

from planner.domain.geo import Point
from planner.render.files.tour_route import RouteEnd, RouteStop, TourRoute


def tour_geojson(route: TourRoute) -> bytes:
    """UTF-8 JSON: a FeatureCollection with a point for each end and stop in order, skipped ones too, and the line.

    Longitude first, six decimals, times in ISO 8601 with their zone; the same route gives the same bytes.
    """
    features = [_end("start", route.start), *map(_stop, route.stops), _end("end", route.end), _line(route)]
    whole = {"type": "FeatureCollection", "features": [feature for feature in features if feature]}
    # A lone surrogate, which JSON could only write as an escape that readers refuse, becomes a question mark.
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _stop(stop: RouteStop) -> dict[str, Any]:
    return _feature(
        {"type": "Point", "coordinates": _position(stop.point)},
        kind="stop",
        number=stop.number,
        name=stop.name,
        address=stop.address,
        arrival=stop.arrival.isoformat() if stop.arrival else None,
        departure=stop.departure.isoformat() if stop.departure else None,
        km_from_previous=None if stop.km is None else round(stop.km, 3),
        minutes_from_previous=stop.minutes,
        must=stop.must,
        skipped=stop.skipped,
    )


def _end(kind: str, end: RouteEnd) -> dict[str, Any] | None:
    if end.point is None:
        return None
    geometry = {"type": "Point", "coordinates": _position(end.point)}
    return _feature(geometry, kind=kind, name=end.name, time=end.at.isoformat() if end.at else None)


def _line(route: TourRoute) -> dict[str, Any] | None:
    if len(route.line) < 2:
        return None
    geometry = {"type": "LineString", "coordinates": [_position(point) for point in route.line]}
    return _feature(geometry, kind="line", name=route.title, engine=route.engine, km=round(route.km, 3))


def _feature(geometry: dict[str, Any], **about: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": about, "geometry": geometry}


def _position(point: Point) -> list[float]:
    return [round(point.lon, 6), round(point.lat, 6)]
