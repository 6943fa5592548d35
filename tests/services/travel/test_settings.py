"""Tests of `planner.services.travel.settings`: the routing server, the bus, the factors, and who may set them."""

import socket
from collections.abc import Iterator
from datetime import datetime, time
from urllib.parse import urlsplit

import pytest

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Invalid, NotAllowed
from planner.domain.models import City
from planner.domain.travel_factors import FactorRule
from planner.domain.words import Role
from planner.services.city.city import get_city
from planner.services.tours.plan import plan_of
from planner.services.travel.settings import (
    RouterCheck,
    check_router,
    engine_states,
    set_bus,
    set_factors,
    set_learning,
    set_router,
)
from tests.routing.routers import Fake, says
from tests.services.plan_story import write_story

CITY = City(view_lat=50.27, view_lon=127.54)
ADMIN = Actor(name="Администратор", roles=frozenset({Role.ADMIN}))


def osrm(handler: object, body: bytes) -> None:
    """An OSRM with a street everywhere, on which a kilometre takes two minutes."""
    parts = urlsplit(handler.path)  # type: ignore[attr-defined]
    at = [list(map(float, each.split(","))) for each in parts.path.rsplit("/", 1)[1].split(";")]
    points = [{"location": each, "distance": 7.0} for each in at]
    leg, table = {"duration": 120.0, "distance": 1000.0}, [[120.0] * len(at)] * len(at)
    route = {"legs": [leg] * (len(at) - 1), "geometry": {"coordinates": at}}
    answer = {"code": "Ok", "waypoints": points, "destinations": points, "routes": [route]}
    says(answer | {"durations": table, "distances": table})(handler, body)  # type: ignore[arg-type]


@pytest.fixture
def server() -> Iterator[Fake]:
    """A routing server on this machine."""
    fake = Fake(osrm)
    yield fake
    fake.close()


def test_routing_server_computes_the_plan_and_is_asked_once(database: Database, now: datetime, server: Fake) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 3)
        set_router(session, ADMIN, kind="osrm", url=f" {server.url} ")

        plans = [plan_of(session, story.olga, tour_id, now=now) for _ in range(20)]

        assert [round(leg.minutes, 1) for leg in plans[0].legs] == [2.0, 2.0, 2.0]
        assert ({plan.engine for plan in plans}, len(server.asked)) == ({"osrm"}, 2)
        assert [rung.present for rung in engine_states(session, story.olga)] == [True, False, True]


def test_routing_server_that_is_gone_leaves_the_estimate_and_says_so(database: Database, now: datetime) -> None:
    gone = Fake(osrm)
    gone.close()
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        set_router(session, ADMIN, kind="osrm", url=gone.url)

        plan = plan_of(session, story.olga, tour_id, now=now)

        state = engine_states(session, story.olga)[0]
        assert (plan.engine, state.name, state.reason, 0 < state.seconds <= 30) == (
            "estimate",
            "osrm",
            "connection",
            True,
        )


def test_trial_says_what_the_server_answers(database: Database, now: datetime, server: Fake) -> None:
    with database.transaction() as session:
        write_story(session, now)
        found = {}
        for name, answer in (
            ("works", osrm),
            ("html", says("<html>", kind="text/html")),
            ("moved", says("", status=301, Location="http://example.org")),
            ("elsewhere", says({"code": "NoSegment", "message": "coordinate 0"}, status=400)),
        ):
            server.answer = answer
            found[name] = check_router(ADMIN, CITY, kind="osrm", url=server.url)

    assert found == {
        "works": RouterCheck("", 2, 1.0, 7),
        "html": RouterCheck("not_json"),
        "moved": RouterCheck("redirect"),
        "elsewhere": RouterCheck("other_city"),
    }


def test_trial_of_a_silent_port_ends() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        found = check_router(ADMIN, CITY, kind="osrm", url=f"http://127.0.0.1:{listening.getsockname()[1]}")

    assert found == RouterCheck("timeout")


@pytest.mark.parametrize(
    ("kind", "url", "key"),
    [
        ("osrm", "file:///etc/passwd", "travel.error.address_scheme"),
        ("osrm", "", "travel.error.address_scheme"),
        ("osrm", "http://olga:secret@osrm", "travel.error.address_credentials"),
        ("valhalla", "http://169.254.169.254", "travel.error.address_host"),
        ("valhalla", "http://router/?a=1", "travel.error.address_query"),
        ("ors", "http://router", "travel.error.kind"),
    ],
)
def test_server_that_must_not_be_asked_is_refused(
    database: Database, now: datetime, kind: str, url: str, key: str
) -> None:
    with database.transaction() as session:
        write_story(session, now)

        with pytest.raises(Invalid) as refused:
            set_router(session, ADMIN, kind=kind, url=url)
        with pytest.raises(Invalid) as unasked:
            check_router(ADMIN, CITY, kind=kind, url=url)

        assert (refused.value.key, unasked.value.key) == (key, key)

        assert get_city(session).router_url == ""


def test_factors_are_kept_and_change_the_plan(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1)
        before = plan_of(session, story.olga, tour_id, now=now).legs[0].minutes

        set_factors(session, ADMIN, [FactorRule("Зима", 150, months=frozenset({11}))])
        after = plan_of(session, story.olga, tour_id, now=now).legs[0].minutes

        assert round(after / before, 3) == 1.5


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (FactorRule(" ", 115), "name"),
        (FactorRule("x" * 61, 115), "name"),
        (FactorRule("Зима", 49), "percent"),
        (FactorRule("Зима", 301), "percent"),
        (FactorRule("Утро", 120, starts=time(8)), "starts"),
    ],
)
def test_factor_that_cannot_be_is_refused(database: Database, now: datetime, rule: FactorRule, field: str) -> None:
    with database.transaction() as session:
        write_story(session, now)

        with pytest.raises(Invalid) as refused:
            set_factors(session, ADMIN, [rule])

        assert refused.value.field == field
    with database.transaction() as session, pytest.raises(Invalid):
        set_factors(session, ADMIN, [FactorRule("Зима", 115)] * 21)


def test_bus_is_kept_and_checked(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        write_story(session, now)

        set_bus(session, ADMIN, weight_t=12, height_m=3.5, length_m=12)
        with pytest.raises(Invalid) as refused:
            set_bus(session, ADMIN, weight_t=12, height_m=float("nan"), length_m=12)

        city = get_city(session)
        assert (city.bus_weight_t, city.bus_height_m, city.bus_length_m) == (12, 3.5, 12)
        assert refused.value.field == "height_m"


def test_only_administrators_set_and_only_planners_see(database: Database, now: datetime, server: Fake) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        for actor in (story.olga, story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                set_router(session, actor, kind="osrm", url=server.url)
            with pytest.raises(NotAllowed):
                check_router(actor, CITY, kind="osrm", url=server.url)
            with pytest.raises(NotAllowed):
                set_factors(session, actor, [])
            with pytest.raises(NotAllowed):
                set_learning(session, actor, learns=False)
            with pytest.raises(NotAllowed):
                set_bus(session, actor, weight_t=1, height_m=1, length_m=1)
        for actor in (story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                engine_states(session, actor)

        assert server.asked == []
        set_router(session, ADMIN, kind="osrm", url=server.url)
        set_learning(session, ADMIN, learns=False)
        city = session.get_one(City, 1)
        assert (city.router_kind, city.learns, len(engine_states(session, story.olga))) == ("osrm", False, 3)
