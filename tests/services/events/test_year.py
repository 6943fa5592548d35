"""Tests of `planner.services.events.year`, counted by hand."""

from datetime import UTC, datetime

from planner.database import Database
from planner.domain.models import Participant, Tour
from planner.domain.models.types import id_of
from planner.domain.words import SeatGroup, TourKind, TourState
from planner.services.events.media import note_came, save_media_guest
from planner.services.events.outcome import close_event
from planner.services.events.year import Count, year_counts
from planner.services.tours.tours import cancel_tour, publish_tour
from tests.services.event_story import an_event
from tests.services.plan_story import MINUTE, write_story

NEW_YEAR = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
"""00:00 of 1 January 2027 in the city."""


def test_year_counts_kinds_people_and_media(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        held = publish_tour(session, story.olga, id_of(an_event(session, story)), now=now)
        for outlet, came in (("Первый", True), ("Второй", False)):
            guest = save_media_guest(session, story.olga, id_of(held), outlet=outlet)
            note_came(session, story.olga, id_of(held), {id_of(guest): came})
        close_event(session, story.olga, id_of(held), people_came=34, now=story.start)
        meeting = an_event(session, story, kind=TourKind.FIELD_EVENT)
        publish_tour(session, story.olga, id_of(meeting), now=now)
        close_event(session, story.olga, id_of(meeting), now=story.start)
        called_off = an_event(session, story, kind=TourKind.FIELD_EVENT)
        cancel_tour(session, story.olga, id_of(called_off), reason="Снегопад", now=now)
        bus = session.get_one(Tour, story.tour(session))
        bus.state = TourState.CLOSED
        for name, group in (("А", SeatGroup.AGENCY), ("Б", SeatGroup.PRESS)):
            session.add(Participant(tour_id=id_of(bus), name=name, group=group, invited_at=now, boarded_at=story.start))
        session.add(Participant(tour_id=id_of(bus), name="В", invited_at=now))
        for starts_at in (NEW_YEAR - MINUTE, NEW_YEAR):
            an_event(session, story, starts_at=starts_at)

        counts = year_counts(session, story.olga, 2026)

        assert counts.of_kind(TourKind.PRESS_APPROACH) == Count(held=1, coming=1, people=34, media=1)
        assert counts.of_kind(TourKind.FIELD_EVENT) == Count(held=1, cancelled=1, uncounted=1)
        assert counts.of_kind(TourKind.BUS_TOUR) == Count(held=1, people=2, media=1)
        assert counts.of_month(11) == Count(held=3, cancelled=1, people=36, media=2, uncounted=1)
        assert counts.of_month(12) == Count(coming=1)
        assert year_counts(session, story.olga, 2027).total == Count(coming=1)
        assert year_counts(session, story.boris, 2026).total.coming == 0
