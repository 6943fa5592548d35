"""Reading a street extract (.osm.pbf): what it covers, and its features within a box."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import osmium

from planner.city.extract.features import (
    KEYS,
    STREETS,
    Area,
    Features,
    House,
    Landmark,
    Line,
    Path2,
    addresses_of,
    ground_of,
    landmark_of,
    level_of,
    line_of,
    name_of,
    other_names_of,
)
from planner.city.extract.pbf_file import parts_of
from planner.domain.errors import Invalid
from planner.domain.geo import Box, Point

_MAX_LATITUDE = 85.05112878

Progress = Callable[[float], object]
"""Told a share from 0 to 1; what it raises ends the work."""


@dataclass(frozen=True)
class Survey:
    """What a file covers: the box of its nodes, and how many of them lie in the wanted area and outside of it."""

    box: Box
    inside: int
    outside: int


def survey_extract(path: Path, area: Box, *, progress: Progress = lambda share: None) -> Survey:
    """Reads every node of the file once.

    Raises Invalid on the field "file" for what `planner.city.extract.pbf_file` refuses, and for a file without a single point.
    """
    south, west, north, east, inside, outside = 90.0, 180.0, -90.0, -180.0, 0, 0
    for node in _nodes(path, progress):
        lat, lon = node.lat, node.lon
        south, north, west, east = min(south, lat), max(north, lat), min(west, lon), max(east, lon)
        if area.south <= lat <= area.north and area.west <= lon <= area.east:
            inside += 1
        else:
            outside += 1
    if inside + outside == 0:
        raise Invalid("extract.error.empty", field="file")
    return Survey(Box(south, west, north, east), inside, outside)


def cut_extract(path: Path, area: Box, target: Path, *, progress: Progress = lambda share: None) -> None:
    """Writes what lies in `area` into a new extract: every way with a node there, whole, and the relations of these."""
    kept = osmium.IdTracker()
    for node in _nodes(path, lambda share: progress(share / 2)):
        if area.south <= node.lat <= area.north and area.west <= node.lon <= area.east:
            kept.add_node(node.id)
    for way in _objects(osmium.FileProcessor(str(path), osmium.osm.WAY).with_filter(kept.contains_filter())):
        kept.add_way(way.id)
    for relation in _objects(osmium.FileProcessor(str(path), osmium.osm.RELATION)):
        if relation.tags.get("type") == "multipolygon" and kept.contains_any_references(relation):
            kept.add_relation(relation.id)
    kept.complete_backward_references(str(path), relation_depth=1)
    progress(0.7)
    with osmium.SimpleWriter(str(target), overwrite=True) as writer:
        for thing in _objects(osmium.FileProcessor(str(path)).with_filter(kept.id_filter())):
            writer.add(thing)
    progress(1.0)


def read_features(path: Path, box: Box, *, progress: Progress = lambda share: None) -> Features:
    """Everything within `box` that can be drawn or searched; raises what `survey_extract` raises on a damaged file."""
    found, reader = Features(), _Reader(box)
    processor = osmium.FileProcessor(str(path)).with_areas().with_filter(osmium.filter.KeyFilter(*KEYS))
    for seen, thing in enumerate(_objects(processor)):
        reader.take(thing, found)
        if seen % 2_000 == 0:
            progress(1 - math.exp(-seen / 60_000))
    progress(1.0)
    return found


def world_of(box: Box) -> tuple[float, float, float, float]:
    """West, north, east and south of a box in the Web Mercator square."""
    corners = to_world(np.array([[box.west, box.north], [box.east, box.south]]))
    return float(corners[0, 0]), float(corners[0, 1]), float(corners[1, 0]), float(corners[1, 1])


def to_world(lonlat: Path2) -> Path2:
    """Degrees, longitude first, to the Web Mercator square."""
    lat = np.radians(np.clip(lonlat[:, 1], -_MAX_LATITUDE, _MAX_LATITUDE))
    return np.column_stack(((lonlat[:, 0] + 180.0) / 360.0, (1.0 - np.arcsinh(np.tan(lat)) / math.pi) / 2.0))


def to_point(x: float, y: float) -> Point:
    """The place on the earth of a point of the Web Mercator square."""
    return Point(math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y)))), x * 360.0 - 180.0)


def _nodes(path: Path, progress: Progress) -> Iterator[Any]:
    threads = osmium.io.ThreadPool()
    for part in parts_of(path):
        buffer = osmium.io.FileBuffer(part.content, "pbf")
        yield from _objects(osmium.FileProcessor(buffer, osmium.osm.NODE, threads))
        progress(part.share)


def _objects(processor: Any) -> Iterator[Any]:
    """The objects of a file; what the reading library says about a bad file becomes a rule's no."""
    try:
        yield from processor
    except (RuntimeError, ValueError, UnicodeDecodeError) as error:
        raise Invalid("extract.error.broken", field="file") from error


