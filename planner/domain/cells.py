"""Squares of the map as runs of `qk`: which runs a view or a circle covers, and where a `qk` lies."""

import math
from collections.abc import Iterator

from planner.domain.geo import MAP_ZOOM, Box, Point, box_around, morton, tile_of

CELLS_IN_VIEW = 600
"""A screen of 1280 × 900 has about 320 cells of 64 pixels; what asks for more gets larger ones."""


def level_for(box: Box, zoom: int) -> int:
    """The level whose squares are 64 pixels wide at `zoom`, or the finest one with which `box` has not too many cells."""
    level = max(0, min(MAP_ZOOM, zoom + 2))
    while level > 0 and _count(box, level) > CELLS_IN_VIEW:
        level -= 1
    return level


def cells_of(box: Box, level: int) -> Iterator[tuple[int, int]]:
    """The run of `qk` (first, last) of each cell of `level` that `box` touches, row by row."""
    left, top, right, bottom = _sides(box, level)
    shift = 2 * (MAP_ZOOM - level)
    for y in range(top, bottom + 1):
        for x in range(left, right + 1):
            code = morton(x, y)
            yield code << shift, ((code + 1) << shift) - 1


def runs_around(centre: Point, radius_m: float) -> list[tuple[int, int]]:
    """At most four runs of `qk` that hold every point within `radius_m` metres of `centre`, and some more."""
    box = box_around(centre, radius_m)
    level = MAP_ZOOM
    while level > 0 and _count(box, level) > 4:
        level -= 1
    return list(cells_of(box, level))


def point_of(qk: int) -> Point:
    """The middle of the zoom-20 tile, some 12 metres from any point in it at the latitude of Blagoveshchensk."""
    size = 1 << MAP_ZOOM
    x, y = (_gathered(qk) + 0.5) / size, (_gathered(qk >> 1) + 0.5) / size
    return Point(math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y)))), x * 360 - 180)


def _sides(box: Box, level: int) -> tuple[int, int, int, int]:
    left, top = tile_of(Point(box.north, box.west), level)
    right, bottom = tile_of(Point(box.south, box.east), level)
    return left, top, right, bottom


def _count(box: Box, level: int) -> int:
    left, top, right, bottom = _sides(box, level)
    return (right - left + 1) * (bottom - top + 1)


def _gathered(value: int) -> int:
    """Every second bit of `value`, pushed together: the reverse of how `geo.morton` spreads them."""
    value &= 0x5555555555555555
    value = (value | value >> 1) & 0x3333333333333333
    value = (value | value >> 2) & 0x0F0F0F0F0F0F0F0F
    value = (value | value >> 4) & 0x00FF00FF00FF00FF
    value = (value | value >> 8) & 0x0000FFFF0000FFFF
    return (value | value >> 16) & 0x00000000FFFFFFFF
