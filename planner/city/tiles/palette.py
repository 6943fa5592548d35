"""One palette of 256 colours for every tile: small files, and no seam where one block of tiles meets the next."""

import itertools
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from planner.city.tiles.style import (
    AREAS,
    HALO,
    LAND,
    LINE_WIDTHS,
    ROADS,
    TEXTS,
    TUNNEL_CASING,
    TUNNEL_FILL,
    WATER,
    Colour,
)

TRANSPARENT = 255
"""The place in the palette that shows nothing."""
_STEP = 2  # bits of each channel that are left out when a colour is looked up


def plain_colours() -> list[Colour]:
    """Every colour of the style that fills something; these come out of a tile exactly as they went in."""
    fills = [LAND, WATER, HALO, TUNNEL_FILL, TUNNEL_CASING, *(style.fill for style in AREAS.values())]
    fills += [style.edge for style in AREAS.values() if style.edge]
    fills += [each for road in ROADS.values() for each in (road.fill, road.casing)]
    fills += [line for line, _ in LINE_WIDTHS.values()]
    return list(dict.fromkeys(fills))


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The palette, and for each cell of the colour cube the nearest colour in it."""
    plain = plain_colours()
    texts = list(dict.fromkeys(text.colour for text in TEXTS.values()))
    mixed = [
        _mix(a, b, share) for a in texts for b in (HALO, LAND, AREAS["building"].fill) for share in (0.25, 0.5, 0.75)
    ]
    mixed += [_mix(a, b, 0.5) for a, b in itertools.product(plain, (LAND, HALO, WATER))]
    mixed += [
        _mix(road.casing, other, 0.5) for road in ROADS.values() for other in (LAND, road.fill, AREAS["homes"].fill)
    ]
    mixed += [(grey, grey, grey) for grey in range(80, 256, 16)]
    palette = np.array(_spread_out([*plain, *texts, *mixed])[:TRANSPARENT], np.int32)
    side = 1 << (8 - _STEP)
    centres = (np.arange(side) << _STEP) + (1 << (_STEP - 1))
    cube = np.stack(np.meshgrid(centres, centres, centres, indexing="ij"), -1).reshape(-1, 3)
    # Eyes see a difference in green best and in blue least. The square of a difference is written out: it is one product.
    weights = np.sqrt(np.array([3.0, 5.0, 2.0], np.float32))
    wanted, given = cube * weights, palette * weights
    halves = [(given**2).sum(1) - 2 * part @ given.T for part in np.array_split(wanted, 32)]
    nearest = np.concatenate([half.argmin(1) for half in halves]).astype(np.uint8)
    for index, (r, g, b) in reversed(list(enumerate(palette[: len(plain)].tolist()))):
        nearest[(r >> _STEP) << 2 * (8 - _STEP) | (g >> _STEP) << (8 - _STEP) | b >> _STEP] = index
    return palette.astype(np.uint8), nearest


def with_palette(image: Image.Image) -> Image.Image:
    """The same picture in the palette of all tiles."""
    palette, nearest = _table()
    pixels = np.asarray(image)
    cells = pixels[..., 0].astype(np.uint32) >> _STEP
    for channel in (1, 2):
        cells = (cells << (8 - _STEP)) | (pixels[..., channel] >> _STEP)
    small = Image.fromarray(nearest[cells])
    small.putpalette(palette.tobytes().ljust(3 * 256, b"\xff"))  # PNG forgets what is beyond the end of a palette
    return small


def _mix(a: Colour, b: Colour, share: float) -> Colour:
    r, g, blue = (round(x * share + y * (1 - share)) for x, y in zip(a, b, strict=True))
    return r, g, blue


def _spread_out(colours: list[Colour]) -> list[Colour]:
    """The colours without those that nobody can tell from an earlier one."""
    kept: list[Colour] = []
    for each in colours:
        if all(max(abs(x - y) for x, y in zip(each, other, strict=True)) > 2 for other in kept):
            kept.append(each)
    return kept
