"""A GeoJSON file of districts: which property names them, their outlines and how many people live there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import is_on_earth
from planner.domain.geojson import guessed_name, is_metric, read_features, text_properties
from planner.domain.typed import typed_line

MOST_PEOPLE = 50_000_000
_POPULATION = ("population", "население", "pop", "жителей", "численность")


@dataclass(frozen=True)
class DistrictDraft:
    """A district read from a file, before it is stored."""

    name: str
    population: int | None
    polygon: Mapping[str, Any] | None


@dataclass(frozen=True)
class DistrictsFile:
    """What a file holds. `properties` may name the districts, and `name_property` does, "" where none was found.

    `unnamed`: numbers of the features that it does not name, which are left out. `unread`: for which districts something
    stands there as the population that is no number of people, and what.
    """

    drafts: Sequence[DistrictDraft]
    properties: Sequence[str]
    name_property: str
    unnamed: Sequence[int]
    unread: Mapping[str, str]


def read_districts(data: bytes, *, name_property: str = "") -> DistrictsFile:
    """The districts of a GeoJSON file (RFC 7946), named by a property of it: the one that is asked for, else the likeliest.

    Invalid on the field "file" for everything that is no outline in degrees, and for two districts of one name.
    """
    features = read_features(data)
    outlines = [checked_polygon(feature.geometry, feature.row) for feature in features]
    properties = text_properties(features)
    by = name_property if name_property in properties else guessed_name(features)
    drafts: dict[str, DistrictDraft] = {}
    unnamed, unread = [], {}
    for feature, outline in zip(features, outlines, strict=True):
        name = typed_line(feature.value(by) if by else "", field="file", longest=100)
        if not name:
            unnamed.append(feature.row)
            continue
        if name in drafts:
            raise Invalid("districts.error.twice", field="file", name=name)
        typed = next(filter(None, map(feature.value, _POPULATION)), "")
        people = read_population(typed)
        if typed and people is None:
            unread[name] = typed[:60]
        drafts[name] = DistrictDraft(name, people, outline)
    return DistrictsFile(list(drafts.values()), properties, by, unnamed, unread)


def read_population(typed: str) -> int | None:
    """A number of people: «12000», «12 000», «12000.0»; None where it is none, below 0 or beyond 50 million."""
    digits = re.fullmatch(r"(\d{1,3}(?: \d{3})+|\d{1,8})(?:[.,]0+)?", typed, re.ASCII)
    people = int(digits[1].replace(" ", "")) if digits else -1
    return people if 0 <= people <= MOST_PEOPLE else None


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
