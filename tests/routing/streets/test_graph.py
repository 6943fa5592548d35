"""Minutes, ways and stops on streets: a town worked out by hand, a real city, and what may go wrong."""

import math
import threading
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.city.extract.roads import read_roads
from planner.domain.errors import Conflict, Invalid
from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg
from planner.routing.engine import Matrix, Route, Snap, TravelTimes
from planner.routing.streets import network as street_network
from planner.routing.streets.closures import Closure
from planner.routing.streets.graph import MOST_VARIANTS, StreetGraph, build_street_graph
from planner.routing.streets.network import Vehicle
from tests.towns.helsinki import helsinki_extract
from tests.towns.metre_streets import TOWN, TOWN_STREETS, at, write_extract
from tests.towns.random_streets import ON_A_BUSY_MACHINE
from tests.towns.street_graphs import AT, graph_of, minutes

TO_1CM = 2e-4
"""An extract rounds places to a centimetre, and a graph times to a millisecond."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> StreetGraph:
    return graph_of(tmp_path_factory.mktemp("town"))


def ride(graph: StreetGraph, *points: Point) -> tuple[float, float]:
    """Minutes and kilometres from the first point to the last."""
    legs = graph.route(points, AT).legs
    return sum(leg.minutes for leg in legs), sum(leg.km for leg in legs)


def places_of(line: tuple[Point, ...]) -> list[str]:
    """A line by the names of the town's nodes; other points by "." each."""
    names = {at(*place): name for name, place in TOWN.items()}
    return [next((names[known] for known in names if distance_m(known, point) < 1), ".") for point in line]


def test_ride_along_a_oneway_street_goes_straight(town: StreetGraph) -> None:
    assert ride(town, at(200, 0), at(800, 0)) == pytest.approx((minutes((600, 40)), 0.6), rel=TO_1CM)


def test_ride_against_a_oneway_street_goes_around(town: StreetGraph) -> None:
    there = town.route([at(800, 0), at(200, 0)], AT)

    by_hand = minutes((200, 40), (200, 20), (1000, 40), (200, 20), (200, 40))
    assert (there.legs[0].minutes, there.legs[0].km) == pytest.approx((by_hand, 1.8), rel=TO_1CM)
    assert places_of(there.line) == [".", "b", "c", "d", "a", "."]


def test_ride_to_the_other_bank_goes_over_the_bridge(town: StreetGraph) -> None:
    there = town.route([at(200, 0), at(500, 1000)], AT)

    by_hand = minutes((800, 40), (1000, 60), (500, 60))
    assert (there.legs[0].minutes, there.legs[0].km) == pytest.approx((by_hand, 2.3), rel=TO_1CM)
    assert places_of(there.line) == [".", "b", "e", "."]


def test_ride_from_a_crossing_may_leave_by_any_street_and_come_by_any(town: StreetGraph) -> None:
    b, d = at(1000, 0), at(0, -200)

    matrix = town.matrix([b, d, at(1000, 500)], AT)

    assert matrix.minutes[0][1] == pytest.approx(minutes((200, 20), (1000, 40)), rel=TO_1CM)
    assert matrix.minutes[1][0] == pytest.approx(minutes((200, 20), (1000, 40)), rel=TO_1CM)
    assert (matrix.minutes[0][2], matrix.minutes[2][0]) == pytest.approx((minutes((500, 60)),) * 2, rel=TO_1CM)


def test_ride_between_two_roadways_of_one_street_goes_around_its_end(tmp_path: Path) -> None:
    there, back = (
        {"highway": "primary", "maxspeed": "60", "oneway": "yes"},
        {"highway": "residential", "maxspeed": "20"},
    )
    places = {"a": (0.0, 0.0), "b": (1000.0, 0.0), "c": (1000.0, 20.0), "d": (0.0, 20.0)}
    graph = graph_of(tmp_path, places, [("a b", there), ("c d", there), ("b c", back), ("d a", back)])

    east, west = at(300, -10), at(300, 30)

    assert ride(graph, east, west)[0] == pytest.approx(minutes((700, 60), (20, 20), (700, 60)), rel=TO_1CM)
    assert ride(graph, west, east)[0] == pytest.approx(minutes((300, 60), (20, 20), (300, 60)), rel=TO_1CM)


