"""The city's own map tiles as one grey picture to draw a route on, a little darker than on a screen, which has light."""

import math
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from planner.domain.geo import Box, Point

_TILE = 256
_MOST_PX = 1100
"""Across the page: more would make the names on the tiles too small to read."""
_STRENGTH = 1.35


@dataclass(frozen=True)
class PaperTiles:
    """Tiles as zoom/column/row.png in `folder`, the area that they cover and the zooms that there are."""

    folder: Path
    box: Box
    first_zoom: int
    last_zoom: int

    def covers(self, point: Point) -> bool:
        """Whether the tiles show this place."""
        return self.box.south <= point.lat <= self.box.north and self.box.west <= point.lon <= self.box.east


def grey_picture(tiles: PaperTiles, west: float, north: float, width: float, height: float) -> bytes:
    """A JPEG of a rectangle of the map, given in widths of the whole world; white where there is no tile to read.

    The same tiles give the same bytes.
    """
    zoom = tiles.last_zoom
    while zoom > tiles.first_zoom and width * _TILE * 2**zoom > _MOST_PX:
        zoom -= 1
    world = _TILE * 2**zoom
    size = (max(1, round(width * world)), max(1, round(height * world)))
    left, top = round(west * world), round(north * world)
    picture = Image.new("L", size, 255)
    for column in range(left // _TILE, math.ceil((left + size[0]) / _TILE)):
        for row in range(top // _TILE, math.ceil((top + size[1]) / _TILE)):
            tile = _tile(tiles.folder / str(zoom) / str(column) / f"{row}.png")
            if tile is not None:
                picture.paste(tile, (column * _TILE - left, row * _TILE - top))
    out = BytesIO()
    picture.point(lambda shade: max(0, round(255 - (255 - shade) * _STRENGTH))).save(out, "JPEG", quality=80)
    return out.getvalue()


def _tile(path: Path) -> Image.Image | None:
    """One tile in grey on white; None where the file is missing or broken."""
    try:
        with Image.open(path) as image:
            drawn = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn).convert("L")
