"""Tests of `planner.services.events.over_years`, counted by hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from planner.database import Database
from planner.domain.models import Instruction, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.tour_filter import TourFilter
from planner.domain.words import InstructionState, IssueState, Outcome, TourKind, TourState
from planner.services.events.over_years import SeriesYear, series_over_years
from tests.services.event_story import an_event
from tests.services.plan_story import Story, write_story

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 5, 14, 1, 0, tzinfo=UTC)
"""10:00 in the city."""
FIXED: dict[str, Any] = {"state": IssueState.CLOSED, "outcome": Outcome.FIXED}
S = InstructionState


def a_round(session: Session, starts_at: datetime, title: str = "Объезд школ", **fields: Any) -> Tour:
    """A tour of three hours as planned, which is over."""
    given = {"state": TourState.CLOSED, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}
    tour = Tour(**{"title": title, "created_at": starts_at, **given, **fields})
    session.add(tour)
    session.flush()
    return tour


def raised_on(session: Session, story: Story, tour: Tour, *promises: dict[str, Any], **fields: Any) -> None:
    """An issue of that tour with its instructions."""
    values = {"lat": 50.27, "lon": 127.54, "category_id": story.category_id, "created_at": tour.starts_at}
    issue = Issue(**{**values, "tour_id": tour.id, **fields})
    session.add(issue)
    session.flush()
    for promise in promises:
        about = {"issue_id": id_of(issue), "text": "Починить", "agency_id": story.roads_id, "due_on": TODAY}
        session.add(Instruction(**{**about, "given_at": tour.starts_at, **promise}))
    session.flush()


def test_series_is_counted_by_year_of_the_city(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        new_year = datetime(2025, 12, 31, 15, 0, tzinfo=UTC)  # 00:00 of 1 January 2026 in the city
        first = a_round(session, new_year - timedelta(minutes=1))
        ridden: dict[str, Any] = {"started_at": MORNING, "closed_at": MORNING + timedelta(minutes=130)}
        second, third = a_round(session, new_year), a_round(session, MORNING, **ridden)
        a_round(session, MORNING, started_at=MORNING, closed_at=MORNING + timedelta(days=2))
        a_round(session, MORNING, state=TourState.CANCELLED)
        an_event(session, story)
        raised_on(session, story, first, {"state": S.CLOSED, "reported_on": TODAY}, **FIXED)
        raised_on(session, story, second, {"state": S.ASSIGNED}, {"state": S.CANCELLED}, internal=True)
        raised_on(session, story, third, {"state": S.REPORTED, "reported_on": TODAY + timedelta(days=1)})
        raised_on(session, story, third, {"state": S.IN_WORK, "due_on": TODAY - timedelta(days=1)}, **FIXED)
        raised_on(session, story, third, {"state": S.CLOSED, "reported_on": TODAY, "late_before": 3})
        raised_on(session, story, third, deleted=True)

        years = series_over_years(session, story.olga, TourFilter(kind=TourKind.BUS_TOUR, year=2026), today=TODAY)
        told = series_over_years(session, story.boris, TourFilter(), today=TODAY)

        assert list(years) == [2026, 2025]
        assert years[2025] == SeriesYear(rounds=1, minutes=180, raised=1, fixed=1, promises=1, kept=1)
        assert years[2026] == SeriesYear(
            rounds=3, minutes=180 + 130 + 180, raised=4, fixed=1, promises=4, kept=0, missed=3
        )
        assert (told[2026].raised, told[2026].promises) == (3, 3)


def test_series_is_what_the_filter_finds_in_any_year(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        for title, leader_id in (("Объезд школ", story.olga.person_id), ("Объезд дворов", None), ("Школьный", None)):
            a_round(session, MORNING, title, leader_id=leader_id)
        a_round(session, MORNING - timedelta(days=365), "Объезд школ")
        a_round(session, MORNING, "Пресс-подход в школе", kind=TourKind.PRESS_APPROACH)

        def rounds(**wanted: Any) -> dict[int, int]:
            found = series_over_years(session, story.olga, TourFilter(**wanted), today=TODAY)
            return {year: told.rounds for year, told in found.items()}

        assert rounds() == {2026: 4, 2025: 1}
        assert rounds(kind=TourKind.BUS_TOUR, text="объезд школ", year=2026, state=TourState.DRAFT) == {
            2026: 1,
            2025: 1,
        }
        assert rounds(kind=TourKind.PRESS_APPROACH) == {2026: 1}
        assert rounds(leader_id=story.olga.person_id) == {2026: 1}
        assert rounds(text="больница") == {}
