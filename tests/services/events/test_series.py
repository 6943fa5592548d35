"""Tests of `planner.services.events.series`."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session

from planner.database import Database
from planner.domain.errors import Invalid
from planner.domain.models.types import id_of
from planner.domain.series import OffDays, SeriesKind, SeriesRule
from planner.domain.words import Answer, TourState
from planner.services.events.series import make_series, plan_series, series_of, undo_series
from planner.services.guests.invitations import answer_invitation, invite_guest
from planner.services.tours.drafts import restore_draft
from planner.services.tours.tours import edit_tour, publish_tour
from tests.services.event_story import an_event
from tests.services.plan_story import Story, write_story

LAST_FRIDAYS = SeriesRule(SeriesKind.MONTHS, 4)


def friday(session: Session, story: Story) -> int:
    """A press approach on the last Friday of November, at ten in the city."""
    return id_of(an_event(session, story, starts_at=datetime(2026, 11, 27, 1, 0, tzinfo=UTC)))


def test_series_makes_drafts_at_the_same_hour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = friday(session, story)

        made = make_series(session, story.olga, tour_id, LAST_FRIDAYS, 3, OffDays.KEEP, with_people=False, now=now)

        starts = [each.starts_at.isoformat() for each in made.tours]
        assert starts == ["2026-12-25T01:00:00+00:00", "2027-01-29T01:00:00+00:00", "2027-02-26T01:00:00+00:00"]
        assert {each.state for each in made.tours} == {TourState.DRAFT}
        assert series_of(session, story.olga, id_of(made.series)).drafts == 3


def test_series_asks_before_it_moves_off_a_holiday(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour_id = friday(session, story)
        rule = SeriesRule(SeriesKind.WEEKS, 4, every=6)

        kept, moved = (
            plan_series(session, story.olga, tour_id, rule, 1, off, now=now) for off in (OffDays.KEEP, OffDays.BEFORE)
        )

        assert [(each.day, each.on, each.is_off) for each in kept] == [(date(2027, 1, 8), date(2027, 1, 8), True)]
        assert [(each.day, (each.on or each.day) < date(2027, 1, 1)) for each in moved] == [(date(2027, 1, 8), True)]


def test_series_undone_leaves_what_somebody_has_touched(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = friday(session, story)
        made = make_series(session, story.olga, tour_id, LAST_FRIDAYS, 5, OffDays.KEEP, with_people=False, now=now)
        first, second, third, *rest = (id_of(each) for each in made.tours)
        publish_tour(session, story.olga, first, now=now)
        edit_tour(session, story.olga, second, now=now, note="Другое место")
        guest = invite_guest(session, story.olga, third, name="Тамара Петровна", now=now)
        answer_invitation(session, story.olga, id_of(guest), answer=Answer.YES, now=now)

        gone = undo_series(session, story.olga, id_of(made.series))

        left = series_of(session, story.olga, id_of(made.series))
        assert (gone, [each.id for each in left.tours]) == ((2, 3), [first, second, third])
        assert undo_series(session, story.olga, id_of(made.series)) == (0, 3)
        assert restore_draft(session, story.olga, rest[0]).state is TourState.DRAFT


def test_series_with_no_day_left_is_refused(sqlite_database: Database, now: datetime) -> None:
    with sqlite_database.transaction() as session:
        story = write_story(session, now)
        tour_id = friday(session, story)
        sundays = SeriesRule(SeriesKind.WEEKS, 6)

        with pytest.raises(Invalid) as refusal:
            make_series(session, story.olga, tour_id, sundays, 2, OffDays.SKIP, with_people=False, now=now)

        assert (refusal.value.key, refusal.value.field) == ("series.error.none", "off")
