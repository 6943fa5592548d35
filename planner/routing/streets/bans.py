"""Forbidden turns: a crossing gets a second self for those who come from where not everything is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from planner.routing.streets.chains import inner_nodes
from planner.routing.streets.network import Ints, Network, RoadColumns, columns_of
from planner.routing.streets.path_bans import Unfolded, with_path_bans

_Bans = Mapping[int, set[int]]
"""For an edge those that may not follow it."""


def network_of(roads: RoadColumns) -> Network:
    """What is kept of roads: the largest part in which one may get from everywhere to everywhere and back."""
    unfolded = with_path_bans(columns_of(roads), roads.ban_paths)
    first, second = np.asarray(roads.ban_from, np.int64), np.asarray(roads.ban_to, np.int64)
    network = with_bans(unfolded.network, *_of_copies(unfolded, first, second))
    return network.only(network.site[network.tail] != network.site[network.head])


def _of_copies(unfolded: Unfolded, first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """The forbidden pairs, and the same pairs of the copies of their edges."""
    if not unfolded.copies:
        return first, second
    tail, head, copies = unfolded.network.tail, unfolded.network.head, unfolded.copies
    pairs = {
        (come, go)
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
        for come in (a, *copies.get(a, ()))
        for go in (b, *copies.get(b, ()))
        if head[come] == tail[go]
    }
    one, other = np.array(sorted(pairs), np.int64).reshape(-1, 2).T
    return one, other


def with_bans(network: Network, first: Ints, second: Ints) -> Network:
    """The network in which no way takes the edge `second` right after the edge `first`, for each pair of these.

    A bus does not cheat either: where a turn is forbidden it does not turn back, on that crossing or on the next one.
    """
    if not len(first):
        return network
    bans: dict[int, set[int]] = {}
    for come, go in zip(first.tolist(), second.tolist(), strict=True):
        bans.setdefault(come, set()).add(go)
    for come in bans:
        bans[come] |= _back(network, come)
    inner = inner_nodes(network, np.arange(network.edges))
    inner[network.head[list(bans)]] = False
    parted, ends = _parted(network, bans, inner)
    back = {end: _back(parted, end) for end in ends}
    inner = np.concatenate((inner, np.zeros(parted.nodes - network.nodes, bool)))
    return _parted(parted, {end: edges for end, edges in back.items() if edges}, inner)[0]


def _back(network: Network, edge: int) -> set[int]:
    """The edges that lead back where one has come from; none at the end of a street, where one has to turn."""
    out = np.flatnonzero(network.tail == network.head[edge])
    is_back = network.site[network.head[out]] == network.site[network.tail[edge]]
    return set() if is_back.all() else {int(each) for each in out[is_back]}


def _parted(network: Network, bans: _Bans, inner: np.ndarray) -> tuple[Network, list[int]]:
    """The network with copies of crossings, and the last edges of the copied streets.

    A first edge of a ban ends in a copy of its node, at the same site. That has copies of the streets of the node but
    the forbidden ones, each as far as to the next crossing: on the way there nobody turns back.
    """
    order = np.argsort(network.tail, kind="stable")
    head = network.head.copy()
    copied: list[int] = []  # nodes
    copies: dict[tuple[int, frozenset[int]], int] = {}
    for come, forbidden in bans.items():
        key = int(network.head[come]), frozenset(forbidden)
        if key not in copies:
            copies[key] = network.nodes + len(copied)
            copied.append(key[0])
        head[come] = copies[key]
    rows: list[int] = []
    tails: list[int] = []
    heads: list[int] = []
    ends: list[int] = []
    for (node, without), copy in copies.items():
        for street in _out_of(network, node, order):
            if street in without:
                continue
            at = copy
            for edge in _street_from(network, street, order, inner):
                rows.append(edge)
                tails.append(at)
                at = network.nodes + len(copied)
                heads.append(at)
                copied.append(int(network.head[edge]))
            copied.pop()
            heads[-1] = int(head[rows[-1]])
            ends.append(network.edges + len(rows) - 1)
    return _extended(network, head, np.array(copied, np.int64), rows, tails, heads), ends


def _out_of(network: Network, node: int, order: Ints) -> list[int]:
    begin, end = np.searchsorted(network.tail, [node, node + 1], sorter=order)
    return [int(edge) for edge in order[begin:end]]


def _street_from(network: Network, edge: int, order: Ints, inner: np.ndarray) -> list[int]:
    """An edge and those that must follow it, up to the next crossing."""
    street = [edge]
    while inner[network.head[street[-1]]] and len(street) <= network.edges:
        came_from = network.site[network.tail[street[-1]]]
        out = _out_of(network, int(network.head[street[-1]]), order)
        street.append(next(each for each in out if network.site[network.head[each]] != came_from))
    return street


def _extended(
    network: Network, head: Ints, copied: Ints, rows: Sequence[int], tails: Sequence[int], heads: Sequence[int]
) -> Network:
    columns = {each.name: getattr(network, each.name) for each in fields(network)}
    for name in ("lat", "lon", "site"):
        columns[name] = np.concatenate((columns[name], columns[name][copied]))
    taken = np.concatenate((np.arange(network.edges), np.array(rows, np.int64)))
    for name in ("ms", "dm", "flags", "name", "max_weight_t", "max_height_m", "max_length_m", "season"):
        columns[name] = columns[name][taken]
    columns["tail"] = np.concatenate((network.tail, np.array(tails, np.int64)))
    columns["head"] = np.concatenate((head, np.array(heads, np.int64)))
    return Network(**columns)
