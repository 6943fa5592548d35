"""Tests of `planner.phrases.tour_route`."""

from datetime import datetime

from planner.database import Database
from planner.domain.geo import Point
from planner.domain.models import Stop
from planner.links import Site
from planner.phrases.tour_route import route_of
from planner.services.tours.plan import plan_of
from planner.services.tours.tours import publish_tour
from tests.services.plan_story import write_story


def test_route_has_ends_stops_times_and_legs(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_name="Администрация", end_name="Гараж")
        stop_ids = story.stops(session, tour_id, 1, 3)
        publish_tour(session, story.olga, tour_id, now=now)

        route = route_of(plan_of(session, story.boris, tour_id, now=now), Site("https://tours.example.ru"))

        assert [(stop.number, stop.name, stop.minutes) for stop in route.stops] == [(1, "1 км", 3), (2, "3 км", 6)]
        assert [round(stop.km or 0, 2) for stop in route.stops] == [1.0, 2.0]
        assert (route.start.name, route.start.at, route.end.name) == ("Администрация", story.start, "Гараж")
        assert (round(route.back_km or 0, 2), route.back_minutes, round(route.km, 2)) == (3.0, 9, 6.0)
        assert route.is_estimate
        codes = [session.get_one(Stop, stop_id).public_code for stop_id in stop_ids]
        assert [stop.public_link for stop in route.stops] == [f"https://tours.example.ru/stop/{code}" for code in codes]


def test_route_without_ends_has_no_leg_to_the_first_stop_and_none_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        nowhere = dict.fromkeys(("start_lat", "start_lon", "end_lat", "end_lon"))
        tour_id = story.tour(session, **nowhere)
        story.stops(session, tour_id, 1, 3)

        route = route_of(plan_of(session, story.olga, tour_id, now=now))

        assert [(stop.km is None, stop.minutes) for stop in route.stops] == [(True, None), (False, 6)]
        assert (route.start.point, route.back_km, route.back_minutes) == (None, None, None)
        assert [stop.public_link for stop in route.stops] == ["", ""]


def test_route_of_a_tour_without_stops_goes_from_start_to_end(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        route = route_of(plan_of(session, story.olga, tour_id, now=now))

        assert (list(route.stops), route.points) == ([], [Point(50.26, 127.53)] * 2)
