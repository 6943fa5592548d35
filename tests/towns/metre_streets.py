"""Towns drawn in metres for tests, written as a street extract by pyosmium."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import osmium
from osmium.osm import mutable

from planner.domain.geo import EARTH_RADIUS_M, Point

CENTRE = Point(50.26, 127.53)
_DEGREE_M = math.radians(1) * EARTH_RADIUS_M

Metres = tuple[float, float]
"""East and north of the centre."""
Street = tuple[str, Mapping[str, str]]
"""The names of the nodes of a way, in a row, and its tags."""


class Ban(NamedTuple):
    """A relation about a turn from a street over a node into a street, named as in the list of streets.

    `via` may name streets instead, with commas between them.
    """

    kind: str
    come: str
    via: str
    go: str
    tags: Mapping[str, str] = {}


TOWN: Mapping[str, Metres] = {
    "a": (0, 0),
    "b": (1000, 0),
    "c": (1000, -200),
    "d": (0, -200),
    "e": (1000, 1000),
    "f": (0, 1000),
}
"""Two one-way streets south of a river that flows at 500 m north, a bridge in the east, a street on the other bank."""

TOWN_STREETS: Sequence[Street] = (
    ("a b", {"highway": "tertiary", "name": "улица Ленина", "maxspeed": "40", "oneway": "yes"}),
    ("c d", {"highway": "tertiary", "name": "улица Горького", "maxspeed": "40", "oneway": "yes"}),
    ("b c", {"highway": "residential", "name": "Театральная улица", "maxspeed": "20"}),
    ("d a", {"highway": "residential", "name": "Зейская улица", "maxspeed": "20"}),
    ("b e", {"highway": "secondary", "name": "мост", "maxspeed": "60", "maxweight": "10", "bridge": "yes"}),
    ("e f", {"highway": "primary", "name": "Северная улица", "maxspeed": "60"}),
)


def at(east: float, north: float) -> Point:
    """The place so many metres from the centre, true along the meridian and along the parallel of the centre."""
    return Point(CENTRE.lat + north / _DEGREE_M, CENTRE.lon + east / (_DEGREE_M * math.cos(math.radians(CENTRE.lat))))


def write_extract(
    path: Path,
    places: Mapping[str, Metres] = TOWN,
    streets: Sequence[Street] = TOWN_STREETS,
    nodes: Mapping[str, Mapping[str, str]] | None = None,
    bans: Sequence[Ban] = (),
) -> Path:
    """Writes a town; `nodes` are the tags of nodes. A street may name nodes that have no place: they are not written."""
    numbers = {
        name: number for number, name in enumerate(dict.fromkeys(" ".join(way for way, _ in streets).split()), 1)
    }
    with osmium.SimpleWriter(str(path), overwrite=True) as writer:
        for name, number in numbers.items():
            if name in places:
                point = at(*places[name])
                tags = dict((nodes or {}).get(name, {}))
                writer.add_node(mutable.Node(id=number, version=1, location=(point.lon, point.lat), tags=tags))
        for number, (way, way_tags) in enumerate(streets, 1):
            refs = [numbers[name] for name in way.split()]
            writer.add_way(mutable.Way(id=number, version=1, nodes=refs, tags=dict(way_tags)))
        ways = [way for way, _ in streets]
        for number, ban in enumerate(bans, 1):
            over = [("w", each, "via") for each in ban.via.split(", ")] if " " in ban.via else [("n", ban.via, "via")]
            roles = [("w", ban.come, "from"), *over, ("w", ban.go, "to")]
            members = [
                (kind, ways.index(name) + 1 if kind == "w" else numbers[name], role)
                for kind, name, role in roles
                if name
            ]
            tags = {"type": "restriction"} | ({"restriction": ban.kind} if ban.kind else {}) | dict(ban.tags)
            writer.add_relation(mutable.Relation(id=number, version=1, members=members, tags=tags))
    return path
