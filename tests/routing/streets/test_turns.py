"""What the driver reads: where to turn, into which street, and for how many metres."""

from pathlib import Path

import pytest

from planner.domain.geo import Point, distance_m
from planner.routing.streets.graph import StreetGraph
from tests.towns.metre_streets import at
from tests.towns.street_graphs import AT, graph_of

STREET = {"highway": "tertiary"}


def lines(graph: StreetGraph, *points: Point) -> list[str]:
    """The turn list as text, metres in tens."""
    return [
        f"{turn.kind}{'' if turn.exit is None else f' {turn.exit}'} {turn.street or '-'} {round(turn.metres, -1):.0f}"
        for turn in graph.turns(points, AT)
    ]


def test_turns_through_the_town_are_told(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)

    assert lines(graph, at(200, 0), at(500, 1000)) == [
        "start улица Ленина 800",
        "left мост 1000",
        "left Северная улица 500",
        "arrive Северная улица 0",
    ]
    assert lines(graph, at(800, 0), at(200, 0)) == [
        "start улица Ленина 200",
        "right Театральная улица 200",
        "right улица Горького 1000",
        "right Зейская улица 200",
        "right улица Ленина 200",
        "arrive улица Ленина 0",
    ]


def test_turn_stands_where_it_is_made(tmp_path: Path) -> None:
    turns = graph_of(tmp_path).turns([at(200, 0), at(500, 1000)], AT)

    places = [at(200, 0), at(1000, 0), at(1000, 1000), at(500, 1000)]
    assert [distance_m(turn.point, place) < 0.1 for turn, place in zip(turns, places, strict=True)] == [True] * 4


def test_each_leg_has_a_start_and_an_arrival(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)

    assert lines(graph, at(200, 0), at(400, 0), at(800, 0)) == [
        "start улица Ленина 200",
        "arrive улица Ленина 0",
        "start улица Ленина 400",
        "arrive улица Ленина 0",
    ]


def test_bus_that_leaves_a_stop_the_way_it_came_has_to_turn_round(tmp_path: Path) -> None:
    graph = graph_of(tmp_path)

    assert lines(graph, at(800, 0), at(1000, 500), at(1000, -100)) == [
        "start улица Ленина 200",
        "left мост 500",
        "arrive мост 0",
        "start мост 0",
        "u_turn мост 500",
        "straight Театральная улица 100",
        "arrive Театральная улица 0",
    ]
    assert "u_turn" not in " ".join(lines(graph, at(800, 0), at(1000, 500), at(900, 1000)))


def test_two_stops_at_one_place_have_a_start_and_an_arrival(tmp_path: Path) -> None:
    turns = graph_of(tmp_path).turns([at(200, 0), at(200, 0)], AT)

    assert [(turn.kind, turn.metres) for turn in turns] == [("start", 0.0), ("arrive", 0.0)]


def test_metres_of_the_turns_are_those_of_the_ride(tmp_path: Path) -> None:
    graph, points = graph_of(tmp_path), [at(800, 0), at(200, 0), at(500, 1000), at(1000, 500)]

    metres = sum(turn.metres for turn in graph.turns(points, AT))

    assert metres == pytest.approx(1000 * sum(leg.km for leg in graph.route(points, AT).legs), abs=1)


def cross(**tags: dict[str, str]) -> tuple[dict[str, tuple[float, float]], list[tuple[str, dict[str, str]]]]:
    """Four streets that meet at m; `tags` are more of each."""
    places = {"w": (-300.0, 0.0), "e": (300.0, 0.0), "n": (0.0, 300.0), "s": (0.0, -300.0), "m": (0.0, 0.0)}
    named = {"w": "West", "e": "East", "n": "North", "s": "South"}
    return places, [(f"{end} m", STREET | {"name": name} | tags.get(end, {})) for end, name in named.items()]


