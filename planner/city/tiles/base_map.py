"""The base map: PNG tiles of one extract, zoom 10 to 16, in the usual folders zoom/column/row."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from planner.city.extract.coast import sea_of
from planner.city.extract.features import Features
from planner.city.extract.file import Progress, world_of
from planner.city.tiles.canvas import TILE, Block, Stock, draw_ground
from planner.city.tiles.labels import Label, Names
from planner.city.tiles.palette import TRANSPARENT, with_palette
from planner.city.tiles.style import FIRST_ZOOM, LAST_ZOOM
from planner.city.tiles.text import write_labels
from planner.domain.geo import Box, Point, tile_of

_SIDE = 8  # tiles a block is wide and high: fewer seams, and most things are drawn once

World = tuple[float, float, float, float]


def count_tiles(box: Box) -> int:
    """How many tiles a base map of the box has."""
    return sum(block.across * block.down for block in _blocks(box))


def render_tiles(features: Features, box: Box, folder: Path, *, progress: Progress = lambda share: None) -> int:
    """Draws the box into `folder`, which is made, and returns how many tiles that are.

    A tile shows nothing (is transparent) outside the box. No text is cut where tiles meet, and none covers another.
    """
    world, names = world_of(box), Names(features)
    stock = Stock(features.areas, features.lines, sea_of(features.coast, world))
    blocks, labels, zoom, done = list(_blocks(box)), [], 0, 0
    for number, block in enumerate(blocks):
        progress(number / len(blocks))
        if block.zoom != zoom:
            zoom, labels = block.zoom, names.place(block.zoom, world)
        done += _write_block(block, stock, labels, world, folder)
    progress(1.0)
    return done


def empty_tile() -> bytes:
    """A tile that shows nothing, for where there is no map."""
    image = Image.new("P", (TILE, TILE))
    image.putpalette((255, 255, 255))
    return _png(image, transparency=0)


def _blocks(box: Box) -> Iterator[Block]:
    """Every tile of the box once, from far to near."""
    for zoom in range(FIRST_ZOOM, LAST_ZOOM + 1):
        left, top = tile_of(Point(box.north, box.west), zoom)
        right, bottom = tile_of(Point(box.south, box.east), zoom)
        for x in range(left, right + 1, _SIDE):
            for y in range(top, bottom + 1, _SIDE):
                yield Block(zoom, x, y, min(_SIDE, right + 1 - x), min(_SIDE, bottom + 1 - y))


def _write_block(block: Block, stock: Stock, labels: list[Label], world: World, folder: Path) -> int:
    picture = draw_ground(block, stock)
    write_labels(picture, block, labels)
    small = _cut_off(with_palette(picture), block, world)
    for column in range(block.across):
        place = folder / str(block.zoom) / str(block.x + column)
        place.mkdir(parents=True, exist_ok=True)
        for row in range(block.down):
            left, top = column * TILE, row * TILE
            tile = small.crop((left, top, left + TILE, top + TILE))
            (place / f"{block.y + row}.png").write_bytes(_png(tile, transparency=TRANSPARENT))
    return block.across * block.down


def _cut_off(picture: Image.Image, block: Block, world: World) -> Image.Image:
    """What lies outside the box is unknown, not empty land."""
    pixels, scale = np.array(picture), float(TILE << block.zoom)
    west, north, east, south = (round(side * scale) for side in world)
    left, top = block.x * TILE, block.y * TILE
    columns = np.arange(left, left + picture.width)
    rows = np.arange(top, top + picture.height)
    pixels[(rows < north) | (rows > south)] = TRANSPARENT
    pixels[:, (columns < west) | (columns > east)] = TRANSPARENT
    whole = Image.fromarray(pixels)
    palette = picture.getpalette()
    assert palette is not None
    whole.putpalette(palette)
    return whole


def _png(tile: Image.Image, *, transparency: int) -> bytes:
    out = io.BytesIO()
    tile.save(out, format="PNG", compress_level=7, transparency=transparency)
    return out.getvalue()
