"""Tests of `planner.routing.streets.dated`: what is closed on which day, and answers that are kept."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from planner.routing.engine import NoAnswer
from planner.routing.estimate import Estimate
from planner.routing.streets.closures import Closure
from planner.routing.streets.dated import Closures, DatedClosure, DatedStreets, OpenStreetsOnly
from tests.towns.metre_streets import at
from tests.towns.street_graphs import graph_of

BRIDGE = DatedClosure("Мост", Closure((at(900, 500), at(1100, 500))), since=date(2026, 7, 8), until=date(2026, 7, 9))
CLOSURES = Closures("Asia/Yakutsk", (BRIDGE,))
POINTS = [at(500, 0), at(500, 1000)]
DAYS = [
    datetime(2026, 7, 7, 14, 59, tzinfo=UTC),
    datetime(2026, 7, 7, 15, tzinfo=UTC),
    datetime(2026, 7, 9, 15, tzinfo=UTC),
]
"""A minute before the first day by the city's clock, its first minute, and the first one after the last day."""


def test_streets_are_closed_on_their_days_only(tmp_path: Path) -> None:
    streets = DatedStreets(graph_of(tmp_path), CLOSURES)

    found = [(streets.route(POINTS, day), streets.matrix(POINTS, day)) for day in DAYS]

    assert [route.legs[0].is_passable for route, _ in found] == [True, False, True]
    assert [matrix.leg(0, 1) == route.legs[0] for route, matrix in found] == [True] * 3
    assert [len(streets.turns(POINTS, day)) > 0 for day in DAYS] == [True, False, True]


def test_same_plan_is_computed_once(tmp_path: Path) -> None:
    streets = DatedStreets(graph_of(tmp_path), CLOSURES)

    routes = [streets.route(POINTS, day) for day in (DAYS[0], DAYS[2], DAYS[0])]
    matrices = [streets.matrix(list(POINTS), DAYS[0]) for _ in range(3)]

    assert [route is routes[0] for route in routes] == [True] * 3
    assert [matrix is matrices[0] for matrix in matrices] == [True] * 3


def test_engine_that_knows_no_closures_leaves_such_days_to_others() -> None:
    engine = OpenStreetsOnly(Estimate(), CLOSURES)

    assert engine.route(POINTS, DAYS[0]).engine == "estimate"
    assert engine.matrix(POINTS, DAYS[2]).engine == "estimate"
    for ask in (engine.route, engine.matrix):
        with pytest.raises(NoAnswer, match="closures"):
            ask(POINTS, DAYS[1])
