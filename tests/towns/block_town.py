"""A town that is written into an extract: streets with houses, a river with an island, woods, schools, bus stops.

Its south-western corner is at 50.25 N, 127.50 E; one unit is a block of 200 by 200 metres. Streets run along the sides of
blocks; the river lies south of row 0. Far in the north-east is a village with a Lenin street of its own.
"""

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import osmium
from osmium.osm.mutable import Node, Relation, Way

SOUTH, WEST = 50.25, 127.50
BLOCK_M = 200.0
LAT = math.degrees(BLOCK_M / 6_371_008.8)
LON = LAT / math.cos(math.radians(SOUTH))

ALONG = ("улица Ленина", "улица Горького", "Зейская улица", "Краснофлотская улица", "улица Муравьёва-Амурского")
"""Streets from west to east, at rows 0, 1, 2, …; the first is a main road."""
ACROSS = ("улица Калинина", "переулок Святителя Иннокентия", "улица 50 лет Октября", "улица 8 Марта", "проспект Мира")
"""Streets from south to north, at columns 0, 1, 2, …"""

RIVER = (-3.0, -0.6)
"""The rows between which the river lies, over the whole width and two blocks more on either side."""
ISLAND = (1.0, -2.2, 2.0, -1.4)
"""West, south, east, north of the island, in blocks."""


def place(column: float, row: float) -> tuple[float, float]:
    """Latitude and longitude of a point of the town."""
    return SOUTH + row * LAT, WEST + column * LON


class TownWriter:
    """Writes things by their place in blocks; nodes of equal places are one node, so that streets meet."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._at: dict[tuple[float, float], int] = {}
        self.nodes: list[Node] = []
        self.ways: list[Way] = []
        self.relations: list[Relation] = []

    def node(self, column: float, row: float, tags: Mapping[str, str] | None = None) -> int:
        """A point; with tags it is always one of its own."""
        known = self._at.get((column, row))
        if known is not None and tags is None:
            return known
        lat, lon = place(column, row)
        number = next(self._ids)
        self.nodes.append(Node(id=number, version=1, location=(lon, lat), tags=dict(tags or {})))
        if tags is None:
            self._at[column, row] = number
        return number

    def way(self, corners: Iterable[tuple[float, float]], tags: Mapping[str, str] | None = None) -> int:
        """A line through points."""
        number = next(self._ids)
        self.ways.append(Way(id=number, version=1, nodes=[self.node(*each) for each in corners], tags=dict(tags or {})))
        return number

    def rectangle(self, west: float, south: float, east: float, north: float, tags: Mapping[str, str]) -> int:
        """A closed way."""
        return self.way([(west, south), (east, south), (east, north), (west, north), (west, south)], tags)

    def relation(self, members: Sequence[tuple[int, str]], tags: Mapping[str, str]) -> None:
        """A relation of ways."""
        made = [("w", number, role) for number, role in members]
        self.relations.append(Relation(id=next(self._ids), version=1, members=made, tags=dict(tags)))

    def write(self, path: Path) -> Path:
        """The file, sorted as extracts are."""
        with osmium.SimpleWriter(str(path), overwrite=True) as writer:
            for node in self.nodes:
                writer.add_node(node)
            for way in self.ways:
                writer.add_way(way)
            for relation in self.relations:
                writer.add_relation(relation)
        return path


def write_town(path: Path, *, main_street: str = ALONG[0]) -> Path:
    """The town of the tests; the street of row 0 may be called otherwise."""
    town = TownWriter()
    for row, name in enumerate((main_street, *ALONG[1:])):
        kind = "primary" if row == 0 else "residential"
        town.way([(column, row) for column in range(len(ACROSS))], {"highway": kind, "name": name})
    for column, name in enumerate(ACROSS):
        town.way([(column, row) for row in range(len(ALONG))], {"highway": "residential", "name": name})
    _houses(town)
    _river(town)
    town.rectangle(2.1, 2.1, 2.9, 2.9, {"leisure": "park", "name": "Парк Победы"})
    school = {"amenity": "school", "name": "Школа № 5", "addr:street": "Зейская улица", "addr:housenumber": "210"}
    town.rectangle(0.2, 2.2, 0.8, 2.8, school)
    for side in (0.02, -0.02):
        town.node(1.5, side, {"highway": "bus_stop", "name": "Площадь Ленина"})
    town.node(2, 2.5, {"place": "city", "name": "Благовещенск"})
    town.node(10, 10, {"place": "village", "name": "Чигири"})
    town.way([(9, 10), (11, 10)], {"highway": "residential", "name": "улица Ленина"})
    town.node(10.1, 10.05, {"addr:street": "улица Ленина", "addr:housenumber": "3"})
    return town.write(path)


def _houses(town: TownWriter) -> None:
    """On улица Ленина 1, 3, … 31 on the northern side, 12, 12/1, 12а, 121 and «133 корп. 2»; on Горького 2, 4, … 32."""
    for index in range(16):
        west = index * 0.25 + 0.05
        tags = {"building": "yes", "addr:street": "улица Ленина", "addr:housenumber": str(2 * index + 1)}
        town.rectangle(west, 0.1, west + 0.12, 0.2, tags)
        tags = {"building": "yes", "addr:street": "улица Горького", "addr:housenumber": str(2 * index + 2)}
        town.rectangle(west, 0.8, west + 0.12, 0.9, tags)
    for index, number in enumerate(("12", "12/1", "12а", "121", "133 корп. 2")):
        town.node(0.2 + index * 0.5, -0.1, {"addr:street": "улица Ленина", "addr:housenumber": number})


def _river(town: TownWriter) -> None:
    """A multipolygon of two outer ways and an island."""
    (south, north), (west, east) = RIVER, (-2.0, len(ACROSS) + 1.0)
    first = town.way([(west, south), (east, south), (east, north)])
    second = town.way([(east, north), (west, north), (west, south)])
    left, low, right, high = ISLAND
    island = town.way([(left, low), (right, low), (right, high), (left, high), (left, low)])
    members = [(first, "outer"), (second, "outer"), (island, "inner")]
    town.relation(members, {"type": "multipolygon", "natural": "water", "name": "Амур"})
