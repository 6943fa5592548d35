"""Tests of `planner.services.tour_calendar`."""

from datetime import datetime

import pytest

from planner.database import Database
from planner.domain.errors import NotFound
from planner.render.calendar import tour_ics
from planner.services.stops import add_stop
from planner.services.tour_calendar import tour_calendar
from planner.services.tours import cancel_tour, publish_tour
from tests.services.plan_story import MINUTE, write_story


def test_calendar_entry_has_times_place_and_stops(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_name="Администрация")
        add_stop(session, story.olga, tour_id, name="Двор", address="ул. Ленина, 5", lat=50.2689932, lon=127.53)
        publish_tour(session, story.olga, tour_id, now=now)

        entry = tour_calendar(session, story.boris, tour_id, now=now, url="http://localhost/tour?id=1")

        assert (entry.summary, entry.location, entry.description) == (
            "Объезд Центра",
            "Администрация",
            "1. 10:03 Двор, ул. Ленина, 5",
        )
        assert (entry.starts_at, entry.ends_at) == (story.start, story.start + 180 * MINUTE)
        assert (entry.sequence, entry.status, entry.url) == (3, "CONFIRMED", "http://localhost/tour?id=1")
        assert tour_ics(entry).startswith(b"BEGIN:VCALENDAR")


def test_cancelled_tour_takes_the_entry_out_of_the_calendar(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        before = tour_calendar(session, story.olga, tour_id, now=now)
        cancel_tour(session, story.olga, tour_id, reason="Снегопад", now=now)

        after = tour_calendar(session, story.olga, tour_id, now=now)

        assert (after.status, after.uid, after.sequence > before.sequence) == ("CANCELLED", before.uid, True)


def test_draft_is_in_nobodys_calendar(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)

        with pytest.raises(NotFound):
            tour_calendar(session, story.boris, tour_id, now=now)
        assert tour_calendar(session, story.olga, tour_id, now=now).summary == "Объезд Центра"
