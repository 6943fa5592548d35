"""The streets as columns: what a reader of maps gives, what is kept of it, and how that is written to disk."""

import zipfile
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from planner.domain.errors import Conflict, Invalid
from planner.domain.seasons import is_open

PROFILE_VERSION = 3
"""Goes up whenever speeds, rules of access or the columns change: a graph of another version is made anew."""
_TEXTS = ("names", "seasons")
ROUNDABOUT, NO_STOP = 1, 2
"""Bits of the flags of an edge; nobody gets off on an edge with the second: a tunnel, a motorway."""

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


class RoadColumns(Protocol):
    """Roads as a reader of maps gives them: nodes in degrees, and edges that go one way each.

    Limits are tonnes and metres, infinite where there is none; `edge_name` is a place in `names`, 0 for no name. Right
    after the edge `ban_from` the edge `ban_to` is forbidden.
    """

    @property
    def node_lat(self) -> NDArray[np.float64]: ...
    @property
    def node_lon(self) -> NDArray[np.float64]: ...
    @property
    def edge_from(self) -> NDArray[np.int32]: ...
    @property
    def edge_to(self) -> NDArray[np.int32]: ...
    @property
    def edge_m(self) -> NDArray[np.float64]: ...
    @property
    def edge_s(self) -> NDArray[np.float64]: ...
    @property
    def edge_flags(self) -> NDArray[np.uint8]: ...
    @property
    def edge_name(self) -> NDArray[np.int32]: ...
    @property
    def edge_max_weight_t(self) -> NDArray[np.float64]: ...
    @property
    def edge_max_height_m(self) -> NDArray[np.float64]: ...
    @property
    def edge_max_length_m(self) -> NDArray[np.float64]: ...
    @property
    def ban_from(self) -> NDArray[np.int32]: ...
    @property
    def ban_to(self) -> NDArray[np.int32]: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    @property
    def edge_season(self) -> NDArray[np.uint8]: ...
    @property
    def seasons(self) -> tuple[str, ...]: ...
    @property
    def ban_paths(self) -> tuple[tuple[int, ...], ...]: ...


@dataclass(frozen=True)
class Vehicle:
    """How heavy, high and long the bus is; streets with a smaller limit are not taken, 0 is not asked."""

    weight_t: float = 0.0
    height_m: float = 0.0
    length_m: float = 0.0


