"""A map as one picture, for pages that show it without a script: our own tiles, else the city's outline, and numbered pins."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from font_roboto import RobotoMedium
from PIL import Image, ImageDraw, ImageFont

from planner.domain.geo import Point
from planner.render.colours import rgb

_TILE = 256
_LAST_ZOOM = 16
_FIRST_ZOOM = 8
_LAST_LATITUDE = 85.05
_ROOM_PX = 48
_PIN_PX = 17
_SHARP = 2
"""Twice the pixels that the page gives it, for screens that have them."""
Spot = tuple[float, float]
_LINES: Mapping[str, tuple[str, int]] = {
    "river": ("map-river", 8),
    "street": ("line", 3),
    "boundary": ("map-boundary", 2),
    "bridge": ("white", 4),
}


@dataclass(frozen=True)
class MapTiles:
    """Tiles as zoom/column/row.png in `folder`, down to the last zoom that there is."""

    folder: Path
    last_zoom: int


@dataclass(frozen=True)
class OpenPin:
    """A place on it; `colour` is a name of the palette, `number` stands in the pin, empty for a plain one."""

    point: Point
    number: str = ""
    colour: str = "blue"
    to: str = ""
    """Where a tap on it leads, on a map that takes taps."""


@dataclass(frozen=True)
class OpenGround:
    """What the pins stand on, whose data that is, and where the map looks when there is no pin."""

    middle: Point
    tiles: MapTiles | None = None
    background: Mapping[str, Any] | None = None
    source: str = ""


def draw_open_map(
    pins: Sequence[OpenPin], ground: OpenGround, *, width: int, height: int, line: Sequence[Point] = ()
) -> bytes:
    """The picture as PNG, twice as large as `width` × `height`; the same facts give the same bytes."""
    size = (width * _SHARP, height * _SHARP)
    points = [*(pin.point for pin in pins), *line] or [ground.middle]
    zoom, corner = _frame(points, size)
    picture = Image.new("RGB", size, rgb("sketch-ground" if ground.tiles is None else "map-land"))
    _draw_background(picture, ground.background, zoom, corner)
    if ground.tiles is not None:
        _paste_tiles(picture, ground.tiles, zoom, corner)
    pen = ImageDraw.Draw(picture)
    if len(line) > 1:
        pen.line([_spot(each, zoom, corner) for each in line], fill=rgb("blue"), width=4 * _SHARP, joint="curve")
    for pin in reversed(pins):
        _draw_pin(pen, pin, _spot(pin.point, zoom, corner))
    _name_source(pen, ground.source, size)
    out = BytesIO()
    picture.quantize(128).save(out, format="PNG", optimize=True)
    return out.getvalue()


def corners_of(points: Sequence[Point], *, width: int, height: int) -> tuple[Point, Point]:
    """The south-west and the north-east corner of the picture of these points."""
    size = (width * _SHARP, height * _SHARP)
    zoom, (left, top) = _frame(points, size)
    return _point((left, top + size[1]), zoom), _point((left + size[0], top), zoom)


def spots_on(points: Sequence[Point], *, width: int, height: int) -> Callable[[Point], Spot]:
    """Where the picture of these points has a point, as shares of its width and height."""
    size = (width * _SHARP, height * _SHARP)
    zoom, corner = _frame(points, size)

    def spot(point: Point) -> Spot:
        x, y = _spot(point, zoom, corner)
        return round(x / size[0], 4), round(y / size[1], 4)

    return spot


def _frame(points: Sequence[Point], size: tuple[int, int]) -> tuple[int, Spot]:
    """The nearest zoom at which all points are in the picture, and its north-west corner in pixels of that zoom."""
    zoom = _LAST_ZOOM
    while zoom > _FIRST_ZOOM:
        xs, ys = zip(*(_world(each, zoom) for each in points), strict=True)
        room = 2 * _ROOM_PX * _SHARP
        if max(xs) - min(xs) <= size[0] - room and max(ys) - min(ys) <= size[1] - room:
            break
        zoom -= 1
    xs, ys = zip(*(_world(each, zoom) for each in points), strict=True)
    return zoom, ((min(xs) + max(xs) - size[0]) / 2, (min(ys) + max(ys) - size[1]) / 2)


def _world(point: Point, zoom: int) -> Spot:
    """Web Mercator, in pixels of a zoom; drawn twice as large, a tile is 512 pixels."""
    side = _TILE * _SHARP * 2**zoom
    lat = math.radians(max(-_LAST_LATITUDE, min(_LAST_LATITUDE, point.lat)))
    return side * (point.lon + 180) / 360, side * (1 - math.asinh(math.tan(lat)) / math.pi) / 2


def _point(world: Spot, zoom: int) -> Point:
    side = _TILE * _SHARP * 2**zoom
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * world[1] / side))))
    return Point(round(lat, 6), round(world[0] / side * 360 - 180, 6))


def _spot(point: Point, zoom: int, corner: Spot) -> Spot:
    x, y = _world(point, zoom)
    return x - corner[0], y - corner[1]


def _paste_tiles(picture: Image.Image, tiles: MapTiles, zoom: int, corner: Spot) -> None:
    """Draws what tiles there are, and of these what is known. A tile of the next zoom is a quarter as large: twice as sharp."""
    finer = zoom + 1 <= tiles.last_zoom
    level, side = (zoom + 1, _TILE) if finer else (min(zoom, tiles.last_zoom), _TILE * _SHARP)
    side *= 2 ** max(0, zoom - tiles.last_zoom)
    left, top = round(corner[0]), round(corner[1])
    for column in range(left // side, (left + picture.width) // side + 1):
        for row in range(top // side, (top + picture.height) // side + 1):
            tile = _tile(tiles, level, column, row)
            if tile is not None:
                tile = tile if side == _TILE else tile.resize((side, side), Image.Resampling.BILINEAR)
                picture.paste(tile, (column * side - left, row * side - top), tile)


def _tile(tiles: MapTiles, zoom: int, column: int, row: int) -> Image.Image | None:
    try:
        with Image.open(tiles.folder / str(zoom) / str(column) / f"{row}.png") as image:
            return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _draw_background(picture: Image.Image, background: Mapping[str, Any] | None, zoom: int, corner: Spot) -> None:
    pen = ImageDraw.Draw(picture)
    for feature in (background or {}).get("features", ()):
        kind = feature.get("properties", {}).get("kind", "")
        if kind in _LINES:
            name, width = _LINES[kind]
            for ring in _rings(feature.get("geometry") or {}):
                spots = [_spot(Point(lat, lon), zoom, corner) for lon, lat, *_ in ring]
                if len(spots) > 1:
                    pen.line(spots, fill=rgb(name), width=width * _SHARP, joint="curve")


def _rings(geometry: Mapping[str, Any]) -> Sequence[Sequence[Sequence[float]]]:
    parts, kind = geometry.get("coordinates", ()), geometry.get("type")
    if kind == "LineString":
        return [parts]
    if kind == "MultiPolygon":
        return [ring for polygon in parts for ring in polygon]
    return list(parts) if kind in ("Polygon", "MultiLineString") else []


def _draw_pin(pen: ImageDraw.ImageDraw, pin: OpenPin, spot: Spot) -> None:
    radius = _PIN_PX * _SHARP * (1 if pin.number else 0.6)
    edge = 2 * _SHARP
    x, y = spot
    for size, colour in ((radius + edge, "white"), (radius, pin.colour)):
        pen.ellipse((x - size, y - size, x + size, y + size), fill=rgb(colour))
    if pin.number:
        pen.text(spot, pin.number, fill=rgb("white"), font=_font(16 * _SHARP), anchor="mm")


def _name_source(pen: ImageDraw.ImageDraw, source: str, size: tuple[int, int]) -> None:
    if not source:
        return
    font = _font(12 * _SHARP)
    left, top, right, bottom = pen.textbbox((0, 0), source, font=font)
    at = (size[0] - (right - left) - 6 * _SHARP, size[1] - (bottom - top) - 8 * _SHARP)
    pen.rectangle((at[0] - 6, at[1] - 4, size[0], size[1]), fill=rgb("white"))
    pen.text(at, source, fill=rgb("gray-text"), font=font)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(RobotoMedium, size)
