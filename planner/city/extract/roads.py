"""The roads of a street extract that a bus may take, as plain columns: nodes, and directed edges between them."""

import math
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import osmium
from numpy.typing import NDArray

from planner.city.extract.pbf_file import parts_of
from planner.city.extract.road_tags import CLASSES, RoadProfile, blocks, metres, profile_of, tonnes
from planner.city.extract.seasons import opened_by_season, season_of
from planner.city.extract.turn_bans import Numbers, PathBan, TurnBan, ban_of, banned_pairs, banned_paths, path_ban_of
from planner.domain.errors import Invalid
from planner.domain.geo import EARTH_RADIUS_M
from planner.domain.seasons import ALWAYS

MAX_POINTS = 4_000_000
"""Points of roads in one extract: a city has some 60,000, a large region a million."""
ROUNDABOUT, NO_STOP = 1, 2
"""Bits of `edge_flags`; nobody gets off on an edge with the second: a tunnel, a motorway."""

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
_WANTED = (
    "highway",
    "barrier",
    "ford",
    "maxheight",
    "maxweight",
    "restriction",
    "restriction:bus",
    "restriction:psv",
    "restriction:conditional",
)
_NOWHERE = 2_147_483_647  # what osmium gives for a node that the file does not hold


@dataclass(frozen=True, eq=False)
class Roads:
    """Nodes in degrees; edges go one way each, `edge_from` and `edge_to` are numbers of nodes.

    `edge_s` are seconds on a free road. `edge_class` is a place in `classes`, `edge_name` one in `names` (0: no name).
    Limits are those of the signs: tonnes and metres, infinite where there is none. After the edge `ban_from` signs forbid
    the edge `ban_to`.
    """

    node_lat: Floats
    node_lon: Floats
    edge_from: Numbers
    edge_to: Numbers
    edge_m: Floats
    edge_s: Floats
    edge_class: Bytes
    edge_flags: Bytes
    edge_name: Numbers
    edge_max_weight_t: Floats
    edge_max_height_m: Floats
    edge_max_length_m: Floats
    ban_from: Numbers
    ban_to: Numbers
    names: tuple[str, ...]
    classes: tuple[str, ...] = CLASSES
    edge_season: Bytes = field(default_factory=lambda: np.zeros(0, np.uint8))
    """A place in `seasons`; empty where every road is open all year."""
    seasons: tuple[str, ...] = (ALWAYS,)
    ban_paths: tuple[tuple[int, ...], ...] = ()
    """Rows of edges of which the last one is forbidden after all the others."""


def read_roads(path: Path, *, progress: Callable[[float], None] | None = None) -> Roads:
    """All roads of a `.osm.pbf` that a bus may take.

    `progress` is told shares from 0 to 1; what it raises ends the reading. Refuses with Invalid, field "file": a file
    that is empty, too large, no street extract, damaged, or without a single road.
    """
    found = _Found()
    for thing in _objects(path, progress or (lambda share: None)):
        if thing.is_node():
            found.take_node(thing.id, dict(thing.tags))
        elif thing.is_relation():
            found.take_relation(dict(thing.tags), thing.members)
        else:
            found.take_road(thing.id, dict(thing.tags), thing.nodes)
    if not found.profiles:
        raise Invalid("extract.error.no_roads", field="file")
    roads = _roads_of(found)
    if not len(roads.edge_from):
        raise Invalid("extract.error.no_roads", field="file")
    return roads


def _objects(path: Path, progress: Callable[[float], None]) -> Iterator[Any]:
    """Roads, and the barriers on them; the nodes of a road know where they are."""
    places = osmium.NodeLocationsForWays(osmium.index.create_map("flex_mem"))
    places.ignore_errors()
    wanted = osmium.filter.KeyFilter(*_WANTED)
    entities = osmium.osm.NODE | osmium.osm.WAY | osmium.osm.RELATION
    threads = osmium.io.ThreadPool()
    for part in parts_of(path):
        buffer = osmium.io.FileBuffer(part.content, "pbf")
        processor = osmium.FileProcessor(buffer, entities, threads).with_filter(places).with_filter(wanted)
        yield from _told(processor)
        progress(part.share)


def _told(processor: Any) -> Iterator[Any]:
    things = iter(processor)
    while True:
        try:
            thing = next(things, None)
        except (RuntimeError, ValueError) as error:  # what osmium says about a damaged file
            raise Invalid("extract.error.broken", field="file") from error
        if thing is None:
            return
        yield thing


