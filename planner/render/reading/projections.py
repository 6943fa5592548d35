"""In which coordinates a file is, as far as it says so: degrees, the metres of Mercator, of UTM and of Gauss–Krüger that we turn, and all others."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from planner.domain.errors import Invalid
from planner.domain.shapes import Turn, from_web_mercator, from_world_mercator
from planner.domain.transverse import from_zone, zone_of
from planner.domain.typed import one_line
from planner.render.reading.source import Problem

_DEGREES = frozenset({4326, 84, 4979, 4740, 4258, 4269})
_WEB_MERCATOR = frozenset({3857, 900913, 102100, 102113, 3785, 3587, 41001})
_WORLD_MERCATOR = frozenset({3395, 54004})


def turn_of(document: Mapping[str, Any]) -> tuple[Turn | None, Sequence[Problem]]:
    """How to turn the coordinates of a file into degrees, None where they are, and what to say of it.

    Invalid("geojson.error.crs", `name`) for metres that we do not turn.
    """
    said = document.get("crs") or document.get("spatialReference") or document.get("srs")
    return turn_of_name(_said(said)) if said else (None, ())


def turn_of_name(name: str) -> tuple[Turn | None, Sequence[Problem]]:
    """The same for what a name says of itself, such as «EPSG:3857»."""
    numbers = {int(each) for each in re.findall(r"(?<![\d.])\d{2,6}(?![\d.])", name)}
    is_84 = re.search(r"crs\s*84|wgs[\s_]*(?:19)?84(?!.*utm)(?!.*mercator)", name, re.IGNORECASE)
    if numbers & _WEB_MERCATOR or re.search(r"pseudo.?mercator|web.?mercator|google.?mercator", name, re.IGNORECASE):
        return from_web_mercator, (Problem("intake.note.turned", {"name": one_line(name)[:60]}, note=True),)
    if numbers & _WORLD_MERCATOR:
        return from_world_mercator, (Problem("intake.note.turned", {"name": one_line(name)[:60]}, note=True),)
    zones = [zone for number in sorted(numbers | _named_zone(name)) if (zone := zone_of(number)) is not None]
    if zones:
        return partial(from_zone, zones[0]), (Problem("intake.note.turned", {"name": one_line(name)[:60]}, note=True),)
    if numbers & _DEGREES or is_84:
        return None, ()
    raise Invalid("geojson.error.crs", field="file", name=one_line(name)[:60])


def _named_zone(name: str) -> set[int]:
    """The number of «WGS 84 / UTM zone 52N», where it is said in words."""
    found = re.search(r"\butm\W+(?:zone\W+)?(\d{1,2})\s*([ns])?\b", name.replace("_", " "), re.IGNORECASE)
    return set() if found is None else {(32700 if (found[2] or "n").casefold() == "s" else 32600) + int(found[1])}


def says_degrees(things: Sequence[Any]) -> bool:
    """Whether all numbers of the first geometries are degrees all the same: then the file does not know what it says."""
    numbers: list[float] = []
    for thing in things[:200]:
        if isinstance(thing, dict) and isinstance(thing.get("geometry"), dict):
            text = json.dumps(thing["geometry"].get("coordinates", thing["geometry"]), default=str)
            numbers += [abs(float(each)) for each in re.findall(r"-?\d+(?:\.\d+)?", text)[:50]]
    return bool(numbers) and 1 < max(numbers) <= 180


def _said(crs: Any) -> str:
    if isinstance(crs, dict):
        inner = crs.get("properties")
        inner = inner if isinstance(inner, dict) else crs
        for key in ("name", "code", "latestWkid", "wkid", "href"):
            if isinstance(inner.get(key), str | int):
                return f"EPSG:{inner[key]}" if isinstance(inner[key], int) else str(inner[key])
        return "?"
    return str(crs) if isinstance(crs, str | int) else "?"
