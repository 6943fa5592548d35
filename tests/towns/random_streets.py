"""Random streets, crossing each other anyhow: more kinds of dead ends, rings and one-way streets than a city has."""

import random
from collections.abc import Callable, Collection

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from planner.city.extract.roads import Roads
from tests.towns.metre_streets import at

ON_A_BUSY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
"""Drawing streets takes a while, and how long says nothing about what is tested."""

Edge = tuple[int, int, int]
"""From a node to a node, in so many seconds."""


def roads_of(count: int, edges: list[Edge], bans: Collection[tuple[int, int]] = ()) -> Roads:
    """Roads between nodes on a shaken grid, so that no three of them lie in a line; `bans` are pairs of edges."""
    chance = random.Random(7)
    places = [
        at(100 * (n % 6) + chance.uniform(-30, 30), 100 * (n // 6) + chance.uniform(-30, 30)) for n in range(count)
    ]
    start, end, seconds = np.array(edges, np.int64).reshape(-1, 3).T
    nothing, no_limit = np.zeros(len(edges), np.uint8), np.full(len(edges), np.inf)
    return Roads(
        node_lat=np.array([place.lat for place in places]),
        node_lon=np.array([place.lon for place in places]),
        edge_from=start.astype(np.int32),
        edge_to=end.astype(np.int32),
        edge_m=(seconds * 10.0).astype(float),
        edge_s=seconds.astype(float),
        edge_class=nothing,
        edge_flags=nothing,
        edge_name=nothing.astype(np.int32),
        edge_max_weight_t=no_limit,
        edge_max_height_m=no_limit,
        edge_max_length_m=no_limit,
        ban_from=np.array([first for first, _ in bans], np.int32),
        ban_to=np.array([second for _, second in bans], np.int32),
        names=("",),
    )


@st.composite
def streets(draw: Callable[..., int]) -> tuple[int, list[Edge]]:
    """Some nodes in a ring, so that a largest part is there, and streets between them, one-way and both ways."""
    count = draw(st.integers(3, 24))
    seconds = st.integers(1, 60)
    ring = [(n, (n + 1) % count, draw(seconds)) for n in range(count)]
    both_ways = [(b, a, s) for a, b, s in ring if draw(st.booleans())]
    more = []
    for _ in range(draw(st.integers(0, 8))):
        a, b, s = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1)), draw(seconds)
        more += [(a, b, s), (b, a, s)] if draw(st.booleans()) else [(a, b, s)]
    return count, ring + both_ways + more


def quickest(count: int, edges: list[Edge]) -> list[list[float]]:
    """Seconds between all nodes, by trying every node as one to pass (Floyd and Warshall)."""
    table = [[0.0 if a == b else float("inf") for b in range(count)] for a in range(count)]
    for a, b, seconds in edges:
        table[a][b] = min(table[a][b], float(seconds))
    for over in range(count):
        for a in range(count):
            for b in range(count):
                table[a][b] = min(table[a][b], table[a][over] + table[over][b])
    return table
