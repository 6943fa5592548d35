"""The nearest street to a point, and the place on it where the bus stops."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.spatial import cKDTree

from planner.domain.geo import EARTH_RADIUS_M, is_on_earth
from planner.routing.streets.network import NO_STOP, Floats, Ints, Network

_SPACING_M = 40.0
"""Between the marks on a street by which it is found."""
_AT_NODE_M = 0.5
"""A place so near to the end of a piece is that end."""


@dataclass(frozen=True)
class Plane:
    """Metres east and north around a city: true within some 50 km of its middle parallel."""

    lat: float
    lon: float

    def metres(self, lat: Floats, lon: Floats) -> Floats:
        """Rows (east, north) in metres."""
        scale = math.radians(1.0) * EARTH_RADIUS_M
        east = (np.asarray(lon) - self.lon) * scale * math.cos(math.radians(self.lat))
        return np.column_stack((east, (np.asarray(lat) - self.lat) * scale))


def plane_of(lat: Floats, lon: Floats) -> Plane:
    """The plane around these points."""
    return Plane(float(np.median(lat)), float(np.median(lon))) if len(lat) else Plane(0.0, 0.0)


class Places(NamedTuple):
    """Where points were moved to, a row each: onto an edge in one direction, and onto that of the other direction.

    The bus leaves a place along one of `leave` from the share `leave_share` of that edge on, and comes to it along one of
    `come` up to `come_share`; -1 stands for no edge, and infinite metres for no street. There are more ways to come than
    to leave where one may go on differently, by where one came from. At a crossing the bus
    stands at the end of a street that leads there, free to leave by any other, and before the first metre of one that
    leads away, free to have come by any.
    """

    leave: Ints
    leave_share: Floats
    come: Ints
    come_share: Floats
    metres: Floats
    lat: Floats
    lon: Floats

    def rows(self, numbers: list[int]) -> "Places":
        """Some of the places."""
        return Places(
            self.leave[numbers],
            self.leave_share[numbers],
            self.come[numbers],
            self.come_share[numbers],
            self.metres[numbers],
            self.lat[numbers],
            self.lon[numbers],
        )


class Pieces:
    """The straight pieces of all streets, each once whatever its directions, with marks on them to find them by."""

    def __init__(self, network: Network, usable: Ints) -> None:
        """`usable` are the edges that rides use; a point is not moved onto one where nobody gets off."""
        first = network.sites
        self._lat, self._lon = network.lat[first], network.lon[first]
        self.plane = plane_of(self._lat, self._lon)
        self.a, self.b, ahead, back = _paired(network, usable[(network.flags[usable] & NO_STOP) == 0])
        self._leave = np.column_stack((ahead[:, 0], back[:, 0]))
        self._ahead, self._back = ahead, back
        at = self.plane.metres(self._lat, self._lon)
        self.from_m, self.to_m = at[self.a], at[self.b]
        self._into = _at_most(2, network.site[network.head[usable]], usable, network.head[usable], len(first))
        self._out = _out_of_sites(network, usable)
        marks, self._owner = _marks(self.from_m, self.to_m)
        self._tree = cKDTree(marks) if len(marks) else None

    def nearest(self, lat: Floats, lon: Floats, *, within: float) -> Places:
        """The nearest place on a street to each point, if one is within so many metres; of equally near ones the first."""
        count = len(lat)
        piece, share, metres = np.full(count, -1), np.zeros(count), np.full(count, math.inf)
        for number, point in enumerate(self.plane.metres(lat, lon)):
            if self._tree is not None and is_on_earth(lat[number], lon[number]):
                piece[number], share[number], metres[number] = self._nearest(point, within)
        return self._places(piece, share, metres, np.array(lat, float), np.array(lon, float))

    def _places(self, piece: Ints, share: Floats, metres: Floats, lat: Floats, lon: Floats) -> Places:
        found = np.flatnonzero(piece >= 0)
        row, part = piece[found], share[found]
        a, b = self.a[row], self.b[row]
        lat[found] = self._lat[a] + part * (self._lat[b] - self._lat[a])
        lon[found] = self._lon[a] + part * (self._lon[b] - self._lon[a])
        each = self._ahead.shape[1]
        leave, leave_share = np.full((len(piece), 2), -1), np.zeros((len(piece), 2))
        come = np.full((len(piece), max(2 * each, self._out.shape[1])), -1)
        come_share = np.zeros(come.shape)
        leave[found], leave_share[found] = self._leave[row], np.column_stack((part, 1 - part))
        come[found, :each], come[found, each : 2 * each] = self._ahead[row], self._back[row]
        come_share[found, :each], come_share[found, each : 2 * each] = part[:, None], 1 - part[:, None]
        length = np.hypot(*(self.to_m[row] - self.from_m[row]).T)
        for is_there, site in ((part * length < _AT_NODE_M, a), ((1 - part) * length < _AT_NODE_M, b)):
            at, site = found[is_there], site[is_there]
            lat[at], lon[at] = self._lat[site], self._lon[site]
            leave[at], leave_share[at] = self._into[site], 1.0
            come[at], come_share[at] = -1, 0.0
            come[at, : self._out.shape[1]] = self._out[site]
        return Places(leave, leave_share, come, come_share, metres, lat, lon)

    def _nearest(self, point: Floats, within: float) -> tuple[int, float, float]:
        assert self._tree is not None
        distance, _ = self._tree.query(point)
        reach = min(float(distance), within + _SPACING_M / 2) + _SPACING_M / 2
        near = np.unique(self._owner[self._tree.query_ball_point(point, reach + 1e-6)])
        if not len(near):
            return -1, 0.0, math.inf
        share = shares_along(self.from_m[near], self.to_m[near], point)
        foot = self.from_m[near] + share[:, None] * (self.to_m[near] - self.from_m[near])
        metres = np.hypot(*(foot - point).T)
        best = int(np.argmin(metres))
        if metres[best] > within:
            return -1, 0.0, math.inf
        return int(near[best]), float(share[best]), float(metres[best])


def shares_along(start: Floats, end: Floats, point: Floats) -> Floats:
    """Which share of the way from `start` to `end` is nearest to `point`, by rows; 0 and 1 are the ends."""
    way = end - start
    square = np.maximum((way**2).sum(axis=-1), 1e-12)
    share: Floats = np.clip(((point - start) * way).sum(axis=-1) / square, 0.0, 1.0)
    return share


def _at_most(number: int, group: Ints, values: Ints, rank: Ints, groups: int) -> Ints:
    """Up to `number` values of each group, those of least rank, in a row each; -1 fills the rest."""
    order = np.lexsort((values, rank, group))
    sorted_group = group[order]
    place = np.arange(len(order)) - np.searchsorted(sorted_group, sorted_group)
    table = np.full((groups, number), -1)
    kept = place < number
    table[sorted_group[kept], place[kept]] = values[order][kept]
    return table


def _out_of_sites(network: Network, usable: Ints) -> Ints:
    """For each site two edges out of each of its nodes: to come to their beginning is to have come to that node.

    Two are enough: where more go off is a crossing, and there any of them will do.
    """
    by_node = _at_most(2, network.tail[usable], usable, usable, network.nodes)
    most = int(np.bincount(network.site).max()) if network.nodes else 1
    nodes = _at_most(most, network.site, np.arange(network.nodes), np.arange(network.nodes), len(network.sites))
    edges = by_node[nodes] if network.nodes else np.zeros((0, most, 2), np.int64)
    edges[nodes < 0] = -1
    return edges.reshape(len(nodes), 2 * most)


def _paired(network: Network, usable: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Both sites of each piece, the edges from the first to the second, and those back."""
    tail, head = network.site[network.tail[usable]], network.site[network.head[usable]]
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    unique, piece = np.unique(low * max(1, network.nodes) + high, return_inverse=True)
    up = tail == low
    most = max(1, *(int(np.bincount(piece[side]).max()) for side in (up, ~up) if side.any()), 1)
    weight = network.ms[usable]
    ahead, back = (_at_most(most, piece[side], usable[side], weight[side], len(unique)) for side in (up, ~up))
    return unique // max(1, network.nodes), unique % max(1, network.nodes), ahead, back


def _marks(start: Floats, end: Floats) -> tuple[Floats, Ints]:
    """Points on the pieces at most `_SPACING_M` apart and half of that from the ends, and the piece of each."""
    length = np.hypot(*(end - start).T)
    number = np.maximum(1, np.ceil(length / _SPACING_M)).astype(np.int64)
    owner = np.repeat(np.arange(len(number)), number)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(number) - number, number)
    share = (step + 0.5) / number[owner]
    marks = start[owner] + share[:, None] * (end - start)[owner]
    return marks, owner
