"""Tests of `planner.services.travel.learning`: real rides against computed ones."""

from datetime import datetime, timedelta

from sqlmodel import Session, select

from planner.database import Database
from planner.domain.models import City, Stop, Tour
from planner.domain.words import TourState
from planner.services.ride.ride import arrive, close_ride, leave, start_ride
from planner.services.tours.plan import keep_times, plan_of
from planner.services.tours.tours import publish_tour
from planner.services.travel.learning import learn_from_rides
from tests.services.plan_story import MINUTE, Story, write_story
from tests.services.ride.ride_steps import skip


def ridden(story: Story, session: Session, *, minutes: float, kilometres: tuple[float, ...] = (1, 3, 5)) -> Tour:
    """A closed tour whose rides of 6 computed minutes took so many, from 10:00 on."""
    tour_id = story.tour(session)
    stops = story.stops(session, tour_id, *kilometres)
    publish_tour(session, story.olga, tour_id, now=story.now)
    clock = story.start
    start_ride(session, story.olga, tour_id, now=clock)
    for stop_id in stops:
        clock += minutes * MINUTE
        arrive(session, story.olga, stop_id, now=clock)
        clock += 10 * MINUTE
        leave(session, story.olga, stop_id, now=clock)
    return close_ride(session, story.olga, tour_id, now=clock + minutes * MINUTE)


def learned(session: Session) -> object:
    """What the city has learned."""
    return session.get_one(City, 1).learned_factors


def test_closed_tour_teaches_how_long_rides_take_at_that_hour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        for _ in range(4):
            ridden(story, session, minutes=9)

        assert learned(session) == {"estimate": [{"from": 10, "to": 12, "percent": 125, "rides": 8}]}


def test_later_plans_take_what_was_learned(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for _ in range(4):
            ridden(story, session, minutes=9)
        tour_id = story.tour(session, ends_at=story.start + timedelta(hours=1))
        story.stops(session, tour_id, 2)

        with_it = plan_of(session, story.olga, tour_id, now=now).legs[0].minutes
        session.get_one(City, 1).learns = False
        without = plan_of(session, story.olga, tour_id, now=now).legs[0].minutes

        assert (round(with_it, 2), round(without, 2)) == (7.5, 6.0)


def test_what_was_learned_is_not_learned_twice(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for _ in range(4):
            ridden(story, session, minutes=9)

        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 3)
        keep_times(session, session.get_one(Tour, tour_id))

        kept = session.exec(select(Stop.ride_minutes).where(Stop.tour_id == tour_id)).all()
        assert [minutes and round(minutes, 3) for minutes in kept] == [None, 6.0]


def test_rides_that_say_nothing_are_left_out(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, second, third, fourth = story.stops(session, tour_id, 1, 3, 5, 7)
        publish_tour(session, story.olga, tour_id, now=now)
        start_ride(session, story.olga, tour_id, now=story.start)
        arrive(session, story.olga, first, now=story.start + 9 * MINUTE)
        leave(session, story.olga, first, now=story.start + 20 * MINUTE)
        leave(session, story.olga, second, now=story.start + 50 * MINUTE)
        skip(session, story.olga, third, now=story.start + 50 * MINUTE)
        arrive(session, story.olga, fourth, now=story.start + 80 * MINUTE)

        close_ride(session, story.olga, tour_id, now=story.start + 90 * MINUTE)

        assert session.get_one(Stop, second).arrival_assumed
        assert learned(session) in (None, {})


def test_arrival_that_is_tapped_after_all_counts(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        first, second = story.stops(session, tour_id, 1, 3)
        publish_tour(session, story.olga, tour_id, now=now)
        start_ride(session, story.olga, tour_id, now=story.start)
        arrive(session, story.olga, first, now=story.start + 9 * MINUTE)
        leave(session, story.olga, first, now=story.start + 20 * MINUTE)
        leave(session, story.olga, second, now=story.start + 50 * MINUTE)
        stop = session.get_one(Stop, second)
        stop.arrived_at = stop.departed_at = None

        arrive(session, story.olga, second, now=story.start + 29 * MINUTE)
        close_ride(session, story.olga, tour_id, now=story.start + 90 * MINUTE)

        assert learned(session) == {"estimate": [{"from": 10, "to": 12, "percent": 106, "rides": 1}]}


def test_tour_that_is_not_closed_any_more_stops_teaching(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour = ridden(story, session, minutes=9)
        assert learned(session) != {}

        tour.state = TourState.RIDING
        learn_from_rides(session, now=now)

        assert learned(session) == {}


def test_rides_of_long_ago_are_forgotten(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        ridden(story, session, minutes=9)

        learn_from_rides(session, now=now + timedelta(days=402))

        assert learned(session) == {}