class _Reader:
    """Takes objects one by one; knows the box and how the library hands out shapes."""

    def __init__(self, box: Box) -> None:
        self._west, self._north, self._east, self._south = world_of(box)
        self._shapes = osmium.geom.WKBFactory()

    def take(self, thing: Any, found: Features) -> None:
        tags = dict(thing.tags)
        if thing.is_node():
            self._take_point(tags, Point(thing.lat, thing.lon), found)
        elif thing.is_way():
            self._take_line(tags, thing, found)
        elif thing.is_area():
            self._take_area(tags, thing, found)

    def _take_point(self, tags: dict[str, str], point: Point, found: Features) -> None:
        x, y = to_world(np.array([[point.lon, point.lat]]))[0]
        if not (self._west <= x <= self._east and self._north <= y <= self._south):
            return
        number, street = tags.get("addr:housenumber", ""), tags.get("addr:street") or tags.get("addr:place") or ""
        settlement = tags.get("addr:city") or tags.get("addr:village") or tags.get("addr:town") or ""
        for named, numbered, also in addresses_of(tags):
            found.houses += [House(named, each, point, settlement, also) for each in _numbers(numbered)]
        kind, name = landmark_of(tags), name_of(tags)
        if kind and name and (kind != "building" or _is_a_name(name)):
            found.landmarks.append(Landmark(kind, name, point, street, number, other_names_of(tags)))

    def _take_line(self, tags: dict[str, str], way: Any, found: Features) -> None:
        is_coast = tags.get("natural") == "coastline"
        kind = line_of(tags)
        if (not kind and not is_coast) or tags.get("area") == "yes":
            return
        path = self._path_of(way)
        if path is None:
            return
        if is_coast:
            found.coast.append(path)
        else:
            name = name_of(tags) if kind in STREETS or kind == "river" else ""
            also = other_names_of(tags) if name and kind in STREETS else ""
            found.lines.append(Line(kind, path, name, level_of(tags), also if also != name else ""))

    def _take_area(self, tags: dict[str, str], thing: Any, found: Features) -> None:
        kind, sought = ground_of(tags), landmark_of(tags)
        number = tags.get("addr:housenumber", "")
        closed_road = "highway" in tags and tags.get("area") != "yes" and not tags.get("area:highway")
        if closed_road or thing.is_multipolygon() is None or not (kind or sought or number):
            return
        try:
            polygons = _polygons(bytes.fromhex(self._shapes.create_multipolygon(thing)))
        except (RuntimeError, osmium.InvalidLocationError):  # a ring without a place
            return
        outer = polygons[0][0]
        if not self._meets(outer) and not any(self._meets(rings[0]) for rings in polygons):
            return
        name = name_of(tags)
        if kind:
            found.areas.append(Area(kind, polygons, name))
        if number or (sought and name):
            self._take_point(tags, to_point(*_middle(outer)), found)

    def _path_of(self, way: Any) -> Path2 | None:
        try:
            raw = bytes.fromhex(self._shapes.create_linestring(way))
            degrees = np.frombuffer(raw, "<f8", offset=9).reshape(-1, 2)
        except (RuntimeError, osmium.InvalidLocationError):  # it goes on outside the file
            degrees = np.array([(node.lon, node.lat) for node in way.nodes if node.location.valid()]).reshape(-1, 2)
        path = to_world(degrees)
        return path if len(path) > 1 and self._meets(path) else None

    def _meets(self, path: Path2) -> bool:
        west, north = path.min(axis=0)
        east, south = path.max(axis=0)
        return bool(west <= self._east and east >= self._west and north <= self._south and south >= self._north)


def _numbers(text: str) -> list[str]:
    """One entry may name several houses: "12;14", "12, 14"; "12, корп. 2" is one."""
    return [each.strip()[:20] for each in re.split(r";|,(?=\s*\d)", text) if each.strip()][:10]


def _is_a_name(text: str) -> bool:
    """A building may be called «Острова»; «12А» and «лит. Б» are no names."""
    return re.search(r"[^\W\d_]{4}", text) is not None


def _middle(ring: Path2) -> tuple[float, float]:
    """The centre of gravity of a ring; of its corners where it has no surface."""
    origin = ring[0]
    x, y = (ring - origin).T
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    surface = cross.sum()
    if abs(surface) < 1e-18:
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    cx = ((x[:-1] + x[1:]) * cross).sum() / (3 * surface)
    cy = ((y[:-1] + y[1:]) * cross).sum() / (3 * surface)
    return float(origin[0] + cx), float(origin[1] + cy)


def _polygons(raw: bytes) -> tuple[tuple[Path2, ...], ...]:
    """A multipolygon in well-known binary, little-endian: counts of four bytes, pairs of eight."""
    at, polygons = 5, []

    def count() -> int:
        nonlocal at
        at += 4
        return int.from_bytes(raw[at - 4 : at], "little")

    for _ in range(count()):
        at += 5
        rings = []
        for _ in range(count()):
            size = count()
            rings.append(to_world(np.frombuffer(raw, "<f8", count=2 * size, offset=at).reshape(-1, 2)))
            at += 16 * size
        polygons.append(tuple(rings))
    return tuple(polygons)
