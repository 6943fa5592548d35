"""Drawing the ground of one block of tiles: areas, water, railways, roads and houses, without any text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from planner.city.extract.coast import Sea
from planner.city.extract.features import Area, Line, Path2
from planner.city.tiles.style import (
    AREAS,
    CASING,
    LAND,
    LINE_WIDTHS,
    PLAIN_ROADS,
    ROADS,
    TUNNEL_CASING,
    TUNNEL_FILL,
    WATER,
    Colour,
    at_zoom,
)

TILE = 256
FINER = 2
"""Drawn so many times larger and then made smaller, which makes edges smooth."""
_ROUND_FROM = 3.0

T = TypeVar("T", Area, Line)


class Stock:
    """Features of one sort with their boxes, so that a block of tiles finds its own quickly."""

    def __init__(self, areas: Sequence[Area], lines: Sequence[Line], sea: Sea) -> None:
        order = {kind: place for place, kind in enumerate(AREAS)}
        known = [area for area in areas if area.kind in order]
        boxes = _boxes([np.concatenate([rings[0] for rings in area.polygons]) for area in known])
        size = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
        by_kind = sorted(range(len(known)), key=lambda i: (order[known[i].kind], -size[i]))
        self.areas, self._area_boxes = [known[i] for i in by_kind], boxes[by_kind]
        self.lines, self._line_boxes = list(lines), _boxes([line.path for line in lines])
        self.sea = sea

    def areas_in(self, west: float, north: float, east: float, south: float, *, smallest: float) -> Iterable[Area]:
        """Areas that meet the box and are at least `smallest` wide or high."""
        boxes = self._area_boxes
        large = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) >= smallest
        return (self.areas[i] for i in np.flatnonzero(_meeting(boxes, west, north, east, south) & large))

    def lines_in(self, west: float, north: float, east: float, south: float) -> list[Line]:
        """Lines that meet the box."""
        return [self.lines[i] for i in np.flatnonzero(_meeting(self._line_boxes, west, north, east, south))]


@dataclass(frozen=True)
class Block:
    """A square of tiles at one zoom: its first tile and how many tiles it is wide and high."""

    zoom: int
    x: int
    y: int
    across: int
    down: int

    @property
    def world(self) -> tuple[float, float, float, float]:
        """West, north, east and south in the Web Mercator square, with room for wide lines at the edges."""
        size, room = 1 << self.zoom, 0.1
        return (
            (self.x - room) / size,
            (self.y - room) / size,
            (self.x + self.across + room) / size,
            (self.y + self.down + room) / size,
        )


def draw_ground(block: Block, stock: Stock) -> Image.Image:
    """The block as a picture of 256 pixels a tile."""
    canvas = _Canvas(block)
    for shape in stock.sea.water:
        canvas.fill([shape], WATER)
    for shape in stock.sea.islands:
        canvas.fill([shape], LAND)
    areas = list(stock.areas_in(*block.world, smallest=0.8 / (TILE << block.zoom)))
    lines = [line for line in stock.lines_in(*block.world) if canvas.width_of(line) > 0]
    for area in areas:
        if area.kind != "building":
            canvas.area(area)
    for kind in ("stream", "river", "runway"):
        canvas.plain_lines([line for line in lines if line.kind == kind and line.level >= 0])
    roads = [line for line in lines if line.kind in ROADS]
    canvas.roads([line for line in roads if line.level < 0], tunnels=True)
    for area in areas:
        if area.kind == "building":
            canvas.area(area)
    for kind in ("siding", "tram", "rail"):
        canvas.plain_lines([line for line in lines if line.kind == kind and line.level == 0])
    canvas.roads([line for line in roads if line.level == 0])
    for kind in ("tram", "rail"):
        canvas.plain_lines([line for line in lines if line.kind == kind and line.level > 0])
    canvas.roads([line for line in roads if line.level > 0])
    return canvas.picture()


class _Canvas:
    """The pixels of one block; knows how large things are at its zoom."""

    def __init__(self, block: Block) -> None:
        self._zoom = block.zoom
        self._scale = float((TILE * FINER) << block.zoom)
        self._origin = np.array([block.x, block.y]) * float(TILE * FINER)
        self._image = Image.new("RGB", (block.across * TILE * FINER, block.down * TILE * FINER), LAND)
        self._draw = ImageDraw.Draw(self._image)

    def picture(self) -> Image.Image:
        return self._image.reduce(FINER)

    def width_of(self, line: Line) -> float:
        """In pixels of a tile; 0 for what is not shown at this zoom."""
        style = ROADS.get(line.kind)
        widths = style.widths if style else LINE_WIDTHS[line.kind][1]
        return at_zoom(widths, self._zoom)

    def area(self, area: Area) -> None:
        style = AREAS[area.kind]
        if self._zoom >= style.first_zoom:
            edge = style.edge if self._zoom >= 15 else None
            for rings in area.polygons:
                self.fill(rings, style.fill, edge)

    def fill(self, rings: Sequence[Path2], fill: Colour, edge: Colour | None = None) -> None:
        """A polygon, its holes left as they were."""
        outer, *holes = (self._pixels(ring) for ring in rings)
        if len(outer) < 3:
            return
        if holes:
            self._fill_around(outer, [hole for hole in holes if len(hole) >= 3], fill)
        else:
            self._draw.polygon(_flat(outer), fill)
        if edge:
            for ring in (outer, *holes):
                self._draw.line([*_flat(ring), *_flat(ring[:1])], edge, FINER)

    def _fill_around(self, outer: NDArray[np.float64], holes: list[NDArray[np.float64]], fill: Colour) -> None:
        low = np.maximum(np.floor(outer.min(axis=0)), 0).astype(int)
        high = np.minimum(np.ceil(outer.max(axis=0)) + 1, self._image.size).astype(int)
        if (high <= low).any():
            return
        mask = Image.new("1", (int(high[0] - low[0]), int(high[1] - low[1])))
        draw = ImageDraw.Draw(mask)
        draw.polygon(_flat(outer - low), 1)
        for hole in holes:
            draw.polygon(_flat(hole - low), 0)
        self._image.paste(fill, (int(low[0]), int(low[1])), mask)

    def plain_lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._line(self._pixels(line.path), LINE_WIDTHS[line.kind][0], self.width_of(line))

    def roads(self, lines: Sequence[Line], *, tunnels: bool = False) -> None:
        """All casings first, so that roads of one level run into each other."""
        order = {kind: place for place, kind in enumerate(ROADS)}
        drawn = [(line, self._pixels(line.path)) for line in sorted(lines, key=lambda line: order[line.kind])]
        casing = at_zoom(CASING, self._zoom)
        for line, path in drawn:
            width = self.width_of(line)
            if casing and line.kind not in PLAIN_ROADS and width > 1.5:
                self._line(path, TUNNEL_CASING if tunnels else ROADS[line.kind].casing, width + 2 * casing)
        for line, path in drawn:
            width, style = self.width_of(line), ROADS[line.kind]
            thin = style.casing if width <= 1.5 and style.fill == (255, 255, 255) else style.fill
            self._line(path, TUNNEL_FILL if tunnels and line.kind not in PLAIN_ROADS else thin, width)

    def _line(self, path: NDArray[np.float64], fill: Colour, width: float) -> None:
        if len(path) < 2:
            return
        wide = width * FINER
        self._draw.line(_flat(path), fill, max(1, round(wide)))
        if wide > _ROUND_FROM:
            half = round(wide) / 2 - 0.5
            for x, y in path.tolist():
                self._draw.ellipse((x - half, y - half, x + half, y + half), fill)

    def _pixels(self, path: Path2) -> NDArray[np.float64]:
        """Where the points lie on the canvas, without those that fall on the same pixel as the one before."""
        pixels: NDArray[np.float64] = path * self._scale - self._origin
        if len(pixels) < 4:
            return pixels
        cells = np.floor(pixels / FINER)
        kept = np.ones(len(pixels), bool)
        kept[1:-1] = (cells[1:-1] != cells[:-2]).any(axis=1)
        return pixels[kept]


def _flat(points: NDArray[np.float64]) -> list[float]:
    flat: list[float] = points.ravel().tolist()
    return flat


def _boxes(paths: Sequence[Path2]) -> NDArray[np.float64]:
    return np.array([(*path.min(axis=0), *path.max(axis=0)) for path in paths]).reshape(-1, 4)


def _meeting(boxes: NDArray[np.float64], west: float, north: float, east: float, south: float) -> NDArray[np.bool_]:
    meeting: NDArray[np.bool_] = (
        (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= south) & (boxes[:, 3] >= north)
    )
    return meeting
