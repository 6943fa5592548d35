"""Streets between crossings counted as one give the same rides as edge by edge, on any streets."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.routing.streets.bans import network_of
from planner.routing.streets.chains import chains_of, weights_of
from planner.routing.streets.graph import TURN_FACTOR, StreetGraph
from tests.towns.metre_streets import TOWN, TOWN_STREETS
from tests.towns.random_streets import ON_A_BUSY_MACHINE, Edge, quickest, roads_of, streets
from tests.towns.street_graphs import AT, graph_of


@settings(ON_A_BUSY_MACHINE, max_examples=150)
@given(streets())
def test_chains_hold_each_edge_once_and_end_at_junctions(drawn: tuple[int, list[Edge]]) -> None:
    network = network_of(roads_of(*drawn))

    chains = chains_of(network)

    pairs = {(int(a), int(b)) for a, b in zip(network.tail, network.head, strict=True)}
    held = [(int(network.tail[edge]), int(network.head[edge])) for edge in chains.edges]
    assert (len(held), set(held)) == (len(pairs), pairs)
    weight = weights_of(network)
    for chain in range(len(chains.start)):
        edges = chains.edges[chains.first[chain] : chains.first[chain + 1]]
        assert network.head[edges[:-1]].tolist() == network.tail[edges[1:]].tolist()
        assert chains.before[edges].tolist() == np.concatenate(([0], np.cumsum(weight[edges])[:-1])).tolist()
        assert chains.weight[chain] == weight[edges].sum()


@settings(ON_A_BUSY_MACHINE, max_examples=150)
@given(streets())
def test_rides_between_nodes_are_the_quickest_there_are(drawn: tuple[int, list[Edge]]) -> None:
    count, edges = drawn
    roads = roads_of(count, edges)
    graph = StreetGraph(network_of(roads))
    points = [Point(*place) for place in zip(roads.node_lat.tolist(), roads.node_lon.tolist(), strict=True)]

    minutes = graph.matrix(points, AT).minutes

    expected = quickest(count, [edge for edge in edges if edge[0] != edge[1]])
    assert np.array(minutes) == pytest.approx(np.array(expected) / 60 * TURN_FACTOR, abs=1e-9)


anywhere = st.builds(Point, st.floats(50.2595, 50.2645), st.floats(127.5295, 127.5385))


@settings(ON_A_BUSY_MACHINE, max_examples=200)
@given(streets(), st.lists(anywhere, min_size=1, max_size=5))
def test_contracted_and_uncontracted_streets_give_the_same_rides(
    drawn: tuple[int, list[Edge]], points: list[Point]
) -> None:
    network = network_of(roads_of(*drawn))
    contracted, edge_by_edge = StreetGraph(network), StreetGraph(network, contracted=False)

    matrices = [graph.matrix(points, AT) for graph in (contracted, edge_by_edge)]
    routes = [graph.route(points, AT) for graph in (contracted, edge_by_edge)]

    assert matrices[0] == matrices[1]
    assert routes[0].legs == routes[1].legs == matrices[0].legs(range(len(points)))


@settings(ON_A_BUSY_MACHINE, max_examples=100)
@given(streets(), st.lists(anywhere, min_size=2, max_size=2))
def test_line_of_a_ride_follows_the_streets(drawn: tuple[int, list[Edge]], points: list[Point]) -> None:
    count, edges = drawn
    roads = roads_of(count, edges)
    graph = StreetGraph(network_of(roads))

    line = graph.route(points, AT).line

    number = {
        Point(*place): n for n, place in enumerate(zip(roads.node_lat.tolist(), roads.node_lon.tolist(), strict=True))
    }
    passed = [number[point] for point in line[1:-1] if point in number]
    steps = {(a, b) for a, b, _ in edges}
    assert len(passed) == max(0, len(line) - 2)
    assert set(zip(passed, passed[1:], strict=False)) <= steps


def test_town_has_a_chain_for_each_street(tmp_path: Path) -> None:
    bends = {f"n{metres}": (float(metres), 5.0) for metres in range(100, 1000, 100)}
    bent = ("a " + " ".join(bends) + " b", TOWN_STREETS[0][1])

    graph = graph_of(tmp_path, {**TOWN, **bends}, [bent, *TOWN_STREETS[1:]])

    # Crossings are b alone, where three streets meet, and f, where one ends: at e one can only go on.
    # At a, c and d one-way and two-way streets meet, so that one may turn back there.
    assert (graph.nodes, graph.junctions) == (15, 5)
