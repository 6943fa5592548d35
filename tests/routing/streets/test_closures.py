"""Which streets a line or an area closes: what lies along it, what it crosses, and not what merely meets there."""

from pathlib import Path

import numpy as np
import pytest

from planner.city.extract.roads import read_roads
from planner.domain.geo import Point
from planner.routing.streets.bans import network_of
from planner.routing.streets.closures import Closure, open_edges
from planner.routing.streets.network import Network
from tests.towns.metre_streets import at, write_extract

STREET = {"highway": "residential"}
PLACES = {
    **{f"w{n}": (200.0 * n, 0.0) for n in range(5)},
    **{f"n{n}": (200.0 * n, 150.0) for n in range(5)},
    **{f"s{n}": (200.0 * n, -150.0) for n in range(5)},
}
STREETS = [
    ("w0 w1 w2 w3 w4", STREET | {"name": "main"}),
    ("n0 n1 n2 n3 n4", STREET | {"name": "north"}),
    ("s0 s1 s2 s3 s4", STREET | {"name": "south"}),
    *((f"s{n} w{n} n{n}", STREET | {"name": f"cross {n}"}) for n in range(5)),
]


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    folder = tmp_path_factory.mktemp("grid")
    return network_of(read_roads(write_extract(folder / "grid.osm.pbf", PLACES, STREETS)))


def closed(network: Network, *line: tuple[float, float], is_area: bool = False) -> list[str]:
    """The pieces that are closed, both directions of each, as "street: middle east, middle north"."""
    gone = np.flatnonzero(~open_edges(network, [Closure(tuple(at(*place) for place in line), is_area)]))
    middle_lat = (network.lat[network.tail[gone]] + network.lat[network.head[gone]]) / 2
    middle_lon = (network.lon[network.tail[gone]] + network.lon[network.head[gone]]) / 2
    metre = at(1, 1)
    zero = at(0, 0)
    names = [
        f"{network.names[network.name[edge]]}: {round((lon - zero.lon) / (metre.lon - zero.lon))},"
        f" {round((lat - zero.lat) / (metre.lat - zero.lat))}"
        for edge, lat, lon in zip(gone, middle_lat, middle_lon, strict=True)
    ]
    assert sorted(names) == sorted([*set(names), *set(names)])
    return sorted(set(names))


def test_line_along_a_street_closes_it_and_leaves_the_cross_streets_open(network: Network) -> None:
    drawn = [(190, 4), (300, -6), (400, 5), (500, 8), (610, -3)]

    assert closed(network, *drawn) == ["main: 300, 0", "main: 500, 0"]


def test_line_along_a_part_of_a_long_piece_closes_the_piece(network: Network) -> None:
    assert closed(network, (260, 3), (320, -3)) == ["main: 300, 0"]


def test_line_across_a_street_closes_the_piece_it_crosses(network: Network) -> None:
    assert closed(network, (300, -30), (310, 30)) == ["main: 300, 0"]


def test_line_beside_a_street_within_a_hand_s_error_closes_it(network: Network) -> None:
    assert closed(network, (210, 13), (390, 13)) == ["main: 300, 0"]
    assert closed(network, (210, 18), (390, 18)) == []


def test_line_across_a_crossing_closes_nothing_but_what_it_lies_along(network: Network) -> None:
    assert closed(network, (400, 2), (600, 2), (600, 150)) == ["cross 3: 600, 75", "main: 500, 0"]


def test_long_line_across_many_streets_closes_each(network: Network) -> None:
    assert closed(network, (300, -400), (300, 400)) == ["main: 300, 0", "north: 300, 150", "south: 300, -150"]


def test_point_closes_the_pieces_beside_it(network: Network) -> None:
    assert closed(network, (300, 5)) == ["main: 300, 0"]
    assert closed(network, (300, 75)) == []


def test_area_closes_what_lies_in_it_and_what_crosses_its_border(network: Network) -> None:
    around_one_crossing = [(380, -20), (420, -20), (420, 20), (380, 20)]

    assert closed(network, *around_one_crossing, is_area=True) == [
        "cross 2: 400, -75",
        "cross 2: 400, 75",
        "main: 300, 0",
        "main: 500, 0",
    ]


def test_area_that_holds_a_piece_whole_closes_it(network: Network) -> None:
    assert closed(network, (390, 60), (410, 60), (410, 90), (390, 90), is_area=True) == ["cross 2: 400, 75"]


def test_area_in_a_yard_closes_nothing(network: Network) -> None:
    assert closed(network, (260, 40), (340, 40), (340, 110), (260, 110), is_area=True) == []


@pytest.mark.parametrize("line", [(), (Point(float("nan"), 0.0),), (at(90_000, 0), at(91_000, 0)), (at(300, 75),) * 3])
def test_closure_that_touches_nothing_closes_nothing(network: Network, line: tuple[Point, ...]) -> None:
    assert open_edges(network, [Closure(line), Closure(line, is_area=True)]).all()


def test_closures_add_up(network: Network, tmp_path: Path) -> None:
    first, second = Closure((at(300, -30), at(310, 30))), Closure((at(500, -30), at(510, 30)))

    both = open_edges(network, [first, second])

    assert both.tolist() == (open_edges(network, [first]) & open_edges(network, [second])).tolist()
    assert np.count_nonzero(~both) == 4
