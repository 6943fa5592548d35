"""Streets between crossings: a row of edges that can be left only at its end counts as one, and keeps its shape."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from planner.routing.streets.network import Ints, Mask, Network, distinct

DM_BITS = 24
"""A weight is milliseconds and, in its last 24 bits, decimetres: the quickest way, the shorter of two equally quick ones."""


@dataclass(frozen=True, eq=False)
class Chains:
    """Chains of edges between junctions.

    `edges` are numbers of edges, chain after chain; chain c holds `edges[first[c]:first[c + 1]]`. For each edge: `of`
    its chain, `place` where it stands in `edges`, `before` the weight from the start of the chain to that of the edge.
    For each chain: `start` and `end`, numbers of junctions, and `weight`. `graph` has the best chain between each two
    junctions, `best` its number, in the order of the graph's data.
    """

    edges: Ints
    first: Ints
    of: Ints
    place: Ints
    before: Ints
    start: Ints
    end: Ints
    weight: Ints
    graph: csr_matrix
    best: Ints

    @property
    def junctions(self) -> int:
        """How many junctions there are."""
        return int(self.graph.shape[0])

    def best_between(self, start: Ints, end: Ints) -> Ints:
        """The best chain from each junction to a neighbouring one."""
        rows = np.repeat(np.arange(self.junctions), np.diff(self.graph.indptr))
        keys = rows * self.junctions + self.graph.indices
        return self.best[np.searchsorted(keys, start * self.junctions + end)]


def weights_of(network: Network) -> Ints:
    """The weight of each edge."""
    return (network.ms << DM_BITS) + network.dm


def chains_of(network: Network, *, contracted: bool = True) -> Chains:
    """The chains of a strongly connected network; with `contracted=False` each edge is one.

    That gives the same ways, unless turns are forbidden: there it lets a bus turn back in the middle of a street.
    """
    if network.edges == 0:
        none = np.zeros(0, np.int64)
        return Chains(none, np.zeros(1, np.int64), none, none, none, none, none, none, csr_matrix((0, 0)), none)
    order, edges = _one_for_each_pair(network), network.edges
    inner = inner_nodes(network, order) if contracted else np.zeros(network.nodes, bool)
    last, steps = _ends(_followers(network, order, inner))

    rank = np.lexsort((-steps[order], last[order]))
    row = order[rank]
    chain = np.cumsum(np.concatenate(([0], np.diff(last[row]) != 0)))
    first = np.concatenate((np.flatnonzero(np.diff(chain, prepend=-1)), [len(row)]))
    weight = weights_of(network)
    before_all = np.concatenate(([0], np.cumsum(weight[row])))
    of, place, before = (np.full(edges, -1, np.int64) for _ in range(3))
    of[row], place[row], before[row] = chain, np.arange(len(row)), before_all[:-1] - before_all[first[chain]]

    junction = np.full(network.nodes, -1, np.int64)
    junction[~inner] = np.arange(np.count_nonzero(~inner))
    start, end = junction[network.tail[row[first[:-1]]]], junction[network.head[row[first[1:] - 1]]]
    total = before_all[first[1:]] - before_all[first[:-1]]
    graph, best = _graph(start, end, total, int(np.count_nonzero(~inner)))
    return Chains(row, first, of, place, before, start, end, total, graph, best)


def _one_for_each_pair(network: Network) -> Ints:
    """The edges in the order of their nodes, of several between the same two nodes the quickest."""
    order = np.lexsort((weights_of(network), network.head, network.tail))
    tail, head = network.tail[order], network.head[order]
    new = np.concatenate(([True], (np.diff(tail) != 0) | (np.diff(head) != 0)))
    return order[new]


def inner_nodes(network: Network, order: Ints) -> Mask:
    """Nodes with two neighbouring sites, between which one can only go on: in one direction, or in both."""
    tail, head, count = network.tail[order], network.head[order], max(1, network.nodes)
    sites_in, sites_out = distinct(head * count + network.site[tail]), distinct(tail * count + network.site[head])
    into, out, from_sites, to_sites, around = (
        np.bincount(node, minlength=network.nodes)
        for node in (
            head,
            tail,
            sites_in // count,
            sites_out // count,
            distinct(np.concatenate((sites_in, sites_out))) // count,
        )
    )
    inner: Mask = (around == 2) & (into == out) & (into == from_sites) & (out == to_sites)
    if inner.all():  # a single ring has no crossing: it begins somewhere
        inner[0] = False
    return inner


def _followers(network: Network, order: Ints, inner: Mask) -> Ints:
    """The edge that follows each edge in its chain; the last one of a chain follows itself."""
    follower = np.arange(network.edges)
    tail, head = network.tail[order], network.head[order]
    first_out = np.searchsorted(tail, np.arange(network.nodes))
    goes_on = np.flatnonzero(inner[head])
    at, came_from = head[goes_on], network.site[tail[goes_on]]
    one = first_out[at]
    other = np.minimum(one + 1, len(order) - 1)
    turns_back = (network.site[head[one]] == came_from) & (tail[other] == at)
    follower[order[goes_on]] = order[np.where(turns_back, other, one)]
    return follower


def _ends(follower: Ints) -> tuple[Ints, Ints]:
    """The last edge of each edge's chain, and how many edges it is ahead: found by doubling the steps."""
    last = follower
    steps = (last != np.arange(len(last))).astype(np.int64)
    while True:
        farther = last[last]
        if np.array_equal(farther, last):
            return last, steps
        steps = steps + steps[last]
        last = farther


def _graph(start: Ints, end: Ints, weight: Ints, junctions: int) -> tuple[csr_matrix, Ints]:
    order = np.lexsort((weight, end, start))
    new = np.concatenate(([True], (np.diff(start[order]) != 0) | (np.diff(end[order]) != 0)))
    best = order[new & (start[order] != end[order])]
    rows = np.concatenate(([0], np.cumsum(np.bincount(start[best], minlength=junctions))))
    graph = csr_matrix((weight[best].astype(np.float64), end[best], rows), shape=(junctions, junctions))
    return graph, best
