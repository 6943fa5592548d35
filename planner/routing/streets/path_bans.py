"""Forbidden turns over more than a crossing: who comes from where one begins drives on copies of the streets up to its end."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from planner.routing.streets.network import Ints, Network


@dataclass(frozen=True)
class Unfolded:
    """A network with copies; `copies` are, for each edge of before that has any, all edges that are this one."""

    network: Network
    copies: dict[int, list[int]]


def with_path_bans(network: Network, paths: Sequence[Sequence[int]]) -> Unfolded:
    """The network in which no way drives a row of edges to its end; each of `paths` is such a row.

    The old edges keep their numbers. On the way along a row nobody turns back, as nobody does on a crossing with a ban.
    """
    if not paths:
        return Unfolded(network, {})
    made = _Unfolding(network)
    for path in paths:
        made.forbid(path)
    return made.result()


class _Unfolding:
    """Nodes and edges as lists that grow. A private node is a copy that one edge alone leads to."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._order = np.argsort(network.tail, kind="stable")
        self._tail, self._head = network.tail.tolist(), network.head.tolist()
        self._origin = list(range(network.edges))
        self._node_of: list[int] = []  # what each copied node is a copy of
        self._out: dict[int, list[int]] = {}  # of private nodes
        self._owner: dict[int, int] = {}  # the edge that made a private node
        self._copies: dict[int, list[int]] = {}

    def forbid(self, path: Sequence[int]) -> None:
        """Makes the row of edges one that cannot be driven."""
        come, *between, last = path
        for edge in [come, *self._copies.get(come, [])]:
            at: int | None = edge
            for follower in between:
                at = None if at is None else self._step(self._own_end(at), follower)
            if at is not None:
                end = self._own_end(at)
                self._out[end] = [each for each in self._out[end] if self._origin[each] != last]

    def result(self) -> Unfolded:
        """The network as it is now; what was taken from a private node is left out."""
        network, old = self._network, self._network.edges
        kept = [edge for out in self._out.values() for edge in out]
        taken = [*range(old), *sorted(kept)]
        number = {edge: place for place, edge in enumerate(taken)}
        rows = np.array([self._origin[edge] for edge in taken], np.int64)
        columns = {each.name: getattr(network, each.name) for each in fields(network)}
        copied = np.array(self._node_of, np.int64)
        for name in ("lat", "lon", "site"):
            columns[name] = np.concatenate((columns[name], columns[name][copied]))
        for name in ("ms", "dm", "flags", "name", "max_weight_t", "max_height_m", "max_length_m", "season"):
            columns[name] = columns[name][rows]
        columns["tail"] = np.array([self._tail[edge] for edge in taken], np.int64)
        columns["head"] = np.array([self._head[edge] for edge in taken], np.int64)
        copies = {edge: [number[each] for each in made if each in number] for edge, made in self._copies.items()}
        return Unfolded(Network(**columns), copies)

    def _step(self, node: int, follower: int) -> int | None:
        return next((edge for edge in self._out[node] if self._origin[edge] == follower), None)

    def _own_end(self, edge: int) -> int:
        """The private node in which the edge ends, made if it is not there yet."""
        node = self._head[edge]
        if self._owner.get(node) == edge:
            return int(node)
        if (
            node in self._out
        ):  # it belongs to another edge: what is forbidden there is forbidden here, but not the reverse
            base, onward = self._node_of[node - self._network.nodes], self._out[node]
        else:
            base, came_from = node, self._site(self._tail[edge])
            out = [int(each) for each in _out_of(self._network.tail, node, self._order)]
            onward = [each for each in out if self._site(self._head[each]) != came_from] or out
        copy = self._network.nodes + len(self._node_of)
        self._node_of.append(base)
        self._owner[copy] = edge
        self._out[copy] = [self._copied(each, copy) for each in onward]
        self._head[edge] = copy
        return copy

    def _copied(self, edge: int, tail: int) -> int:
        number = len(self._tail)
        self._tail.append(tail)
        self._head.append(self._head[edge])
        self._origin.append(self._origin[edge])
        self._copies.setdefault(self._origin[edge], []).append(number)
        return number

    def _site(self, node: int) -> int:
        at = node if node < self._network.nodes else self._node_of[node - self._network.nodes]
        return int(self._network.site[at])


def _out_of(tail: Ints, node: int, order: Ints) -> Ints:
    begin, end = np.searchsorted(tail, [node, node + 1], sorter=order)
    return order[begin:end]
