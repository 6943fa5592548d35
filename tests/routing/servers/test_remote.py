"""Tests of `planner.routing.servers.remote`: hostile servers, and an engine that does not ask twice."""

import gc
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from planner.domain.geo import Point
from planner.routing.engine import NoAnswer
from planner.routing.estimate import Estimate
from planner.routing.ladder import Circuit, Ladder
from planner.routing.memory import Memory
from planner.routing.servers.osrm import Osrm
from planner.routing.servers.remote import Remote, Web, address_fault
from planner.routing.servers.valhalla import Valhalla
from tests.routing.routers import Answer, Fake, cuts_off, drips, falls_silent, floods, hangs_up, says

AT = datetime(2026, 11, 23, tzinfo=UTC)
POINTS = [Point(50.26, 127.53), Point(50.27, 127.53)]
HTML = "<html><body>502 Bad Gateway</body></html>"


def web(fake: Fake) -> Web:
    """A client with little patience."""
    return Web(fake.url, connect_seconds=0.5, read_seconds=0.5, whole_seconds=1.0)


HOSTILE = [
    (says(HTML, kind="text/html"), "not_json"),
    (says(HTML, status=500, kind="text/html"), "status"),
    (says(HTML, status=400, kind="text/html"), "status"),
    (says({"code": "TooBig"}, status=400), "refused"),
    (says({}, status=429), "status"),
    (says({}, status=401), "status"),
    (says("", status=302, Location="http://127.0.0.1:1/secret"), "redirect"),
    (says(b"\xff\xfe\x00"), "not_json"),
    (says("[" * 100_000), "not_json"),
    (says("9" * 10_000), "not_json"),
    (says(""), "not_json"),
    (says("null"), "shape"),
    (says("[]"), "shape"),
    (says("{}"), "shape"),
    (says('"text"'), "shape"),
    (cuts_off, "connection"),
    (hangs_up, "connection"),
    (falls_silent, "timeout"),
    (drips, "timeout"),
    (floods, "too_large"),
]


@pytest.mark.parametrize(("answer", "reason"), HOSTILE)
@pytest.mark.parametrize("kind", [Osrm, Valhalla])
def test_hostile_server_is_no_answer_with_a_reason(
    fake: Fake, kind: type[Osrm] | type[Valhalla], answer: Answer, reason: str
) -> None:
    fake.answer = answer
    client = kind(web(fake))

    for ask in (lambda: client.matrix(POINTS), lambda: client.route(POINTS), lambda: client.snap(POINTS[0])):
        with pytest.raises(NoAnswer) as failed:
            ask()
        assert failed.value.reason == reason


@pytest.mark.parametrize(("answer", "reason"), HOSTILE)
def test_no_connection_outlives_a_bad_answer(fake: Fake, answer: Answer, reason: str) -> None:
    fake.answer = answer

    with pytest.raises(NoAnswer, match=reason) as failed:  # which keeps whatever the question left behind
        Osrm(web(fake)).route(POINTS)

    assert (failed.value.reason, open_to(fake)) == (reason, 0)


def open_to(fake: Fake) -> int:
    """How many connections of this process lead to the server."""
    lead_there = 0
    for each in gc.get_objects():
        if isinstance(each, socket.socket) and each.fileno() != -1:
            with suppress(OSError):
                lead_there += each.getpeername() == fake.address
    return lead_there


def test_server_that_is_not_there_is_no_answer() -> None:
    gone = Fake(says({}))
    gone.close()

    with pytest.raises(NoAnswer, match="connection"):
        Osrm(web(gone)).route(POINTS)


def test_name_that_nobody_knows_is_no_answer() -> None:
    with pytest.raises(NoAnswer, match="connection"):
        Osrm(Web("http://router.invalid")).route(POINTS)


def test_redirect_is_not_followed(fake: Fake) -> None:
    other = Fake(says({"secret": 1}))
    fake.answer = says("", status=307, Location=f"{other.url}/secret")

    with pytest.raises(NoAnswer, match="redirect"):
        Osrm(web(fake)).route(POINTS)

    assert other.asked == []
    other.close()


def test_machine_s_proxy_and_passwords_are_not_used(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = Fake(says({}))
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    monkeypatch.setenv("http_proxy", proxy.url)

    with pytest.raises(NoAnswer, match="shape"):
        Osrm(web(fake)).route(POINTS)

    assert (len(proxy.asked), len(fake.asked)) == (0, 1)
    proxy.close()


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("http://osrm:5000", ""),
        ("https://router.city.ru/osrm/", ""),
        ("http://[::1]:5000", ""),
        ("ftp://osrm", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("osrm:5000", "scheme"),
        ("", "scheme"),
        ("http://", "host"),
        ("http://osrm:port", "host"),
        ("http://a b", "host"),
        ("http://169.254.169.254/latest", "host"),
        ("http://[fe80::1]/", "host"),
        ("http://olga:secret@osrm", "credentials"),
        ("http://osrm/?key=1", "query"),
        ("http://osrm/#x", "query"),
    ],
)
def test_address_that_cannot_be_asked_is_told(address: str, fault: str) -> None:
    assert address_fault(address) == fault


