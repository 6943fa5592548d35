"""Tests of `planner.routing.servers.valhalla`, against a real service where its package can be had, and against what one may say."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from planner.domain.geo import Point, distance_m
from planner.routing.engine import NoAnswer
from planner.routing.estimate import Estimate
from planner.routing.ladder import Ladder
from planner.routing.servers.remote import Remote, Web
from planner.routing.servers.valhalla import CHUNK, Valhalla, decoded
from tests.routing.routers import FIELD, ISLAND, Fake, crossing, says

AT = datetime(2026, 11, 23, tzinfo=UTC)
A, B, C = crossing(0, 0), crossing(0, 4), crossing(4, 4)


def test_real_table_and_route_agree_and_follow_the_streets(valhalla: str) -> None:
    client = Valhalla(Web(valhalla))

    matrix, snaps = client.matrix([A, B, C])
    route, _ = client.route([A, B, C])

    assert [round(leg.km, 1) for leg in route.legs] == [2.0, 2.0]
    assert [round(matrix.km[0][1], 1), round(matrix.km[0][2], 1)] == [2.0, 4.0]
    assert [abs(a.minutes - b.minutes) < 0.1 for a, b in zip(route.legs, matrix.legs([0, 1, 2]), strict=True)] == [
        True
    ] * 2
    assert 1 < matrix.minutes[0][1] < 6
    assert [snap is not None and snap.metres < 1 for snap in snaps] == [True] * 3
    assert [min(distance_m(point, at) for at in route.line) < 5 for point in (A, B, C)] == [True] * 3


def test_real_service_snaps_a_point_in_the_yard(valhalla: str) -> None:
    client = Valhalla(Web(valhalla))
    yard = Point(A.lat + 0.0010, A.lon + 0.0020)

    near, far = client.snap(yard), client.snap(FIELD)

    assert 80 < near.metres < 150
    assert math.isinf(far.metres)


def test_real_service_leaves_holes_that_the_ladder_fills(valhalla: str) -> None:
    points = [A, B, FIELD, ISLAND, C]
    ladder = Ladder((Remote(Valhalla(Web(valhalla))), Estimate()))

    matrix, route = ladder.matrix(points, AT), ladder.route(points, AT)

    assert matrix.engine == route.engine == "valhalla"
    assert matrix.by_source() == {"valhalla": 6, "estimate": 14}
    assert route.leg_sources() == ("valhalla", "estimate", "estimate", "estimate")


def test_real_service_rides_more_points_than_fit_one_question(valhalla: str) -> None:
    points = [crossing(number // 5 % 5, number % 5) for number in range(50)]

    route, _ = Valhalla(Web(valhalla)).route(points)

    assert len(route.legs) == 49
    assert [leg.is_passable for leg in route.legs] == [True] * 49


def located(question: dict[str, Any], far: float = 0.0) -> list[dict[str, Any]]:
    """What `locate` says of points on a street, or so many degrees beside one."""
    return [
        {"edges": [{"correlated_lat": each["lat"] + far, "correlated_lon": each["lon"]}]}
        for each in question["locations"]
    ]


def service(*, far: float = 0.0, **answers: Any) -> Any:
    """A Valhalla that locates every point and says the given answers, by the name of the question."""

    def answer(handler: Any, body: bytes) -> None:
        name, question = handler.path.strip("/"), json.loads(body)
        found = answers.get(name, located(question, far) if name == "locate" else {})
        if found == "table":
            cell = {"time": 60, "distance": 1.5}
            found = {"sources_to_targets": [[cell for _ in question["targets"]] for _ in question["sources"]]}
        says(found, status=400 if "error_code" in found else 200)(handler, body)

    return answer


def test_questions_are_limited_in_size_and_in_snapping(fake: Fake) -> None:
    fake.answer = service(sources_to_targets="table")
    points = [Point(50.26 + number / 10_000, 127.53) for number in range(CHUNK + 7)]

    matrix, _ = Valhalla(Web(fake.url)).matrix(points)

    asked = [json.loads(body) for path, body in fake.asked if path == "/sources_to_targets"]
    assert [(len(each["sources"]), len(each["targets"])) for each in asked] == [(50, 50), (50, 7), (7, 50), (7, 7)]
    assert {each["search_cutoff"] for question in asked for each in question["sources"]} == {500}
    assert {question["costing"] for question in asked} == {"bus"}
    assert matrix.by_source() == {"valhalla": 57 * 56}


def test_distance_to_the_street_is_measured_and_not_believed(fake: Fake) -> None:
    fake.answer = service(far=1.0, sources_to_targets="table")

    matrix, snaps = Valhalla(Web(fake.url)).matrix([A, B])

    assert matrix.minutes == ((0, math.inf), (math.inf, 0))
    assert [snap.is_refused for snap in snaps if snap] == [True, True]


@pytest.mark.parametrize("code", [171, 170, 442])
def test_points_without_a_way_are_holes(fake: Fake, code: int) -> None:
    no_way = {"error_code": code, "error": "No path could be found for input"}
    fake.answer = service(sources_to_targets=no_way, route=no_way)
    client = Valhalla(Web(fake.url))

    matrix, route = client.matrix([A, B, C])[0], client.route([A, B, C])[0]

    assert [math.isinf(minutes) for row in matrix.minutes for minutes in row].count(True) == 6
    assert [leg.is_passable for leg in route.legs] == [False, False]
    assert route.line == (A, B, C)


@pytest.mark.parametrize(
    "table",
    [None, [], [[{}]], [[{}, {}], [{}]], [[1, 2], [3, 4]], [[{"time": "1"}, {}], [{}, {}]], {"0": []}],
)
def test_table_of_a_wrong_shape_is_no_answer(fake: Fake, table: Any) -> None:
    fake.answer = service(sources_to_targets={"sources_to_targets": table})

    with pytest.raises(NoAnswer, match="shape"):
        Valhalla(Web(fake.url)).matrix([A, B])


@pytest.mark.parametrize(
    "trip",
    [
        None,
        {},
        {"legs": []},
        {"legs": [{}]},
        {"legs": [{"summary": {"time": 1, "length": 1}}]},
        {"legs": [{"summary": {"time": [], "length": 1}, "shape": ""}]},
        {"legs": [{"summary": {"time": 1, "length": 1}, "shape": "ы"}]},
        {"legs": [{"summary": {"time": 1, "length": 1}, "shape": "_"}]},
    ],
)
def test_route_of_a_wrong_shape_is_no_answer(fake: Fake, trip: Any) -> None:
    fake.answer = service(route={"trip": trip})

    with pytest.raises(NoAnswer, match="shape"):
        Valhalla(Web(fake.url)).route([A, B])


@pytest.mark.parametrize(
    "places",
    [
        {},
        [],
        [{}, 5],
        [{"edges": 5}, {"edges": []}],
        [{"edges": [{"correlated_lat": "x", "correlated_lon": 1}]}, {"edges": []}],
        [{"edges": [{"correlated_lat": math.nan, "correlated_lon": 1}]}, {"edges": []}],
    ],
)
def test_places_of_a_wrong_shape_are_no_answer(fake: Fake, places: Any) -> None:
    fake.answer = service(locate=places)

    with pytest.raises(NoAnswer, match="shape"):
        Valhalla(Web(fake.url)).route([A, B])


def test_line_of_six_digits_is_decoded() -> None:
    assert decoded("_asz~A_`yfrFaxG?_xG??uvL?ixD") == [
        Point(50.26, 127.53),
        Point(50.264497, 127.53),
        Point(50.268993, 127.53),
        Point(50.268993, 127.537035),
        Point(50.268993, 127.54),
    ]
    assert decoded("") == []


@pytest.mark.parametrize("points", [[], [A]])
def test_nothing_to_ride_is_not_asked_for(fake: Fake, points: list[Point]) -> None:
    client = Valhalla(Web(fake.url))

    matrix, route = client.matrix(points)[0], client.route(points)[0]

    assert (len(matrix.minutes), route.legs, route.line, fake.asked) == (len(points), (), tuple(points), [])
