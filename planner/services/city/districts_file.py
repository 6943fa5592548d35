"""A district before it is stored: its name, how many people live there, and its outline checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import is_on_earth
from planner.domain.geojson import is_metric

MOST_PEOPLE = 50_000_000


@dataclass(frozen=True)
class DistrictDraft:
    """A district read from a file, before it is stored."""

    name: str
    population: int | None
    polygon: Mapping[str, Any] | None


def checked_polygon(geometry: Mapping[str, Any], row: int = 1) -> dict[str, Any]:
    """The Polygon or MultiPolygon with what makes it one and nothing else; Invalid on the field "file" for anything else."""
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind == "Polygon":
        return {"type": "Polygon", "coordinates": _rings(given, row)}
    if kind == "MultiPolygon" and isinstance(given, list) and given:
        return {"type": "MultiPolygon", "coordinates": [_rings(part, row) for part in given]}
    raise Invalid("districts.error.polygon", field="file", row=row)


def _rings(rings: Any, row: int) -> list[list[list[float]]]:
    if not isinstance(rings, list) or not rings:
        raise Invalid("districts.error.polygon", field="file", row=row)
    return [_ring(ring, row) for ring in rings]


def _ring(ring: Any, row: int) -> list[list[float]]:
    if not isinstance(ring, list) or len(ring) < 4:
        raise Invalid("districts.error.polygon", field="file", row=row)
    return [_position(position, row) for position in ring]


def _position(position: Any, row: int) -> list[float]:
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position[:2])):
        raise Invalid("districts.error.polygon", field="file", row=row)
    lon, lat = position[:2]
    if is_metric(lat, lon):
        raise Invalid("geojson.error.metres", field="file")
    if not is_on_earth(lat, lon):
        raise Invalid("districts.error.polygon", field="file", row=row)
    return [lon, lat]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
