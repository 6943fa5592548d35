"""Tests of `planner.routing.servers.osrm`, against a real server where its package can be had, and against what one may say."""

import math
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from planner.domain.geo import Point, distance_m
from planner.routing.engine import NoAnswer
from planner.routing.estimate import Estimate
from planner.routing.ladder import Ladder
from planner.routing.servers.osrm import CHUNK, Osrm
from planner.routing.servers.remote import Remote, Web
from tests.routing.routers import FIELD, ISLAND, Answer, Fake, crossing, says

AT = datetime(2026, 11, 23, tzinfo=UTC)
A, B, C = crossing(0, 0), crossing(0, 4), crossing(4, 4)


def test_real_table_and_route_agree_and_follow_the_streets(osrm: str) -> None:
    client = Osrm(Web(osrm))

    matrix, snaps = client.matrix([A, B, C])
    route, _ = client.route([A, B, C])

    assert [round(leg.km, 1) for leg in route.legs] == [2.0, 2.0]
    assert [round(matrix.km[0][1], 1), round(matrix.km[0][2], 1)] == [2.0, 4.0]
    assert [round(a.minutes - b.minutes, 1) for a, b in zip(route.legs, matrix.legs([0, 1, 2]), strict=True)] == [0, 0]
    assert 1 < matrix.minutes[0][1] < 6
    assert [round(snap.metres) for snap in snaps if snap] == [0, 0, 0]
    assert [min(distance_m(point, at) for at in route.line) < 5 for point in (A, B, C)] == [True] * 3


def test_real_server_snaps_a_point_in_the_yard(osrm: str) -> None:
    client = Osrm(Web(osrm))
    yard = Point(A.lat + 0.0010, A.lon + 0.0020)

    near, far = client.snap(yard), client.snap(FIELD)

    assert 80 < near.metres < 150
    assert round(distance_m(yard, near.point)) == pytest.approx(near.metres, abs=2)
    assert math.isinf(far.metres)


def test_real_server_does_not_take_a_point_without_streets_elsewhere(osrm: str) -> None:
    client = Osrm(Web(osrm))
    points = [FIELD, A, Point(49.4, 8.7), C]

    matrix, snaps = client.matrix(points)
    route, _ = client.route(points)

    passable = [[math.isfinite(minutes) for minutes in row] for row in matrix.minutes]
    assert passable == [
        [True, False, False, False],
        [False, True, False, True],
        [False, False, True, False],
        [False, True, False, True],
    ]
    assert [leg.is_passable for leg in route.legs] == [False, False, False]
    assert route.line == tuple(points)
    assert [math.isinf(snap.metres) for snap in snaps if snap] == [True, False, True, False]


def test_real_server_without_a_way_leaves_a_hole_that_the_ladder_fills(osrm: str) -> None:
    points = [A, B, ISLAND, C]
    ladder = Ladder((Remote(Osrm(Web(osrm))), Estimate()))

    matrix, route = ladder.matrix(points, AT), ladder.route(points, AT)

    assert matrix.engine == route.engine == "osrm"
    assert matrix.by_source() == {"osrm": 6, "estimate": 6}
    assert route.leg_sources() == ("osrm", "estimate", "estimate")
    assert [leg.is_passable for leg in route.legs] == [True] * 3


def test_real_server_answers_more_points_than_fit_one_question(osrm: str) -> None:
    points = [Point(A.lat + number % 12 * 0.0015, A.lon + number // 12 * 0.0025) for number in range(2 * CHUNK + 17)]
    client = Osrm(Web(osrm))

    matrix, _ = client.matrix(points)

    whole, parts = matrix.minutes, client.matrix(points[:3])[0].minutes
    assert [len(row) for row in whole] == [len(points)] * len(points)
    assert [math.isfinite(minutes) for row in whole for minutes in row] == [True] * len(points) ** 2
    assert [row[:3] for row in whole[:3]] == list(parts)


def test_questions_are_limited_in_size_and_in_snapping(fake: Fake) -> None:
    points = [Point(50.26 + number / 10_000, 127.53) for number in range(120)]
    fake.answer = answer_table

    Osrm(Web(fake.url)).matrix(points)

    for path, _ in fake.asked:
        coordinates = urlsplit(path).path.rsplit("/", 1)[1].split(";")
        options = parse_qs(urlsplit(path).query)
        assert len(coordinates) <= 2 * CHUNK
        assert options["radiuses"] == [";".join(["500"] * len(coordinates))]


def answer_table(handler: Any, body: bytes) -> None:
    """A table that is right in shape, as a server would give it for this question."""
    parts = urlsplit(handler.path)
    coordinates = [list(map(float, each.split(","))) for each in parts.path.rsplit("/", 1)[1].split(";")]
    options = parse_qs(parts.query)
    sources = [int(n) for n in options["sources"][0].split(";")]
    destinations = [
        int(n) for n in options.get("destinations", [";".join(map(str, range(len(coordinates))))])[0].split(";")
    ]
    table = [[60.0] * len(destinations) for _ in sources]
    at = [{"location": coordinates[n], "distance": 3} for n in destinations]
    says({"code": "Ok", "durations": table, "distances": table, "destinations": at})(handler, body)


def table_of(durations: Any, distances: Any = None, far: float = 1.0) -> Answer:
    """OSRM's table for two points."""
    at = [{"location": [127.53, 50.26], "distance": far}, {"location": [127.53, 50.27], "distance": 1.0}]
    return says({"code": "Ok", "durations": durations, "distances": distances or [[0, 9], [9, 0]], "destinations": at})


@pytest.mark.parametrize(
    "durations",
    [
        None,
        [],
        [[0, 60]],
        [[0, 60, 60], [60, 0, 60]],
        [[0, "60"], [60, 0]],
        [[0, True], [60, 0]],
        [[0, [60]], [60, 0]],
        {"0": [0, 60]},
        [None, [60, 0]],
    ],
)
def test_table_of_a_wrong_shape_is_no_answer(fake: Fake, durations: Any) -> None:
    fake.answer = table_of(durations)

    with pytest.raises(NoAnswer, match="shape"):
        Osrm(Web(fake.url)).matrix([A, B])


@pytest.mark.parametrize("value", [None, -5, 1e300, math.nan, math.inf, 25 * 3600])
def test_figure_that_no_ride_has_is_a_hole(fake: Fake, value: float | None) -> None:
    fake.answer = table_of([[0, value], [60, 0]])

    matrix, _ = Osrm(Web(fake.url)).matrix([A, B])

    assert (matrix.minutes, matrix.km) == (((0, math.inf), (1, 0)), ((0, math.inf), (0.009, 0)))


def test_distance_to_the_street_is_checked_whatever_the_server_was_told(fake: Fake) -> None:
    fake.answer = table_of([[0, 60], [60, 0]], far=8_522_000.0)

    matrix, snaps = Osrm(Web(fake.url)).matrix([A, B])

    assert matrix.minutes == ((0, math.inf), (math.inf, 0))
    assert [snap.is_refused for snap in snaps if snap] == [True, False]


@pytest.mark.parametrize("points", [[], [A]])
def test_nothing_to_ride_is_not_asked_for(fake: Fake, points: list[Point]) -> None:
    client = Osrm(Web(fake.url))

    matrix, route = client.matrix(points)[0], client.route(points)[0]

    assert (len(matrix.minutes), route.legs, route.line, fake.asked) == (len(points), (), tuple(points), [])
