"""The quickest ways between places on streets: a table of them, or one with its edges."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from planner.routing.streets.chains import DM_BITS, Chains, weights_of
from planner.routing.streets.network import Floats, Ints, Network
from planner.routing.streets.snap import Places

_NO_PREDECESSOR = -9999  # SciPy's word
_ROWS_AT_ONCE = 200
"""Places whose distances to all junctions are held at once: some 20 MB in a city."""


class Way(NamedTuple):
    """One ride: the edges in their order, on the first from a share of its length on, on the last up to a share."""

    edges: Ints
    start_share: float
    end_share: float


class Doors(NamedTuple):
    """The ways to leave a place, or to come to it, a row for each place.

    `edge` is -1 where there is none. `place` stands in the columns of chains, `junction` is where the chain leads to (or
    comes from), `weight` what the ride to it costs, `along` the weight from the start of the chain to the place.
    """

    edge: Ints
    chain: Ints
    junction: Ints
    weight: Ints
    along: Ints
    share: Floats


@dataclass(frozen=True, eq=False)
class WayFinder:
    """Finds ways on the chains of a network. Weights are whole numbers, so that table and single ways agree exactly."""

    network: Network
    chains: Chains

    def table(self, places: Places) -> Ints:
        """The weight of the quickest way from each place to each, -1 where there is none."""
        best = np.full((len(places.metres),) * 2, np.inf)
        if np.isfinite(places.metres).any():
            leaving, coming = self._doors(places, leaving=True), self._doors(places, leaving=False)
            for first in range(0, len(best), _ROWS_AT_ONCE):
                rows = _rows(leaving, first, first + _ROWS_AT_ONCE)
                best[first : first + _ROWS_AT_ONCE] = self._rows_of_table(rows, coming)
        np.fill_diagonal(best, 0.0)
        return np.where(np.isfinite(best), best, -1).astype(np.int64)

    def _rows_of_table(self, leaving: Doors, coming: Doors) -> Floats:
        distance = self._distances(leaving, False)[0]
        best = _straight_on(leaving, coming)
        for side in range(coming.edge.shape[1]):
            there = coming.edge[:, side] >= 0
            to = np.where(there, coming.junction[:, side], 0)
            best = np.minimum(best, np.where(there, distance[:, to] + coming.weight[:, side], np.inf))
        return best

    def way(self, places: Places) -> Way | None:
        """The quickest way from the first of two places to the second, None where there is none."""
        leaving, coming = self._doors(places, leaving=True), self._doors(places, leaving=False)
        direct = _straight_on(leaving, coming)[0, 1]
        distance, before = self._distances(_rows(leaving, 0, 1), True)
        costs = np.where(
            coming.edge[1] >= 0,
            distance[0, np.where(coming.edge[1] >= 0, coming.junction[1], 0)] + coming.weight[1],
            np.inf,
        )
        if not np.isfinite(min(direct, costs.min())):
            return None
        if direct <= costs.min():
            return self._way_along_one_chain(leaving, coming)
        side = int(np.argmin(costs))
        return self._way_over_junctions(leaving, coming, side, before[0])

    def _doors(self, places: Places, *, leaving: bool) -> Doors:
        edge, share = (places.leave, places.leave_share) if leaving else (places.come, places.come_share)
        known, chains, network = np.maximum(edge, 0), self.chains, self.network
        ms, dm = np.round(share * network.ms[known]), np.round(share * network.dm[known])
        along = chains.before[known] + (ms.astype(np.int64) << DM_BITS) + dm.astype(np.int64)
        chain = chains.of[known]
        if leaving:
            return Doors(edge, chain, chains.end[chain], chains.weight[chain] - along, along, share)
        return Doors(edge, chain, chains.start[chain], along, along, share)

    def _distances(self, leaving: Doors, predecessors: bool) -> tuple[Floats, Ints]:
        """From each place to each junction. The places stand behind the junctions as nodes that nothing leads to."""
        count, junctions = len(leaving.edge), self.chains.junctions
        cost = np.where(leaving.edge >= 0, leaving.weight, np.iinfo(np.int64).max)
        same = leaving.junction[:, 0] == leaving.junction[:, 1]
        kept = leaving.edge >= 0
        kept[:, 0] &= ~(same & (cost[:, 1] < cost[:, 0]))
        kept[:, 1] &= ~(same & (cost[:, 0] <= cost[:, 1]))
        graph, rows = self.chains.graph, kept.sum(axis=1)
        # One more on each first step, taken off again below: to SciPy a step of nothing may be no step.
        extended = csr_matrix(
            (
                np.concatenate((graph.data, leaving.weight[kept] + 1.0)),
                np.concatenate((graph.indices, leaving.junction[kept])),
                np.concatenate((graph.indptr, graph.indptr[-1] + np.cumsum(rows))),
            ),
            shape=(junctions + count,) * 2,
        )
        sources = np.arange(junctions, junctions + count)
        found = dijkstra(extended, indices=sources, return_predecessors=predecessors)
        distance, before = found if predecessors else (found, np.zeros(0, np.int64))
        return distance[:, :junctions] - 1.0, before

    def _way_along_one_chain(self, leaving: Doors, coming: Doors) -> Way:
        sides = [
            (coming.along[1, to] - leaving.along[0, out], out, to)
            for out in range(leaving.edge.shape[1])
            for to in range(coming.edge.shape[1])
            if _meets(leaving, coming, out, to)
        ]
        _, out, to = min(sides)
        place, edges = self.chains.place, self.chains.edges
        first, last = place[leaving.edge[0, out]], place[coming.edge[1, to]]
        return Way(edges[first : last + 1], float(leaving.share[0, out]), float(coming.share[1, to]))

    def _way_over_junctions(self, leaving: Doors, coming: Doors, side: int, before: Ints) -> Way:
        chains = self.chains
        junctions = [int(coming.junction[1, side])]
        while (previous := int(before[junctions[-1]])) < chains.junctions:
            assert previous != _NO_PREDECESSOR
            junctions.append(previous)
        at = np.array(junctions[::-1])
        out = min(
            (int(leaving.weight[0, each]), each)
            for each in (0, 1)
            if leaving.edge[0, each] >= 0 and leaving.junction[0, each] == at[0]
        )[1]
        first, last = leaving.edge[0, out], coming.edge[1, side]
        between = chains.best_between(at[:-1], at[1:])
        parts = [
            chains.edges[chains.place[first] : chains.first[chains.of[first] + 1]],
            *(chains.edges[chains.first[chain] : chains.first[chain + 1]] for chain in between),
            chains.edges[chains.first[chains.of[last]] : chains.place[last] + 1],
        ]
        return Way(np.concatenate(parts), float(leaving.share[0, out]), float(coming.share[1, side]))


def weight_of(network: Network, way: Way) -> int:
    """What a way costs, by its edges."""
    weights = weights_of(network)[way.edges]
    return int(weights.sum() - _part(network, way.edges[0], way.start_share) - weights[-1]) + _part(
        network, way.edges[-1], way.end_share
    )


def _part(network: Network, edge: int, share: float) -> int:
    return (round(share * int(network.ms[edge])) << DM_BITS) + round(share * int(network.dm[edge]))


def _straight_on(leaving: Doors, coming: Doors) -> Floats:
    """The weight between places of one chain of which the second lies ahead, infinite for all others."""
    best = np.full((len(leaving.edge), len(coming.edge)), np.inf)
    for out in range(leaving.edge.shape[1]):
        for to in range(coming.edge.shape[1]):
            ahead = coming.along[None, :, to] - leaving.along[:, None, out]
            fits = (
                (leaving.chain[:, None, out] == coming.chain[None, :, to])
                & (leaving.edge[:, None, out] >= 0)
                & (coming.edge[None, :, to] >= 0)
                & (ahead >= 0)
            )
            best = np.minimum(best, np.where(fits, ahead, np.inf))
    return best


def _meets(leaving: Doors, coming: Doors, out: int, to: int) -> bool:
    return bool(
        leaving.edge[0, out] >= 0
        and coming.edge[1, to] >= 0
        and leaving.chain[0, out] == coming.chain[1, to]
        and coming.along[1, to] >= leaving.along[0, out]
    )


def _rows(doors: Doors, first: int, end: int) -> Doors:
    rows = slice(first, end)
    return Doors(
        doors.edge[rows],
        doors.chain[rows],
        doors.junction[rows],
        doors.weight[rows],
        doors.along[rows],
        doors.share[rows],
    )
