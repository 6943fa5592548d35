"""Tests of `planner.services.events.outcome`."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.errors import Conflict, Invalid
from planner.domain.models import Stop, Tour
from planner.domain.words import TourState
from planner.services.events.outcome import close_event, reopen_event
from tests.services.event_story import an_open_event
from tests.services.plan_story import MINUTE


def the_stop(session: Session, tour: Tour) -> Stop:
    """The place of the event."""
    return session.exec(select(Stop).where(Stop.tour_id == tour.id)).one()


def test_event_over_says_how_many_came_and_counts_as_a_visit(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)

        tour = close_event(session, story.olga, tour_id, people_came=34, now=story.start + 55 * MINUTE)

        assert (tour.state, tour.people_came, tour.started_at) == (TourState.CLOSED, 34, story.start)
        assert (the_stop(session, tour).arrived_at, the_stop(session, tour).departed_at) == (
            story.start,
            story.start + 40 * MINUTE,
        )


def test_event_over_may_be_counted_again_and_opened_again(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)
        close_event(session, story.olga, tour_id, now=story.start)
        counted = close_event(session, story.olga, tour_id, people_came=7, now=story.start).people_came

        tour = reopen_event(session, story.olga, tour_id)

        assert (counted, tour.state, tour.started_at) == (7, TourState.PUBLISHED, None)
        assert the_stop(session, tour).arrived_at is None


@pytest.mark.parametrize("people", [-1, 100_001])
def test_event_refuses_a_number_that_cannot_be(sqlite_database: Database, now: datetime, people: int) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)

        with pytest.raises(Invalid) as refusal:
            close_event(session, story.olga, tour_id, people_came=people, now=story.start)

        assert refusal.value.field == "people_came"


def test_event_is_not_over_before_it_began(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story, tour_id = an_open_event(session, now)

        with pytest.raises(Conflict) as early:
            close_event(session, story.olga, tour_id, now=story.start - MINUTE)
        with pytest.raises(Conflict) as bus:
            close_event(session, story.olga, story.tour(session), now=story.start)

        assert (early.value.key, bus.value.key) == ("events.error.not_begun", "events.error.not_event")
