"""The city's routing server is asked while no session is held: others read and write meanwhile, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler

import pytest
from sqlmodel import select

from planner.database import Database
from planner.domain.errors import Invalid
from planner.domain.models import City, Place, Stop
from planner.services.access.visit import Visit, stranger_visit
from planner.services.tours.plan import plan_of
from planner.services.tours.stops import add_stop
from planner.services.travel.settings import set_router
from tests.routing.routers import Fake
from tests.services.plan_story import Story, write_story
from tests.services.travel.test_settings import ADMIN, osrm


class Held:
    """A routing server that writes in the database before it answers, as others do meanwhile."""

    def __init__(self, database: Database) -> None:
        self.database, self.answered = database, 0
        self.held: list[int] = []
        self.fake = Fake(self._answer)

    def _answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        self.held.append(self.database.engine.pool.checkedout())  # type: ignore[attr-defined]
        with self.database.transaction() as session:
            session.exec(select(City)).one().speed_kmh += 1
        osrm(handler, body)
        self.answered += 1


@pytest.fixture
def server(database: Database) -> Iterator[Held]:
    """A routing server that notes how many connections of the database are in use when it is asked."""
    held = Held(database)
    yield held
    held.fake.close()


@pytest.fixture
def asked(database: Database, now: datetime, server: Held) -> tuple[Visit, Story, int]:
    """Olga's visit, her story and a tour of hers, in a city with that server."""
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        set_router(session, ADMIN, kind="osrm", url=server.fake.url)
    visit = stranger_visit(database, language="ru", now=now, here="")
    return replace(visit, actor=story.olga), story, tour_id


def test_stop_is_added_once_with_the_servers_times_while_others_write(
    asked: tuple[Visit, Story, int], server: Held
) -> None:
    visit, story, tour_id = asked

    made = visit.act(
        lambda session: add_stop(session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, far_is_meant=True)
    )
    plan = visit.look_up(lambda session: plan_of(session, story.olga, tour_id, now=visit.now))

    assert ([row.stop.id for row in plan.stops], plan.engine) == ([made.id], "osrm")
    assert plan.stops[0].stop.planned_arrival is not None
    assert (server.answered, set(server.held)) == (len(server.fake.asked), {0})
    assert server.answered > 0


def test_plan_is_drawn_without_a_connection_while_the_server_thinks(
    asked: tuple[Visit, Story, int], server: Held
) -> None:
    visit, story, tour_id = asked
    visit.act(
        lambda session: add_stop(session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, far_is_meant=True)
    )
    with visit.database.transaction() as session:  # moved past the services: nobody has asked for this way
        session.exec(select(Stop)).one().lat = 50.28
    before = server.answered

    plan = visit.look_up(lambda session: plan_of(session, story.olga, tour_id, now=visit.now))

    assert (plan.engine, server.answered > before, set(server.held)) == ("osrm", True, {0})


def test_what_is_refused_after_the_server_answered_leaves_nothing(
    asked: tuple[Visit, Story, int], server: Held
) -> None:
    visit, story, tour_id = asked

    def fail(session: object) -> None:
        add_stop(session, story.olga, tour_id, name="Двор", lat=50.27, lon=127.53, far_is_meant=True)  # type: ignore[arg-type]
        raise Invalid("stops.error.place")

    with pytest.raises(Invalid):
        visit.act(fail)

    with visit.database.reading() as session:
        assert (session.exec(select(Stop)).all(), session.exec(select(Place)).all(), server.answered > 0) == (
            [],
            [],
            True,
        )