def test_two_edges_of_opposite_ways_between_the_same_nodes_are_one_street(tmp_path: Path) -> None:
    fast, slow = {"highway": "primary", "maxspeed": "60", "oneway": "yes"}, {"highway": "service", "maxspeed": "10"}
    graph = graph_of(tmp_path, {"a": (0, 0), "b": (1000, 0)}, [("a b", fast), ("b a", slow | {"oneway": "yes"})])

    assert ride(graph, at(0, 0), at(500, 0))[0] == pytest.approx(minutes((500, 60)), rel=TO_1CM)
    assert ride(graph, at(500, 0), at(0, 0))[0] == pytest.approx(minutes((500, 10)), rel=TO_1CM)


def test_ring_without_a_crossing_is_gone_around(tmp_path: Path) -> None:
    tags = {"highway": "residential", "maxspeed": "40", "oneway": "yes"}
    graph = graph_of(tmp_path, {"a": (0, 0), "b": (300, 0), "c": (300, 300), "d": (0, 300)}, [("a b c d a", tags)])

    assert graph.junctions == 1
    assert ride(graph, at(100, 0), at(200, 0)) == pytest.approx((minutes((100, 40)), 0.1), rel=1e-3)
    assert ride(graph, at(200, 0), at(100, 0)) == pytest.approx((minutes((1100, 40)), 1.1), rel=1e-3)


def test_matrix_and_route_agree_to_the_last_bit(town: StreetGraph) -> None:
    points = [at(200, 0), at(800, 0), at(500, 1000), at(1000, 500), at(0, -200), at(20, -90), at(5000, 0)]

    matrix = town.matrix(points, AT)

    size = range(len(points))
    assert [[town.route([points[a], points[b]], AT).legs[0] for b in size if a != b] for a in size] == [
        [matrix.leg(a, b) for b in size if a != b] for a in size
    ]


def test_matrix_of_many_points_is_that_of_few(town: StreetGraph) -> None:
    few = [at(200, 0), at(800, 0), at(500, 1000), at(0, -100)]
    small = town.matrix(few, AT)

    large = town.matrix(few * 110, AT)

    assert large.minutes == tuple(row * 110 for row in small.minutes) * 110
    assert large.km == tuple(row * 110 for row in small.km) * 110


def test_two_stops_at_one_place_are_no_ride_apart(town: StreetGraph) -> None:
    place, beside = at(300, 0), at(300, 40)

    route = town.route([place, place, beside], AT)

    assert route.legs == (Leg(0.0, 0.0), Leg(0.0, 0.0))
    assert town.matrix([place, place], AT).minutes == ((0.0, 0.0), (0.0, 0.0))


def test_no_points_and_one_point_have_no_rides(town: StreetGraph) -> None:
    place = at(300, 0)

    assert (town.matrix([], AT), town.route([], AT)) == (Matrix("streets", (), ()), Route("streets", (), ()))
    assert town.matrix([place], AT) == Matrix("streets", ((0.0,),), ((0.0,),))
    assert (town.route([place], AT).legs, len(town.route([place], AT).line)) == ((), 1)
    assert (town.turns([], AT), town.turns([place], AT)) == ((), ())


@pytest.mark.parametrize(
    ("metres", "far", "refused"), [(30, False, False), (149, False, False), (151, True, False), (499, True, False)]
)
def test_stop_beside_a_street_is_moved_onto_it(town: StreetGraph, metres: float, far: bool, refused: bool) -> None:
    beside = at(400, metres)

    snap = town.snap(beside)

    assert (snap.is_far, snap.is_refused) == (far, refused)
    assert snap.metres == pytest.approx(metres, abs=0.1)
    assert distance_m(snap.point, at(400, 0)) < 0.1
    assert ride(town, at(400, 0), beside) == (0.0, 0.0)