@dataclass
class _Found:
    """What has been read: for each way its profile and the number of its points, and for all points one after another."""

    profiles: list[RoadProfile] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    refs: "array[int]" = field(default_factory=lambda: array("q"))
    x: "array[int]" = field(default_factory=lambda: array("q"))
    y: "array[int]" = field(default_factory=lambda: array("q"))
    blocked: list[int] = field(default_factory=list)
    low: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Nodes with a limit of their own: tonnes and metres of height."""
    bans: list[TurnBan] = field(default_factory=list)
    path_bans: list[PathBan] = field(default_factory=list)

    def take_node(self, ref: int, tags: dict[str, str]) -> None:
        if ("barrier" in tags or "ford" in tags) and blocks(tags):
            self.blocked.append(ref)
        limits = tonnes(tags.get("maxweight", "")), metres(tags.get("maxheight", ""))
        if min(limits) < math.inf:
            self.low[ref] = limits

    def take_relation(self, tags: dict[str, str], members: Any) -> None:
        if (ban := ban_of(tags, members)) is not None:
            self.bans.append(ban)
        elif (path := path_ban_of(tags, members)) is not None:
            self.path_bans.append(path)

    def take_road(self, ref: int, tags: dict[str, str], nodes: Any) -> None:
        """A way that a bus may use at some time of the year."""
        season = season_of(tags)
        profile = None if season is None else profile_of(opened_by_season(tags))
        if season is not None and profile is not None:
            self.take_way(ref, profile._replace(season=season), nodes)

    def take_way(self, ref: int, profile: RoadProfile, nodes: Any) -> None:
        points = [(node.ref, node.x, node.y) for node in nodes]
        if len(points) < 2:
            return
        refs, x, y = zip(*points, strict=True)
        self.ways.append(ref)
        self.profiles.append(profile)
        self.lengths.append(len(points))
        self.refs.extend(refs)
        self.x.extend(x)
        self.y.extend(y)
        if len(self.refs) > MAX_POINTS:
            raise Invalid("extract.error.too_many_nodes", field="file", thousands=MAX_POINTS // 1000)


def _roads_of(found: _Found) -> Roads:
    refs, x, y = (np.array(column, np.int64) for column in (found.refs, found.x, found.y))
    way = np.repeat(np.arange(len(found.lengths)), found.lengths)
    known = (x != _NOWHERE) & (y != _NOWHERE)
    before, after, places = _numbered(refs, np.array(found.blocked, np.int64))
    lat, lon = y[places] / 1e7, x[places] / 1e7

    start = np.flatnonzero((way[:-1] == way[1:]) & known[:-1] & known[1:] & (refs[:-1] != refs[1:]))
    a, b, of = after[start], before[start + 1], way[start]
    length = _metres_between(lat[a], lon[a], lat[b], lon[b])
    weight, height = _node_limits(found.low, refs, start)
    speed = np.array([(profile.forward_kmh, profile.backward_kmh) for profile in found.profiles])

    forward, backward = np.flatnonzero(speed[of, 0] > 0), np.flatnonzero(speed[of, 1] > 0)
    row = np.concatenate((forward, backward))
    kmh = np.concatenate((speed[of[forward], 0], speed[of[backward], 1]))
    column = _columns(found.profiles)
    tail = np.concatenate((a[forward], b[backward])).astype(np.int32)
    head = np.concatenate((b[forward], a[backward])).astype(np.int32)
    ban_from, ban_to = banned_pairs(
        found.bans, tail, head, np.array(found.ways)[of[row]], _nodes_of_bans(found, before)
    )
    seasons = tuple(dict.fromkeys((ALWAYS, *(p.season for p in found.profiles))))[:255]
    in_season = np.array([seasons.index(p.season) if p.season in seasons else 0 for p in found.profiles], np.uint8)
    names, number = np.unique(np.array(["", *(p.name for p in found.profiles)]), return_inverse=True)
    return Roads(
        node_lat=lat,
        node_lon=lon,
        edge_from=tail,
        edge_to=head,
        edge_m=length[row],
        edge_s=length[row] / (kmh / 3.6),
        edge_class=column[of[row], 0].astype(np.uint8),
        edge_flags=column[of[row], 1].astype(np.uint8),
        edge_name=number[1:][of[row]].astype(np.int32),
        edge_max_weight_t=np.minimum(column[of[row], 2], weight[row]),
        edge_max_height_m=np.minimum(column[of[row], 3], height[row]),
        edge_max_length_m=column[of[row], 4],
        ban_from=ban_from,
        ban_to=ban_to,
        names=tuple(str(name) for name in names),
        edge_season=in_season[of[row]],
        seasons=seasons,
        ban_paths=banned_paths(found.path_bans, tail, head, np.array(found.ways)[of[row]]),
    )


def _nodes_of_bans(found: _Found, number: Ints) -> dict[int, int]:
    wanted = np.array([ban.via for ban in found.bans], np.int64)
    at = np.flatnonzero(np.isin(found.refs, wanted))
    return {found.refs[place]: int(number[place]) for place in at}


def _columns(profiles: list[RoadProfile]) -> Floats:
    flags = [ROUNDABOUT * profile.roundabout + NO_STOP * profile.no_stop for profile in profiles]
    limits = [(profile.max_weight_t, profile.max_height_m, profile.max_length_m) for profile in profiles]
    return np.column_stack(([profile.kind for profile in profiles], flags, limits)).astype(np.float64)


def _numbered(refs: Ints, blocked: Ints) -> tuple[Ints, Ints, Ints]:
    """The number of each point for who comes to it and for who leaves it, and the first point of each number.

    Ways that meet in a node share its number. At a blocked node there are two for each way, so that nobody comes past.
    """
    unique, first, before = np.unique(refs, return_index=True, return_inverse=True)
    apart = np.flatnonzero(np.isin(refs, blocked))
    after = before.copy()
    before[apart] = len(unique) + np.arange(len(apart))
    after[apart] = len(unique) + len(apart) + np.arange(len(apart))
    return before, after, np.concatenate((first, apart, apart))


def _node_limits(low: dict[int, tuple[float, float]], refs: Ints, start: Ints) -> tuple[Floats, Floats]:
    """Tonnes and metres of height that the two ends of a piece of road allow."""
    own = np.full((len(refs), 2), math.inf)
    for place in np.flatnonzero(np.isin(refs, np.array(list(low), np.int64))):
        own[place] = low[int(refs[place])]
    least = np.minimum(own[start], own[start + 1])
    return least[:, 0], least[:, 1]


def _metres_between(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great circles, as `planner.domain.geo.distance_m` computes them."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    h = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    metres_between: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return metres_between