@dataclass(frozen=True, eq=False)
class Network:
    """Streets of which each can be reached from each other; whole milliseconds and decimetres, so that sums are exact.

    `tail` and `head` are the nodes of an edge. Nodes of one `site` are one crossing, of which each lets go on to where one
    may from the edges that end in it.
    """

    lat: Floats
    lon: Floats
    site: Ints
    tail: Ints
    head: Ints
    ms: Ints
    dm: Ints
    flags: NDArray[np.uint8]
    name: Ints
    max_weight_t: Floats
    max_height_m: Floats
    max_length_m: Floats
    season: NDArray[np.uint8]
    names: tuple[str, ...]
    seasons: tuple[str, ...]

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.lat)

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return len(self.tail)

    @cached_property
    def sites(self) -> Ints:
        """The first node of each site."""
        return np.unique(self.site, return_index=True)[1]

    @cached_property
    def neighbours(self) -> Ints:
        """How many sites each site is joined to, in whatever direction."""
        return neighbours_of(self.site[self.tail], self.site[self.head], self.nodes)

    @cached_property
    def leads_off(self) -> Mask:
        """Sites from which a street goes off that is no roundabout."""
        found = np.zeros(self.nodes, bool)
        found[self.site[self.tail[(self.flags & ROUNDABOUT) == 0]]] = True
        return found

    def only(self, kept: Mask) -> "Network":
        """The network of these edges, without the parts that cannot be reached from the largest one or be left to it."""
        return _largest_part(self._edges(np.flatnonzero(kept)))

    def passable(self, vehicle: Vehicle) -> Mask:
        """Which edges a vehicle may take."""
        fits: Mask = (
            (self.max_weight_t >= vehicle.weight_t)
            & (self.max_height_m >= vehicle.height_m)
            & (self.max_length_m >= vehicle.length_m)
        )
        return fits

    def shut_on(self, day: date) -> tuple[int, ...]:
        """The seasons in which a day is not: places in `seasons`."""
        return tuple(number for number, season in enumerate(self.seasons) if not is_open(season, day))

    def save(self, path: Path) -> None:
        """Writes the columns as a NumPy archive; a file that is there is replaced at once when all is written."""
        columns = {each.name: getattr(self, each.name) for each in fields(self) if each.name not in _TEXTS}
        texts = {name: np.frombuffer("\0".join(getattr(self, name)).encode(), np.uint8) for name in _TEXTS}
        unfinished = path.with_name(path.name + ".part")
        with unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, version=np.array(PROFILE_VERSION), **texts, **columns)
        unfinished.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Network":
        """Reads what `save` wrote; Conflict for a file of another version, Invalid for one that is none."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                columns = {key: archive[key] for key in archive.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
            raise Invalid("extract.error.graph_broken") from error
        if int(columns.pop("version", -1)) != PROFILE_VERSION:
            raise Conflict("extract.error.graph_outdated")
        wanted = {each.name for each in fields(cls)}
        if columns.keys() != wanted:
            raise Invalid("extract.error.graph_broken")
        texts = {name: tuple(columns.pop(name).tobytes().decode().split("\0")) for name in _TEXTS}
        return cls(**columns, names=texts["names"], seasons=texts["seasons"])

    def _edges(self, rows: Ints) -> "Network":
        return Network(
            lat=self.lat,
            lon=self.lon,
            site=self.site,
            tail=self.tail[rows],
            head=self.head[rows],
            ms=self.ms[rows],
            dm=self.dm[rows],
            flags=self.flags[rows],
            name=self.name[rows],
            max_weight_t=self.max_weight_t[rows],
            max_height_m=self.max_height_m[rows],
            max_length_m=self.max_length_m[rows],
            season=self.season[rows],
            names=self.names,
            seasons=self.seasons,
        )


def distinct(values: Ints) -> Ints:
    """The values in their order, each once; by sorting, which takes an eighth of the time of `numpy.unique`."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def neighbours_of(tail: Ints, head: Ints, count: int) -> Ints:
    """How many others each of `count` numbers is joined to by edges, in whatever direction."""
    pairs = distinct(np.minimum(tail, head) * max(1, count) + np.maximum(tail, head))
    ends = np.concatenate((pairs // max(1, count), pairs % max(1, count)))
    return np.bincount(ends, minlength=count)


def columns_of(roads: RoadColumns) -> Network:
    """All roads as a network, with parts that are not joined and with turns that are forbidden."""
    return Network(
        lat=np.asarray(roads.node_lat, np.float64),
        lon=np.asarray(roads.node_lon, np.float64),
        site=np.arange(len(roads.node_lat)),
        tail=np.asarray(roads.edge_from, np.int64),
        head=np.asarray(roads.edge_to, np.int64),
        ms=np.maximum(1, np.round(np.asarray(roads.edge_s) * 1000)).astype(np.int64),
        dm=np.round(np.asarray(roads.edge_m) * 10).astype(np.int64),
        flags=np.asarray(roads.edge_flags, np.uint8),
        name=np.asarray(roads.edge_name, np.int64),
        max_weight_t=np.asarray(roads.edge_max_weight_t, np.float64),
        max_height_m=np.asarray(roads.edge_max_height_m, np.float64),
        max_length_m=np.asarray(roads.edge_max_length_m, np.float64),
        season=_seasons_of(roads),
        names=tuple(roads.names),
        seasons=tuple(roads.seasons),
    )


def _seasons_of(roads: RoadColumns) -> NDArray[np.uint8]:
    given = np.asarray(roads.edge_season, np.uint8)
    return given if len(given) else np.zeros(len(roads.edge_from), np.uint8)


def _largest_part(network: Network) -> Network:
    """The largest strongly connected part, its nodes numbered anew; no nodes where nothing leads to and fro."""
    ones = np.ones(network.edges)
    graph = csr_matrix((ones, (network.tail, network.head)), shape=(network.nodes, network.nodes))
    count, part = (
        connected_components(graph, directed=True, connection="strong") if network.nodes else (0, np.array([]))
    )
    inside = part == np.argmax(np.bincount(part, minlength=1)) if count else np.zeros(0, bool)
    rows = np.flatnonzero(inside[network.tail] & inside[network.head])
    used = distinct(np.concatenate((network.tail[rows], network.head[rows])))
    number = np.full(network.nodes, -1, np.int64)
    number[used] = np.arange(len(used))
    kept = network._edges(rows)
    site = np.unique(network.site[used], return_inverse=True)[1]
    moved = {"lat": network.lat[used], "lon": network.lon[used], "site": site}
    moved |= {"tail": number[kept.tail], "head": number[kept.head]}
    return Network(**{each.name: moved.get(each.name, getattr(kept, each.name)) for each in fields(kept)})
