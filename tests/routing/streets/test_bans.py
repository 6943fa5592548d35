"""Forbidden turns: no way takes one, and no other ride gets longer than that costs."""

import heapq
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.routing.streets.bans import network_of
from planner.routing.streets.graph import TURN_FACTOR, StreetGraph
from tests.towns.metre_streets import Ban, at
from tests.towns.random_streets import ON_A_BUSY_MACHINE, Edge, roads_of, streets
from tests.towns.street_graphs import AT, graph_of, minutes

TO_1CM = 2e-4
STREET = {"highway": "residential", "maxspeed": "40"}
CROSS = {
    "w": (-300.0, 0.0),
    "e": (300.0, 0.0),
    "n": (0.0, 300.0),
    "s": (0.0, -600.0),
    "m": (0.0, 0.0),
    "x": (300.0, 300.0),
}
CROSS_STREETS = [
    ("w m", STREET | {"name": "West"}),
    ("m e", STREET | {"name": "East"}),
    ("m n", STREET | {"name": "North"}),
    ("m s", STREET | {"name": "South"}),
    ("n x e", STREET | {"name": "Around"}),
]
WEST, NORTH = at(-200, 0), at(0, 200)
AROUND = minutes((200 + 300 + 300 + 300 + 100, 40))


def ride(folder: Path, *bans: Ban, start: Point = WEST, end: Point = NORTH) -> float:
    return graph_of(folder, CROSS, CROSS_STREETS, bans=bans).route([start, end], AT).legs[0].minutes


@pytest.mark.parametrize(
    ("ban", "expected"),
    [
        (Ban("no_left_turn", "w m", "m", "m n"), AROUND),
        (Ban("only_straight_on", "w m", "m", "m e"), AROUND),
        (Ban("no_left_turn", "w m", "m", "m n", {"except": "bicycle;taxi"}), AROUND),
        (Ban("", "w m", "m", "m n", {"restriction:bus": "no_left_turn"}), AROUND),
        (Ban("no_left_turn", "w m", "m", "m n", {"except": "psv;bicycle"}), minutes((400, 40))),
        (Ban("no_left_turn", "w m", "m", "m n", {"restriction:bus": "none"}), minutes((400, 40))),
        (Ban("", "w m", "m", "m n", {"restriction:hgv": "no_left_turn"}), minutes((400, 40))),
        (Ban("no_right_turn", "w m", "m", "m s"), minutes((400, 40))),
        (Ban("no_left_turn", "m n", "m", "w m"), minutes((400, 40))),
        (Ban("only_left_turn", "w m", "m", "m n"), minutes((400, 40))),
        (Ban("no_left_turn", "w m", "m", ""), minutes((400, 40))),
        (Ban("no_left_turn", "w m", "", "m n"), minutes((400, 40))),
        (Ban("no_u_turn", "w m", "m", "w m"), minutes((400, 40))),
    ],
    ids=str,
)
def test_ride_keeps_the_signs_for_buses(tmp_path: Path, ban: Ban, expected: float) -> None:
    assert ride(tmp_path, ban) == pytest.approx(expected, rel=TO_1CM)


def test_other_directions_are_as_before(tmp_path: Path) -> None:
    ban = Ban("no_left_turn", "w m", "m", "m n")

    back, from_south = ride(tmp_path, ban, start=NORTH, end=WEST), ride(tmp_path, ban, start=at(0, -200))

    assert (back, from_south) == pytest.approx((minutes((400, 40)), minutes((400, 40))), rel=TO_1CM)


def test_stop_on_a_street_with_a_ban_is_reached_from_both_sides(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, CROSS, CROSS_STREETS, bans=[Ban("no_left_turn", "w m", "m", "m n")])

    found = graph.matrix([WEST, at(200, 0), at(0, 0), at(-50, 0), at(0, 50)], AT).minutes

    assert found[0][1:4] == pytest.approx([minutes((m, 40)) for m in (400, 200, 150)], rel=TO_1CM)
    assert [row[0] for row in found[1:]] == pytest.approx([minutes((m, 40)) for m in (400, 200, 150, 250)], rel=TO_1CM)
    # Who stands on the crossing may leave by any street.
    assert found[2][4] == pytest.approx(minutes((50, 40)), rel=1e-3)
    assert found[3][4] == pytest.approx(minutes((50 + 300 + 300 + 300 + 250, 40)), rel=TO_1CM)


