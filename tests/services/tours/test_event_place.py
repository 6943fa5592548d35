"""Tests of `planner.services.tours.event_place`, through the services that make and change tours."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import AgendaItem, Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourKind, TourState
from planner.services.ride.ride import start_ride
from planner.services.tours.stops import AgendaEntry, add_stop, edit_stop, remove_stop, set_agenda
from planner.services.tours.tours import copy_tour, edit_tour, publish_tour
from tests.services.event_story import an_event
from tests.services.plan_story import MINUTE, write_story


def the_stops(session: Session, tour: Tour) -> list[tuple[str, float, float, int, int]]:
    """Name, point, minutes of each stop."""
    stops = session.exec(select(Stop).where(Stop.tour_id == tour.id).order_by(Stop.position)).all()  # type: ignore[arg-type]
    return [(each.name, each.lat, each.lon, each.minutes_off, each.minutes_talk) for each in stops]


def test_event_has_its_place_as_its_only_stop(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)

        tour = an_event(session, story)

        stop = session.exec(select(Stop).where(Stop.tour_id == tour.id)).one()
        assert the_stops(session, tour) == [("Сквер Ленина", 50.25, 127.54, 0, 40)]
        assert (stop.planned_arrival, stop.planned_departure) == (tour.starts_at, tour.ends_at)
        assert tour.end_point == tour.start_point


def test_event_moved_takes_its_stop_and_its_topics_along(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour = an_event(session, story)
        stop = session.exec(select(Stop).where(Stop.tour_id == tour.id)).one()
        set_agenda(session, story.olga, id_of(stop), [AgendaEntry("Что сделано", "Борис", 10)])

        place: dict[str, Any] = {"start_name": "Набережная", "start_lat": 50.26, "start_lon": 127.55}
        edit_tour(session, story.olga, id_of(tour), now=now, ends_at=story.start + 60 * MINUTE, **place)

        assert the_stops(session, tour) == [("Набережная", 50.26, 127.55, 0, 60)]
        assert [each.text for each in session.exec(select(AgendaItem)).all()] == ["Что сделано"]


def test_event_without_a_place_is_a_draft_that_cannot_be_published(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour = an_event(session, story, start_name="", start_lat=None, start_lon=None)

        with pytest.raises(Invalid) as refusal:
            publish_tour(session, story.olga, id_of(tour), now=now)

        assert (refusal.value.key, the_stops(session, tour)) == ("events.error.no_place", [])


def test_event_copied_has_one_stop(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour = an_event(session, story)

        copy = copy_tour(session, story.olga, id_of(tour), starts_at=story.start + 24 * 60 * MINUTE, now=now)

        assert the_stops(session, copy) == the_stops(session, tour)


def test_event_published_has_no_page_for_those_who_wait_for_a_bus(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)

        tour = publish_tour(session, story.olga, id_of(an_event(session, story)), now=now)

        codes = session.exec(select(Stop.public_code).where(Stop.tour_id == tour.id)).all()
        assert (tour.state, list(codes)) == (TourState.PUBLISHED, [None])


@pytest.mark.parametrize("what", ["add", "edit", "remove", "ride", "clear", "become"])
def test_event_refuses_what_only_a_bus_tour_has(sqlite_database: Database, now: datetime, what: str) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour = publish_tour(session, story.olga, id_of(an_event(session, story)), now=now)
        tour_id, olga = id_of(tour), story.olga
        stop_id = id_of(session.exec(select(Stop).where(Stop.tour_id == tour_id)).one())
        bus = story.tour(session)
        story.stops(session, bus, 1)
        nowhere: dict[str, Any] = {"start_name": "", "start_lat": None, "start_lon": None}
        ways: dict[str, Callable[[], object]] = {
            "add": lambda: add_stop(session, olga, tour_id, name="Ещё", lat=50.2, lon=127.5),
            "edit": lambda: edit_stop(session, olga, stop_id, minutes_talk=5),
            "remove": lambda: remove_stop(session, olga, stop_id),
            "ride": lambda: start_ride(session, olga, tour_id, now=now),
            "clear": lambda: edit_tour(session, olga, tour_id, now=now, **nowhere),
            "become": lambda: edit_tour(session, olga, bus, now=now, kind=TourKind.FIELD_EVENT),
        }

        with pytest.raises((Conflict, Invalid)) as refusal:
            ways[what]()

        told = {"clear": "events.error.place", "become": "events.error.kind"}
        assert refusal.value.key == told.get(what, "events.error.one_place")