def test_stop_500_m_from_every_street_has_no_way(town: StreetGraph) -> None:
    near, far = at(400, 0), at(400, -701)

    matrix, route = town.matrix([near, far, far], AT), town.route([near, far, near], AT)

    assert town.snap(far).metres == pytest.approx(501, abs=0.2)
    assert town.snap(far).is_refused
    assert matrix.minutes == ((0.0, math.inf, math.inf), (math.inf, 0.0, 0.0), (math.inf, 0.0, 0.0))
    assert matrix.km == matrix.minutes
    assert route.legs == (Leg(math.inf, math.inf),) * 2
    assert route.line[1] == far
    assert town.turns([near, far], AT) == ()


@pytest.mark.parametrize(
    "point", [Point(math.nan, 0.0), Point(math.inf, 0.0), Point(-90.0, 180.0), Point(1e300, 1e300)]
)
def test_point_off_the_map_has_no_way_and_is_no_error(town: StreetGraph, point: Point) -> None:
    assert town.matrix([at(0, 0), point], AT).minutes[0][1] == math.inf
    assert town.snap(point).is_refused


def test_street_that_only_leads_away_is_left_out(tmp_path: Path) -> None:
    places = {**TOWN, "trap": (0.0, 1400.0)}
    trap = ("f trap", {"highway": "residential", "oneway": "yes"})
    graph = graph_of(tmp_path, places, [*TOWN_STREETS, trap])

    snap = graph.snap(at(0, 1390))

    assert snap.metres == pytest.approx(390, abs=0.1)
    assert math.isfinite(graph.matrix([at(0, 1390), at(0, 0)], AT).minutes[0][1])


def test_island_without_a_bridge_is_left_out(tmp_path: Path) -> None:
    places = {**TOWN, "g": (3000.0, 0.0), "h": (3400.0, 0.0)}
    graph = graph_of(tmp_path, places, [*TOWN_STREETS, ("g h", {"highway": "residential"})])

    assert graph.nodes == 6
    assert graph.matrix([at(3100, 0), at(0, 0)], AT).minutes[0][1] == math.inf


def test_bridge_that_is_closed_parts_the_town(town: StreetGraph) -> None:
    closed = town.without([Closure((at(900, 500), at(1100, 500)))])

    assert closed.matrix([at(200, 0), at(500, 1000)], AT).minutes[0][1] == math.inf
    assert ride(closed, at(200, 0), at(800, 0)) == ride(town, at(200, 0), at(800, 0))


def test_graph_with_closed_streets_is_made_once(town: StreetGraph) -> None:
    closure = Closure((at(900, 500), at(1100, 500)))

    assert town.without([closure]) is town.without([Closure(closure.line)])
    assert town.without([]) is town
    assert town.without([Closure((at(9000, 0), at(9100, 0)))]) is town


def test_graph_keeps_the_variants_that_were_asked_for_last(tmp_path: Path) -> None:
    town = graph_of(tmp_path)
    across = [Closure((at(900, 300 + metres), at(1100, 300 + metres))) for metres in range(MOST_VARIANTS + 1)]
    graphs = [town.without([closure]) for closure in across[:-1]]

    again, one_more = town.without([across[0]]), town.without([across[-1]])

    assert again is graphs[0]
    assert [town.without([across[number]]) is graphs[number] for number in (0, 2)] == [True, True]
    assert town.without([across[-1]]) is one_more
    assert town.without([across[1]]) is not graphs[1]


