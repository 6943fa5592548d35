"""Tests of `planner.routing.ladder`: rungs that do not answer, holes that are filled and named, a circuit that rests."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point
from planner.domain.timetable import Leg
from planner.routing.engine import Matrix, NoAnswer, Route, Snap
from planner.routing.estimate import Estimate
from planner.routing.ladder import FIRST_REST, LONGEST_REST, Circuit, Ladder
from planner.routing.streets.closures import Closure
from planner.routing.streets.network import Vehicle
from tests.towns.metre_streets import at
from tests.towns.street_graphs import graph_of

AT = datetime(2026, 11, 23, tzinfo=UTC)
POINTS = [Point(50.26, 127.53), Point(50.27, 127.53), Point(50.28, 127.53)]
NO_WAY = math.inf


@dataclass(frozen=True)
class Fixed:
    """An engine of so many minutes, that has no way to or from the points named."""

    name: str
    minutes: float
    unknown: frozenset[Point] = frozenset()
    fails: bool = False

    def matrix(self, points: Sequence[Point], at: datetime) -> Matrix:
        if self.fails:
            raise NoAnswer("timeout")
        rows = tuple(tuple(0.0 if a == b else self._minutes(a, b) for b in points) for a in points)
        return Matrix(self.name, rows, rows)

    def route(self, points: Sequence[Point], at: datetime) -> Route:
        if self.fails:
            raise NoAnswer("timeout")
        legs = tuple(Leg(self._minutes(a, b), self._minutes(a, b)) for a, b in zip(points, points[1:], strict=False))
        return Route(self.name, legs, tuple(points))

    def snap(self, point: Point) -> Snap:
        if self.fails:
            raise NoAnswer("timeout")
        return Snap(point, math.inf if point in self.unknown else self.minutes)

    def _minutes(self, a: Point, b: Point) -> float:
        return NO_WAY if {a, b} & self.unknown else self.minutes


def test_best_rung_that_answers_gives_the_figures() -> None:
    ladder = Ladder((Fixed("osrm", 3, fails=True), Fixed("streets", 5), Fixed("estimate", 9)))

    matrix, route = ladder.matrix(POINTS, AT), ladder.route(POINTS, AT)

    assert (matrix.engine, matrix.by_source()) == ("streets", {"streets": 6})
    assert (route.engine, [leg.minutes for leg in route.legs], route.sources) == ("streets", [5, 5], ())


def test_holes_are_filled_from_the_next_rung_and_named() -> None:
    ladder = Ladder((Fixed("osrm", 3, frozenset({POINTS[2]})), Fixed("estimate", 9)))

    matrix, route = ladder.matrix(POINTS, AT), ladder.route(POINTS, AT)

    assert matrix.minutes == ((0, 3, 9), (3, 0, 9), (9, 9, 0))
    assert (matrix.engine, matrix.by_source()) == ("osrm", {"osrm": 2, "estimate": 4})
    assert (matrix.source(0, 1), matrix.source(0, 2)) == ("osrm", "estimate")
    assert ([leg.minutes for leg in route.legs], route.leg_sources()) == ([3, 9], ("osrm", "estimate"))


def test_holes_go_down_as_many_rungs_as_needed() -> None:
    rungs = (
        Fixed("osrm", 3, frozenset(POINTS[1:])),
        Fixed("streets", 5, frozenset(POINTS[2:])),
        Fixed("estimate", 9),
    )

    matrix, route = Ladder(rungs).matrix(POINTS, AT), Ladder(rungs).route(POINTS, AT)

    assert matrix.minutes == ((0, 5, 9), (5, 0, 9), (9, 9, 0))
    assert (route.engine, route.leg_sources()) == ("streets", ("streets", "estimate"))
    assert matrix.by_source() == {"streets": 2, "estimate": 4}


def test_where_no_rung_has_a_way_there_is_none() -> None:
    nowhere = frozenset(POINTS[2:])

    matrix = Ladder((Fixed("streets", 5, nowhere), Fixed("estimate", 9, nowhere))).matrix(POINTS, AT)

    assert matrix.minutes == ((0, 5, NO_WAY), (5, 0, NO_WAY), (NO_WAY, NO_WAY, 0))
    assert matrix.by_source() == {"streets": 6}


@pytest.mark.parametrize("points", [[], POINTS[:1], [POINTS[0], POINTS[0]]])
def test_trivial_tours_have_answers(points: list[Point]) -> None:
    ladder = Ladder((Fixed("streets", 5, frozenset(POINTS)), Estimate()))

    assert len(ladder.matrix(points, AT).minutes) == len(points)
    assert len(ladder.route(points, AT).legs) == max(0, len(points) - 1)


def test_no_answer_at_all_is_said() -> None:
    with pytest.raises(NoAnswer, match="no_rung"):
        Ladder((Fixed("osrm", 3, fails=True),)).route(POINTS, AT)


def test_snap_comes_from_the_highest_rung_that_knows_a_street() -> None:
    rungs = (Fixed("osrm", 3, fails=True), Fixed("streets", 40, frozenset({POINTS[1]})), Estimate())

    snaps = [Ladder(rungs).snap(point).metres for point in POINTS[:2]]

    assert snaps == [40, 0]


@st.composite
def ladders(draw: st.DrawFn) -> tuple[list[Point], tuple[Fixed, ...]]:
    """Points, and rungs each of which knows some of them; one that fails may be among them, the last one never does."""
    points = [Point(50 + number / 100, 127) for number in range(draw(st.integers(0, 5)))]
    known = st.frozensets(st.sampled_from(points)) if points else st.just(frozenset())
    rungs = [
        Fixed(f"rung {number}", number + 1.0, draw(known), fails=draw(st.booleans()))
        for number in range(draw(st.integers(0, 3)))
    ]
    return points, (*rungs, Fixed("last", 9.0, draw(known)))


@given(ladders())
def test_each_ride_comes_from_the_highest_rung_that_knows_both_ends(
    case: tuple[list[Point], tuple[Fixed, ...]],
) -> None:
    points, rungs = case
    answering = [rung for rung in rungs if not rung.fails]

    matrix, route = Ladder(rungs).matrix(points, AT), Ladder(rungs).route(points, AT)

    for a, start in enumerate(points):
        for b, end in enumerate(points):
            if a != b:
                knows = next((rung for rung in answering if not {start, end} & rung.unknown), None)
                assert matrix.minutes[a][b] == (knows.minutes if knows else NO_WAY)
                if knows:
                    assert matrix.source(a, b) == knows.name
                if b == a + 1:
                    assert route.legs[a] == matrix.leg(a, b)
                    assert not knows or route.leg_sources()[a] == knows.name


class Clock:
    """A clock that goes on when it is told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def enters(circuit: Circuit) -> bool:
    """Whether the engine may be asked."""
    try:
        circuit.enter()
    except NoAnswer:
        return False
    return True


