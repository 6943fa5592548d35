"""GeoJSON as people upload it: whatever a file holds, it is either read or refused with a sentence."""

import json
from dataclasses import dataclass, field
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.geo import is_on_earth
from planner.domain.typed import one_line, shortened

LONGEST_VALUE = 1_000
_GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection")
_LONGEST_INT = 18
_MOST_BRACKETS = 4_000_000


@dataclass(frozen=True)
class Feature:
    """One thing of a file: its number from 1, its geometry as it stands there, its properties as texts of one line."""

    row: int
    geometry: dict[str, Any] = field(default_factory=dict)
    about: dict[str, str] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What a property says, however its name is capitalised; "" where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.about.items() if value and key.lower() == wanted), "")

    def point(self) -> tuple[Any, Any]:
        """Longitude and latitude where it is a point, whatever stands there; else two empty texts."""
        position = self.geometry.get("coordinates") if self.geometry.get("type") == "Point" else None
        return (position[0], position[1]) if isinstance(position, list) and len(position) >= 2 else ("", "")


def read_features(data: bytes) -> list[Feature]:
    """The features of a file (RFC 7946): of a collection, a single one, or a bare geometry.

    Invalid on the field "file", with a key of the topic `geojson`, on everything else. What is a number too long to be one
    is infinite, which `is_on_earth` refuses; NaN and Infinity are no value.
    """
    document = read_document(data)
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        features = document["features"] if isinstance(document.get("features"), list) else []
    elif kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"geometry": document}]
    else:
        raise Invalid("geojson.error.other_json", field="file")
    if not features:
        raise Invalid("geojson.error.empty", field="file")
    return [_feature(number, each) for number, each in enumerate(features, start=1)]


def is_metric(lat: float, lon: float) -> bool:
    """Whether these are metres of a map's projection rather than degrees: no angle is so large."""
    return not is_on_earth(lat, lon) and max(abs(lat), abs(lon)) > 360


def read_document(data: bytes) -> Any:
    """Whatever JSON says; Invalid on the field "file", with a key of the topic `geojson`, where it is none, or too much."""
    text = _decoded(data)
    if not text.strip():
        raise Invalid("geojson.error.empty", field="file")
    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        raise Invalid("geojson.error.too_large", field="file")
    try:
        return json.loads(text, parse_int=_whole, parse_constant=_no_number, object_pairs_hook=_one_each)
    except json.JSONDecodeError as error:
        raise Invalid("geojson.error.not_json", field="file", line=error.lineno, sign=error.colno) from None
    except RecursionError:
        raise Invalid("geojson.error.too_deep", field="file") from None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251"):
        try:
            text = data.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Invalid("geojson.error.binary", field="file")


def _whole(digits: str) -> int | float:
    """Python takes long over numbers of thousands of digits, and refuses them; as a float they are infinite at once."""
    return int(digits) if len(digits) <= _LONGEST_INT else float(digits)


def _one_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; one that says two different things under one name says neither."""
    found = dict(pairs)
    if len(found) < len(pairs):
        for name, value in pairs:
            if found[name] != value:
                raise Invalid("geojson.error.twice", field="file", name=shortened(name, 40))
    return found


def _no_number(name: str) -> None:
    """NaN and Infinity are no JSON, but programs write them where they have no value: then there is none."""


def _feature(number: int, given: Any) -> Feature:
    given = given if isinstance(given, dict) else {}
    geometry, about = given.get("geometry"), given.get("properties")
    return Feature(
        number,
        geometry if isinstance(geometry, dict) else {},
        {one_line(name): _text(value) for name, value in about.items()} if isinstance(about, dict) else {},
    )


def _text(value: object) -> str:
    """A value as a text of one line; what is no single value, and no value, is an empty one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return one_line(str(value)[:LONGEST_VALUE])