@pytest.mark.parametrize(
    ("end", "line"),
    [((0, 200), "left North 200"), ((0, -200), "right South 200"), ((200, 0), "straight East 200")],
)
def test_turn_at_a_crossing_is_left_right_or_straight(tmp_path: Path, end: tuple[float, float], line: str) -> None:
    graph = graph_of(tmp_path, *cross())

    assert lines(graph, at(-200, 0), at(*end)) == ["start West 200", line, f"arrive {line.split()[1]} 0"]


def test_street_that_keeps_its_name_and_goes_straight_on_is_one_line(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, *cross(e={"name": "West"}))

    assert lines(graph, at(-200, 0), at(200, 0)) == ["start West 400", "arrive West 0"]


def test_bend_without_a_crossing_is_no_turn(tmp_path: Path) -> None:
    places = {"a": (0, 0), "b": (300, 0), "c": (300, 300)}
    graph = graph_of(tmp_path, places, [("a b c", STREET | {"name": "Bent"})])

    assert lines(graph, at(100, 0), at(300, 200)) == ["start Bent 400", "arrive Bent 0"]


def test_street_of_the_same_name_around_a_corner_is_a_turn(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, *cross(n={"name": "West"}))

    assert lines(graph, at(-200, 0), at(0, 200)) == ["start West 200", "left West 200", "arrive West 0"]


def test_short_piece_without_a_name_counts_to_the_street_it_leads_to(tmp_path: Path) -> None:
    places = {"a": (0, 0), "b": (200, 0), "c": (200, 30), "d": (200, 300), "e": (400, 0)}
    ways = [("a b e", STREET | {"name": "Main"}), ("b c", STREET), ("c d", STREET | {"name": "Side"})]
    graph = graph_of(tmp_path, places, ways)

    assert lines(graph, at(100, 0), at(200, 200)) == ["start Main 100", "left Side 200", "arrive Side 0"]


def test_end_of_a_street_turns_a_bus_back(tmp_path: Path) -> None:
    places = {"a": (0, 0), "b": (400, 0), "c": (400, 20), "d": (0, 20)}
    oneway = STREET | {"oneway": "yes"}
    ways = [
        ("a b", oneway | {"name": "Prospekt"}),
        ("b c", STREET),
        ("c d", oneway | {"name": "Prospekt"}),
        ("d a", STREET),
    ]
    ways += [("b x", STREET), ("c y", STREET)]
    graph = graph_of(tmp_path, places | {"x": (500, 0), "y": (500, 20)}, ways)

    assert lines(graph, at(100, -5), at(100, 25)) == ["start Prospekt 300", "u_turn Prospekt 320", "arrive Prospekt 0"]


RING = {"r1": (0.0, -30.0), "r2": (30.0, 0.0), "r3": (0.0, 30.0), "r4": (-30.0, 0.0)}
ROUNDABOUT = (
    {**RING, "s": (0.0, -300.0), "e": (300.0, 0.0), "n": (0.0, 300.0), "w": (-300.0, 0.0)},
    [
        ("r1 r2 r3 r4 r1", STREET | {"junction": "roundabout"}),
        ("s r1", STREET | {"name": "South"}),
        ("e r2", STREET | {"name": "East"}),
        ("n r3", STREET | {"name": "North"}),
        ("w r4", STREET | {"name": "West"}),
    ],
)


@pytest.mark.parametrize(
    ("end", "line"),
    [
        ((200, 0), "roundabout 1 East 210"),
        ((0, 200), "roundabout 2 North 250"),
        ((-200, 0), "roundabout 3 West 300"),
    ],
)
def test_roundabout_counts_its_exits(tmp_path: Path, end: tuple[float, float], line: str) -> None:
    graph = graph_of(tmp_path, *ROUNDABOUT)

    assert lines(graph, at(0, -200), at(*end)) == ["start South 170", line, f"arrive {line.split()[2]} 0"]


def test_stop_on_a_roundabout_is_reached_without_an_exit(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, *ROUNDABOUT)

    assert lines(graph, at(0, -200), at(16, 16)) == ["start South 170", "roundabout - 60", "arrive - 0"]