def good_osrm(points: list[Point]) -> Answer:
    """OSRM's answer to a question about these points, of whatever kind: every ride takes five minutes and 2 km."""
    at = [{"location": [point.lon, point.lat], "distance": 12.0} for point in points]
    size = range(len(points))
    return says(
        {
            "code": "Ok",
            "destinations": at,
            "waypoints": at,
            "durations": [[0 if a == b else 300.0 for b in size] for a in size],
            "distances": [[0 if a == b else 2000.0 for b in size] for a in size],
            "routes": [
                {
                    "legs": [{"duration": 300.0, "distance": 2000.0} for _ in pairwise(points)],
                    "geometry": {"coordinates": [[point.lon, point.lat] for point in points]},
                }
            ],
        }
    )


def test_same_plan_is_asked_for_once(fake: Fake) -> None:
    fake.answer = good_osrm(POINTS)
    remote = Remote(Osrm(web(fake)))

    answers = [(remote.route(POINTS, AT), remote.matrix(POINTS, AT)) for _ in range(50)]

    assert len(fake.asked) == 4
    assert len({id(route) for route, _ in answers}) == 1
    assert [leg.minutes for leg in answers[0][0].legs] == [5.0]
    assert (remote.snap(POINTS[0]).metres, len(fake.asked)) == (12.0, 4)


def test_memory_keeps_a_bounded_number() -> None:
    memory = Memory()

    for number in range(100):
        memory.keep("route", number, f"{number}", most=3)
        memory.get("route", 97)

    assert [memory.get("route", number) for number in (96, 97, 98, 99)] == [None, "97", "98", "99"]


def test_failing_server_is_left_alone_and_the_ladder_goes_on(fake: Fake) -> None:
    fake.answer = says(HTML, status=503)
    remote = Remote(Osrm(web(fake)))
    ladder = Ladder((remote, Estimate()))

    routes = [ladder.route(POINTS, AT) for _ in range(20)]

    assert [route.engine for route in routes] == ["estimate"] * 20
    assert (len(fake.asked), remote.circuit.reason, remote.circuit.seconds_left() > 20) == (1, "status", True)


def test_server_that_came_back_is_asked_again(fake: Fake) -> None:
    now = [0.0]
    fake.answer = says(HTML, status=503)
    remote = Remote(Osrm(web(fake)), Circuit(lambda: now[0]))
    ladder = Ladder((remote, Estimate()))
    before = ladder.route(POINTS, AT).engine

    fake.answer, now[0] = good_osrm(POINTS), 31.0
    after = ladder.route(POINTS, AT).engine

    assert (before, after, remote.circuit.reason) == ("estimate", "osrm", "")


def test_question_that_is_refused_is_not_asked_again_and_others_are(fake: Fake) -> None:
    fake.answer = says({"code": "TooBig"}, status=400)
    remote = Remote(Osrm(web(fake)))
    ladder = Ladder((remote, Estimate()))

    refused = [ladder.route(POINTS, AT).engine for _ in range(5)]
    asked, fake.answer = len(fake.asked), good_osrm(POINTS[::-1])
    other = ladder.route(POINTS[::-1], AT).engine

    assert (refused, asked, other, remote.circuit.reason) == (["estimate"] * 5, 1, "osrm", "")


def test_answer_is_kept_for_an_hour(fake: Fake) -> None:
    fake.answer, now = good_osrm(POINTS), [7200.0]
    remote = Remote(Osrm(web(fake)), clock=lambda: now[0])
    counts = []
    for seconds in (0, 3599, 3600):
        now[0] = 7200.0 + seconds
        remote.route(POINTS, AT)
        counts.append(len(fake.asked))

    assert counts == [2, 2, 4]


def test_many_threads_may_ask_one_engine(fake: Fake) -> None:
    fake.answer = good_osrm(POINTS)
    ladder = Ladder((Remote(Osrm(web(fake))), Estimate()))
    engines: list[str] = []
    threads = [
        threading.Thread(target=lambda: engines.extend(ladder.route(POINTS, AT).engine for _ in range(20)))
        for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert engines == ["osrm"] * 160
