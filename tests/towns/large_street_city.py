"""A city of any size, drawn and written as a street extract: main roads, quarters with bent streets, yards, one-way pairs."""

import math
import random
from collections.abc import Iterator
from pathlib import Path

import osmium
from osmium.osm import mutable

from planner.domain.geo import EARTH_RADIUS_M

CENTRE_LAT, CENTRE_LON = 50.275, 127.54
BLOCK_M = 185.0
_DEGREE_M = math.radians(1) * EARTH_RADIUS_M
_CLASSES = ((12, "primary", "60"), (6, "secondary", "60"), (3, "tertiary", None))


class _Drawing:
    def __init__(self, writer: osmium.SimpleWriter, seed: int) -> None:
        self._writer, self.chance = writer, random.Random(seed)
        self._node = self._way = 0
        self.ways: list[tuple[list[int], dict[str, str]]] = []

    def node(self, east: float, north: float) -> int:
        self._node += 1
        lat = CENTRE_LAT + north / _DEGREE_M
        lon = CENTRE_LON + east / (_DEGREE_M * math.cos(math.radians(CENTRE_LAT)))
        self._writer.add_node(mutable.Node(id=self._node, version=1, location=(lon, lat)))
        return self._node

    def finish(self) -> int:
        for number, (nodes, tags) in enumerate(self.ways, 1):
            self._writer.add_way(mutable.Way(id=number, version=1, nodes=nodes, tags=tags))
        return self._node


def write_city(
    path: Path, *, wide_km: float, high_km: float, seed: int = 1, bends: float = 2.0, yards: float = 0.5
) -> int:
    """Writes a city of so many kilometres with blocks of 185 m; returns the number of its nodes.

    `bends` is the mean number of nodes between two crossings, `yards` the share of blocks with a way into the yard. A
    river without a street crosses the city, with four bridges.
    """
    columns, rows = int(wide_km * 1000 / BLOCK_M), int(high_km * 1000 / BLOCK_M)
    river = rows // 3
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        drawing = _Drawing(writer, seed)
        chance = drawing.chance
        east = [(column - columns / 2) * BLOCK_M for column in range(columns + 1)]
        north = [(row - rows / 2) * BLOCK_M for row in range(rows + 1)]
        crossing = [[drawing.node(x + chance.gauss(0, 12), y + chance.gauss(0, 12)) for x in east] for y in north]
        for row in range(rows + 1):
            tags = _tags(row, f"{row + 1}-я Поперечная улица")
            for start, end in _runs(columns, chance):
                nodes = [crossing[row][start]]
                for column in range(start, end):
                    nodes += _bends(drawing, east[column], north[row], BLOCK_M, 0, bends)
                    nodes.append(crossing[row][column + 1])
                drawing.ways.append((nodes, tags))
        for column in range(columns + 1):
            tags = _tags(column, f"{column + 1}-я Продольная улица")
            for start, end in _runs(rows, chance):
                nodes = [crossing[start][column]]
                for row in range(start, end):
                    if row == river and column % max(1, columns // 4) != columns // 8:
                        drawing.ways.append((nodes, tags))
                        nodes = []
                    else:
                        nodes += _bends(drawing, east[column], north[row], 0, BLOCK_M, bends)
                    nodes.append(crossing[row + 1][column])
                drawing.ways.append((nodes, tags))
        for row in range(rows):
            for column in range(columns):
                if row != river and chance.random() < yards:
                    into = [crossing[row][column]]
                    into += [drawing.node(east[column] + 30 * n, north[row] + 25 * n) for n in range(1, 4)]
                    drawing.ways.append((into, {"highway": "service"}))
        drawing.ways = [(nodes, tags) for nodes, tags in drawing.ways if len(nodes) > 1]
        return drawing.finish()


def _tags(number: int, name: str) -> dict[str, str]:
    for every, kind, limit in _CLASSES:
        if number % every == 0:
            return {"highway": kind, "name": name} | ({"maxspeed": limit} if limit else {})
    oneway = {"oneway": "yes" if number % 2 else "-1"} if number % 5 == 2 else {}
    return {"highway": "residential", "name": name} | oneway


def _runs(count: int, chance: random.Random) -> Iterator[tuple[int, int]]:
    """A street comes in ways of a few blocks, and here and there a block is missing."""
    at = 0
    while at < count:
        end = min(count, at + chance.randint(2, 8))
        yield at, end
        at = end + (1 if chance.random() < 0.15 and end < count - 1 else 0)


def _bends(drawing: _Drawing, x: float, y: float, dx: float, dy: float, mean: float) -> list[int]:
    chance = drawing.chance
    number = min(8, int(chance.expovariate(1 / (mean + 0.5))))
    shares = [(n + 1) / (number + 1) for n in range(number)]
    return [drawing.node(x + share * dx + chance.gauss(0, 8), y + share * dy + chance.gauss(0, 8)) for share in shares]