def test_driver_is_told_the_allowed_way(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, CROSS, CROSS_STREETS, bans=[Ban("no_left_turn", "w m", "m", "m n")])

    told = [(turn.kind, turn.street) for turn in graph.turns([WEST, NORTH], AT)]

    assert told == [("start", "West"), ("straight", "East"), ("left", "Around"), ("left", "North"), ("arrive", "North")]


def test_saved_graph_keeps_the_bans(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, CROSS, CROSS_STREETS, bans=[Ban("no_left_turn", "w m", "m", "m n")])

    graph.save(tmp_path / "streets.npz")

    assert StreetGraph.load(tmp_path / "streets.npz").route([WEST, NORTH], AT) == graph.route([WEST, NORTH], AT)
    assert graph.nodes == len(CROSS)


@st.composite
def banned_streets(draw: st.DrawFn) -> tuple[int, list[Edge], list[tuple[int, int]]]:
    """Random streets without doubles, of which some turns are forbidden."""
    count, drawn = draw(streets())
    edges = list({(a, b): (a, b, seconds) for a, b, seconds in drawn if a != b}.values())
    turns = [(i, j) for i, one in enumerate(edges) for j, two in enumerate(edges) if one[1] == two[0]]
    return count, edges, draw(st.lists(st.sampled_from(turns), max_size=5, unique=True))


@settings(ON_A_BUSY_MACHINE, max_examples=100)
@given(banned_streets(), st.data())
def test_rides_are_the_quickest_of_those_that_are_allowed(
    drawn: tuple[int, list[Edge], list[tuple[int, int]]], data: st.DataObject
) -> None:
    count, edges, bans = drawn
    roads = roads_of(count, edges, bans)
    network = network_of(roads)
    kept = set(zip(network.site[network.tail].tolist(), network.site[network.head].tolist(), strict=True))
    assume(len(network.sites) == count and kept == {(a, b) for a, b, _ in edges})
    start = data.draw(st.sampled_from(range(len(edges))))
    others = [number for number in range(len(edges)) if number not in _both(edges, start)]
    end = data.draw(st.sampled_from(others))

    points = [_middle(roads, edges[edge]) for edge in (start, end)]
    found = StreetGraph(network).matrix(points, AT)

    expected = _quickest(edges, set(bans), start, end)
    assert found.minutes[0][1] == pytest.approx(expected / 60 * TURN_FACTOR, abs=1e-4)


def _middle(roads: object, edge: Edge) -> Point:
    lat, lon = roads.node_lat, roads.node_lon  # type: ignore[attr-defined]
    return Point(float(lat[edge[0]] + lat[edge[1]]) / 2, float(lon[edge[0]] + lon[edge[1]]) / 2)


def _quickest(edges: list[Edge], bans: set[tuple[int, int]], start: int, end: int) -> float:
    """Seconds from the middle of one street to the middle of another, in either direction, edge after edge (Dijkstra).

    Nobody turns back where one can only go on, nor at a crossing with a ban for those who come from there, nor at the
    crossing after it, except at the end of a street. A state is an edge, and whether it belongs to the street after a ban.
    """
    signs = {first for first, _ in bans}
    goals, queue = _both(edges, end), [(edges[edge][2] / 2, edge, False) for edge in _both(edges, start)]
    heapq.heapify(queue)
    done: set[tuple[int, bool]] = set()
    best = float("inf")
    while queue:
        seconds, edge, after_ban = heapq.heappop(queue)
        if (edge, after_ban) in done:
            continue
        done.add((edge, after_ban))
        tail, node, _ = edges[edge]
        onward = [number for number, other in enumerate(edges) if other[0] == node]
        passing = edge not in signs and _is_inner(edges, bans, node)
        no_return = (edge in signs or after_ban or passing) and any(edges[each][1] != tail for each in onward)
        for follower in onward:
            if (edge, follower) in bans or (no_return and edges[follower][1] == tail):
                continue
            if follower in goals:
                best = min(best, seconds + edges[follower][2] / 2)
            heapq.heappush(queue, (seconds + edges[follower][2], follower, edge in signs or (passing and after_ban)))
    return best


def _both(edges: list[Edge], edge: int) -> list[int]:
    return [number for number, other in enumerate(edges) if set(other[:2]) == set(edges[edge][:2])]


def _is_inner(edges: list[Edge], bans: set[tuple[int, int]], node: int) -> bool:
    into, out = {a for a, b, _ in edges if b == node}, {b for a, b, _ in edges if a == node}
    return len(into | out) == 2 and len(into) == len(out) and all(edges[first][1] != node for first, _ in bans)