def test_engine_that_failed_rests_longer_each_time_and_says_why() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    rests = []
    for _ in range(6):
        circuit.failed("timeout")
        rests.append(circuit.seconds_left())
        assert not enters(circuit)
        clock.now += circuit.seconds_left()
        assert enters(circuit)

    assert rests == [FIRST_REST, 60, 120, 240, LONGEST_REST, LONGEST_REST]
    assert circuit.reason == "timeout"


def test_answer_ends_the_rest() -> None:
    circuit = Circuit(Clock())
    circuit.failed("timeout")

    circuit.answered()

    assert (enters(circuit), circuit.reason, circuit.seconds_left()) == (True, "", 0)


def test_one_thread_tries_after_a_rest_and_the_others_go_on() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    circuit.failed("timeout")
    clock.now += FIRST_REST
    entered: list[bool] = []
    threads = [threading.Thread(target=lambda: entered.append(enters(circuit))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(entered) == [False] * 7 + [True]


@pytest.mark.parametrize("why", ["bridge closed", "bus too heavy"])
def test_ride_whose_only_way_is_closed_is_not_filled_with_an_estimate(tmp_path: Path, why: str) -> None:
    graph = graph_of(tmp_path)
    bridge = Closure((at(900, 500), at(1100, 500)))
    streets = graph.without([bridge]) if why == "bridge closed" else graph.for_vehicle(Vehicle(weight_t=18))
    ladder = Ladder((streets, Estimate()))
    south, north, off_map = at(200, 0), at(500, 1000), at(9000, 0)

    matrix, route = ladder.matrix([south, north, off_map], AT), ladder.route([south, north, off_map, south], AT)

    assert Ladder((graph, Estimate())).matrix([south, north], AT).source(0, 1) == "streets"
    assert (matrix.minutes[0][1], matrix.source(0, 1)) == (NO_WAY, "streets")
    assert [math.isfinite(leg.minutes) for leg in route.legs] == [False, True, True]
    assert (matrix.source(0, 2), route.leg_sources()) == ("estimate", ("streets", "estimate", "estimate"))


def test_rides_that_are_all_closed_stay_so(tmp_path: Path) -> None:
    closed = graph_of(tmp_path).without([Closure((at(900, 500), at(1100, 500)))])
    ladder, ends = Ladder((closed, Estimate())), [at(200, 0), at(500, 1000)]

    assert ladder.matrix(ends, AT) == closed.matrix(ends, AT)
    assert ladder.route(ends, AT).legs == (Leg(NO_WAY, NO_WAY),)
