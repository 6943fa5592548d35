"""Where the texts of the base map stand: decided for a whole zoom at once, so that none is cut and none covers another."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from font_roboto import Roboto, RobotoItalic, RobotoMedium
from PIL import ImageFont

from planner.city.extract.features import Area, Features, Path2
from planner.city.extract.file import to_world
from planner.city.tiles.canvas import TILE
from planner.city.tiles.street_names import NamedLine, Ruler, Spot, joined, map_name
from planner.city.tiles.style import DOTS, LAST_ZOOM, MAIN_STREETS, ROADS, TEXTS, Colour, at_zoom
from planner.domain.geo import Point

_CUTS = {"medium": RobotoMedium, "regular": Roboto, "italic": RobotoItalic}
_CELL = 4  # pixels: how finely one keeps track of what is taken
_APART = 260.0  # pixels between two texts with the same name
_EVERY = {"street": 420.0, "main street": 520.0, "water": 900.0}
_GREEN = frozenset({"green", "wood", "pitch", "campus"})


@dataclass(frozen=True)
class Label:
    """A text in the pixels of its zoom: its middle, its lines, and the angle in radians; a dot stands above the text."""

    style: str
    size: int
    lines: tuple[str, ...]
    x: float
    y: float
    angle: float = 0.0
    dot: Colour | None = None
    reach: float = 0.0
    """No part of it is further from the middle than this."""


@lru_cache(maxsize=64)
def font_of(cut: str, size: int) -> ImageFont.FreeTypeFont:
    """A cut of Roboto, which has Latin and Cyrillic."""
    return ImageFont.truetype(_CUTS[cut], size)


@lru_cache(maxsize=16384)
def _length(text: str, cut: str, size: int) -> float:
    return float(font_of(cut, size).getlength(text))


class Names:
    """Everything that has a name, made ready once for all zooms."""

    def __init__(self, features: Features) -> None:
        self._landmarks = features.landmarks
        self._houses = features.houses
        self._areas = [area for area in features.areas if area.name]
        self._lines = joined(features.lines)

    def place(self, zoom: int, world: tuple[float, float, float, float]) -> list[Label]:
        """The labels of one zoom within `world`, in the order of their weight."""
        scale = float(TILE << zoom)
        room = _Room(world, scale)
        labels: list[Label] = []
        for style in TEXTS:
            size = int(at_zoom(TEXTS[style].sizes, zoom))
            if size:
                for label in self._wanted(style, size, scale, room):
                    labels.append(label)
        if zoom == LAST_ZOOM:
            labels += self._bus_stops(scale, room)
        return labels

    def _wanted(self, style: str, size: int, scale: float, room: "_Room") -> Iterator[Label]:
        if style in ("city", "settlement", "quarter"):
            points = [(mark.name, mark.point) for mark in self._landmarks if mark.kind == style]
            return _at_points(points, style, size, scale, room)
        if style == "house":
            numbers = [(house.number, house.point) for house in self._houses if len(house.number) <= 8]
            return _at_points(numbers, style, size, scale, room)
        if style == "landmark":
            return self._dotted(size, scale, room)
        if style == "green":
            return _in_areas([area for area in self._areas if area.kind in _GREEN], style, size, scale, room)
        if style == "water":
            return self._waters(size, scale, room)
        wanted = MAIN_STREETS if style == "main street" else set(ROADS) - MAIN_STREETS
        return _along([line for line in self._lines if line.kind in wanted], style, size, scale, room)

    def _waters(self, size: int, scale: float, room: "_Room") -> Iterator[Label]:
        yield from _in_areas([area for area in self._areas if area.kind == "water"], "water", size, scale, room)
        rivers = [line for line in self._lines if line.kind == "river"]
        yield from _along(rivers, "water", size, scale, room)

    def _dotted(self, size: int, scale: float, room: "_Room") -> Iterator[Label]:
        for mark in self._landmarks:
            if mark.kind in DOTS and mark.kind != "bus_stop" and len(mark.name) <= 60:
                x, y = _pixel(mark.point, scale)
                label = _upright("landmark", size, mark.name, x, y, dot=DOTS[mark.kind])
                if room.takes(label, mark.name):
                    yield label

    def _bus_stops(self, scale: float, room: "_Room") -> Iterator[Label]:
        for mark in self._landmarks:
            if mark.kind == "bus_stop":
                x, y = _pixel(mark.point, scale)
                label = Label("landmark", 10, (), x, y, dot=DOTS["bus_stop"], reach=6)
                if room.takes(label, ""):
                    yield label


class _Room:
    """Which cells of a zoom are taken, and where a name stands already."""

    def __init__(self, world: tuple[float, float, float, float], scale: float) -> None:
        west, north, east, south = (side * scale for side in world)
        self._left, self._top, self._right, self._bottom = west, north, east, south
        self._taken = np.zeros((int((south - north) / _CELL) + 2, int((east - west) / _CELL) + 2), bool)
        self._spoken: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def takes(self, label: Label, name: str) -> bool:
        """Takes the room of a label, if all of it lies in the map, is free, and the name does not stand near already."""
        squares = list(_squares(label))
        if any(
            x0 < self._left or y0 < self._top or x1 > self._right or y1 > self._bottom for x0, y0, x1, y1 in squares
        ):
            return False
        if name and any(math.hypot(x - label.x, y - label.y) < _APART for x, y in self._spoken[name]):
            return False
        cells = [self._cells(square) for square in squares]
        if any(self._taken[rows, columns].any() for rows, columns in cells):
            return False
        for rows, columns in cells:
            self._taken[rows, columns] = True
        if name:
            self._spoken[name].append((label.x, label.y))
        return True

    def _cells(self, square: tuple[float, float, float, float]) -> tuple[slice, slice]:
        x0, y0, x1, y1 = square
        return (
            slice(int((y0 - self._top) / _CELL), int((y1 - self._top) / _CELL) + 1),
            slice(int((x0 - self._left) / _CELL), int((x1 - self._left) / _CELL) + 1),
        )


def _at_points(
    points: Iterable[tuple[str, Point]], style: str, size: int, scale: float, room: _Room
) -> Iterator[Label]:
    for name, point in points:
        x, y = _pixel(point, scale)
        label = _upright(style, size, name, x, y)
        if room.takes(label, name if style != "house" else ""):
            yield label


def _in_areas(areas: Iterable[Area], style: str, size: int, scale: float, room: _Room) -> Iterator[Label]:
    """A name in the middle of its area, where the area is about as wide as the name."""
    for area in areas:
        outer = max((rings[0] for rings in area.polygons), key=len)
        (west, north), (east, south) = outer.min(axis=0) * scale, outer.max(axis=0) * scale
        label = _upright(style, size, area.name, (west + east) / 2, (north + south) / 2)
        widest = max(_length(line, TEXTS[style].cut, size) for line in label.lines)
        roomy = east - west > 0.8 * widest and south - north > size * len(label.lines)
        if roomy and room.takes(label, area.name):
            yield label


def _along(lines: Sequence[NamedLine], style: str, size: int, scale: float, room: _Room) -> Iterator[Label]:
    order = {kind: place for place, kind in enumerate(ROADS)}
    for line in sorted(lines, key=lambda line: -order.get(line.kind, 0)):
        text = map_name(line.name)
        width, ruler = _length(text, TEXTS[style].cut, size), Ruler(line.path * scale)
        if ruler.length < width + 4:
            continue
        for spots in ruler.spots(width, _EVERY[style]):
            labels = (_turned(style, size, text, width, spot) for spot in spots)
            label = next((each for each in labels if room.takes(each, line.name)), None)
            if label is not None:
                yield label


def _turned(style: str, size: int, text: str, width: float, spot: Spot) -> Label:
    return Label(style, size, (text,), spot.x, spot.y, spot.angle, reach=width / 2 + size)


def _upright(style: str, size: int, text: str, x: float, y: float, *, dot: Colour | None = None) -> Label:
    cut = TEXTS[style].cut
    lines = _wrapped(text, cut, size)
    widest = max(_length(line, cut, size) for line in lines)
    return Label(style, size, lines, x, y, dot=dot, reach=max(widest / 2, size * 1.3 * (len(lines) + 1)) + size)


def _wrapped(text: str, cut: str, size: int) -> tuple[str, ...]:
    """Long names in lines, at most three of them."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer, cut, size) > size * 11 and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _squares(label: Label) -> Iterator[tuple[float, float, float, float]]:
    """What a label covers, as boxes: one for an upright text, a row of small ones for a turned text."""
    x, y, size = label.x, label.y, label.size
    if label.dot is not None:
        yield x - 5, y - 5, x + 5, y + 5
        y += 8 + len(label.lines) * size * 0.65
    if not label.lines:
        return
    width = max(_length(line, TEXTS[label.style].cut, size) for line in label.lines)
    if not label.angle:
        half = size * 0.65 * len(label.lines) + 1
        yield x - width / 2 - 3, y - half, x + width / 2 + 3, y + half
        return
    count = max(2, math.ceil(width / size))
    for step in np.linspace(-width / 2, width / 2, count):
        cx, cy = x + step * math.cos(label.angle), y + step * math.sin(label.angle)
        yield cx - size * 0.6, cy - size * 0.6, cx + size * 0.6, cy + size * 0.6


def _pixel(point: Point, scale: float) -> tuple[float, float]:
    pixels: Path2 = to_world(np.array([[point.lon, point.lat]])) * scale
    return float(pixels[0, 0]), float(pixels[0, 1])