@pytest.mark.parametrize(
    ("sign", "vehicle", "passes"),
    [
        ("maxweight", Vehicle(weight_t=10), True),
        ("maxweight", Vehicle(weight_t=10.1), False),
        ("maxheight", Vehicle(height_m=10), True),
        ("maxheight", Vehicle(height_m=10.1), False),
        ("maxlength", Vehicle(length_m=10), True),
        ("maxlength", Vehicle(length_m=12), False),
        ("maxlength", Vehicle(weight_t=18, height_m=12), True),
    ],
)
def test_bus_that_is_too_large_for_the_bridge_has_no_way(
    tmp_path: Path, sign: str, vehicle: Vehicle, passes: bool
) -> None:
    bridge = ("b e", {"highway": "secondary", sign: "10"})
    graph = graph_of(tmp_path, TOWN, [street for street in TOWN_STREETS if street[0] != "b e"] + [bridge])

    way = graph.for_vehicle(vehicle).matrix([at(200, 0), at(500, 1000)], AT).minutes[0][1]

    assert math.isfinite(way) is passes


def test_heavy_bus_takes_another_way_if_there_is_one(tmp_path: Path) -> None:
    places = {**TOWN, "g": (0.0, 500.0)}
    graph = graph_of(tmp_path, places, [*TOWN_STREETS, ("a g f", {"highway": "residential", "maxspeed": "20"})])
    heavy = graph.for_vehicle(Vehicle(weight_t=18))

    points = [at(1000, 0), at(1000, 1000)]

    assert ride(graph, *points)[1] == pytest.approx(1.0, rel=TO_1CM)
    assert ride(heavy, *points)[1] == pytest.approx(0.2 + 1 + 0.2 + 1 + 1, rel=TO_1CM)
    assert graph.for_vehicle(Vehicle(weight_t=9)) is graph


def test_slow_hour_lengthens_the_minutes_and_not_the_way(tmp_path: Path) -> None:
    def rush(moment: datetime) -> float:
        return 0.5 if moment == AT else 1.0

    roads = read_roads(write_extract(tmp_path / "town.osm.pbf"))
    graph = build_street_graph(roads, speed_factor=rush)

    slow, free = (graph.route([at(200, 0), at(800, 0)], moment) for moment in (AT, AT.replace(hour=3)))

    assert slow.legs[0].minutes == pytest.approx(2 * free.legs[0].minutes)
    assert (slow.legs[0].km, slow.line) == (free.legs[0].km, free.line)


@pytest.mark.parametrize("factor", [0.0, -1.0, math.nan, math.inf])
def test_impossible_speed_is_refused(tmp_path: Path, factor: float) -> None:
    graph = build_street_graph(read_roads(write_extract(tmp_path / "town.osm.pbf")), speed_factor=lambda moment: factor)

    with pytest.raises(ValueError, match="No traffic goes"):
        graph.matrix([at(0, 0)], AT)


def test_saved_graph_gives_the_same_answers(town: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    points = [at(200, 0), at(800, 0), at(500, 1000), at(5000, 0)]

    town.save(path)
    loaded = StreetGraph.load(path)

    assert (loaded.matrix(points, AT), loaded.route(points, AT)) == (town.matrix(points, AT), town.route(points, AT))
    assert loaded.turns(points, AT) == town.turns(points, AT)
    assert loaded.for_vehicle(Vehicle(weight_t=18)).matrix(points, AT).minutes[0][2] == math.inf
    assert [each.name for each in tmp_path.iterdir()] == ["streets.npz"]


def test_graph_of_another_version_is_not_loaded(
    town: StreetGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.save(tmp_path / "streets.npz")
    monkeypatch.setattr(street_network, "PROFILE_VERSION", street_network.PROFILE_VERSION + 1)

    with pytest.raises(Conflict) as refused:
        StreetGraph.load(tmp_path / "streets.npz")

    assert refused.value.key == "extract.error.graph_outdated"


def test_file_that_is_no_graph_is_not_loaded(town: StreetGraph, tmp_path: Path) -> None:
    path = tmp_path / "streets.npz"
    town.save(path)
    whole = path.read_bytes()

    for content in (b"", b"no archive", whole[: len(whole) // 2], whole[:-1], None):
        if content is None:
            np.savez(path, version=np.array(street_network.PROFILE_VERSION))
        else:
            path.write_bytes(content)
        with pytest.raises(Invalid) as refused:
            StreetGraph.load(path)
        assert refused.value.key == "extract.error.graph_broken"


def test_roads_that_lead_nowhere_and_back_make_no_graph(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        graph_of(tmp_path, {"a": (0, 0), "b": (100, 0)}, [("a b", {"highway": "primary", "oneway": "yes"})])

    assert refused.value.key == "extract.error.no_roads"


def test_everything_closed_leaves_no_way_and_no_error(town: StreetGraph) -> None:
    everywhere = Closure((at(-9000, -9000), at(9000, -9000), at(9000, 9000), at(-9000, 9000)), is_area=True)

    closed = town.without([everywhere])

    assert closed.matrix([at(0, 0), at(500, 0)], AT).minutes == ((0.0, math.inf), (math.inf, 0.0))
    assert closed.snap(at(0, 0)) == Snap(at(0, 0), math.inf)
    assert closed.route([at(0, 0), at(500, 0)], AT).line == (at(0, 0), at(500, 0))


def test_graph_is_an_engine_that_names_itself(town: StreetGraph) -> None:
    engine: TravelTimes = town

    answers = engine.matrix([at(0, 0)], AT), engine.route([at(0, 0)], AT)

    assert [engine.name, *(answer.engine for answer in answers)] == ["streets"] * 3


def test_many_threads_get_the_same_answers(town: StreetGraph) -> None:
    points = [at(200, 0), at(800, 0), at(500, 1000), at(1000, 500), at(0, -100)]
    closure = [Closure((at(450, -230), at(450, -170)))]

    def answers() -> tuple[object, ...]:
        closed, heavy = town.without(closure), town.for_vehicle(Vehicle(weight_t=18))
        return town.matrix(points, AT), town.route(points, AT), closed.matrix(points, AT), heavy.turns(points, AT)

    expected = answers()
    town._variants.clear()
    found: list[tuple[object, ...]] = []
    threads = [threading.Thread(target=lambda: found.extend(answers() for _ in range(5))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [expected] * 40


@pytest.fixture(scope="module")
def helsinki() -> StreetGraph:
    return build_street_graph(read_roads(helsinki_extract()))


def test_ride_through_a_real_city_takes_a_believable_time(helsinki: StreetGraph) -> None:
    station, market = Point(60.1711, 24.9414), Point(60.1675, 24.9527)

    route = helsinki.route([station, market], AT)

    assert 2 < route.legs[0].minutes < 10
    assert 0.75 < route.legs[0].km < 3
    along = sum(distance_m(a, b) for a, b in zip(route.line, route.line[1:], strict=False)) / 1000
    assert route.legs[0].km == pytest.approx(along, rel=0.01)


near_the_centre = st.builds(Point, st.floats(60.158, 60.180), st.floats(24.920, 24.970))


@settings(ON_A_BUSY_MACHINE, max_examples=30)
@given(st.lists(near_the_centre, min_size=2, max_size=6))
def test_contracted_streets_of_a_real_city_give_the_same_rides(helsinki: StreetGraph, points: list[Point]) -> None:
    every_node = StreetGraph(helsinki._network, contracted=False)

    assert helsinki.matrix(points, AT) == every_node.matrix(points, AT)
    assert helsinki.route(points, AT).legs == every_node.route(points, AT).legs


@settings(ON_A_BUSY_MACHINE, max_examples=30)
@given(near_the_centre, near_the_centre, near_the_centre)
def test_way_over_a_third_place_is_never_quicker(helsinki: StreetGraph, a: Point, b: Point, c: Point) -> None:
    minutes_of = helsinki.matrix([a, b, c], AT).minutes

    assert minutes_of[0][2] <= minutes_of[0][1] + minutes_of[1][2] + 1e-9
