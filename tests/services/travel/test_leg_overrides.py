"""Tests of `planner.services.travel.leg_overrides`: minutes of a leg set by hand, kept for later tours until a day."""

from datetime import date, datetime, timedelta

import pytest

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import LegOverride, Tour
from planner.domain.models.types import id_of
from planner.services.tours.plan import keep_times, plan_of
from planner.services.tours.undo import remember_plan, restore_plan
from planner.services.travel.leg_overrides import (
    list_overrides,
    override_of_leg,
    remove_override,
    return_override,
    set_leg_minutes,
)
from tests.services.plan_story import Story, write_story

A, B = Point(50.26 + 0.0089932, 127.53), Point(50.26 + 3 * 0.0089932, 127.53)
TODAY = date(2026, 11, 23)


def roadworks(story: Story, session: object, **changes: object) -> LegOverride:
    """25 minutes from the stop at 1 km to the stop at 3 km, which would take 6."""
    given = {"start": A, "end": B, "minutes": 25, "reason": "Ремонт дороги", "until": TODAY + timedelta(days=7)}
    return set_leg_minutes(session, story.olga, now=story.now, **{**given, **changes})  # type: ignore[arg-type]


def test_leg_set_by_hand_changes_the_plan_and_later_ones_until_its_day(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tours = [
            story.tour(session, starts_at=start, ends_at=start + timedelta(hours=3))
            for start in (story.start + timedelta(days=days) for days in (0, 7, 8))
        ]
        for tour_id in tours:
            story.stops(session, tour_id, 1, 3)

        roadworks(story, session)

        plans = [plan_of(session, story.olga, tour_id, now=now) for tour_id in tours]
        assert [plan.stops[1].row.minutes_from_previous for plan in plans] == [25, 25, 6]
        assert [plan.stops[1].source for plan in plans] == ["by_hand", "by_hand", "estimate"]
        assert [plan.engine for plan in plans] == ["estimate"] * 3


def test_leg_set_by_hand_does_not_rewrite_tours_of_the_past(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        past = story.tour(session, starts_at=story.start - timedelta(days=1), ends_at=story.start)
        story.stops(session, past, 1, 3)

        roadworks(story, session)

        assert plan_of(session, story.olga, past, now=now).stops[1].row.minutes_from_previous == 6


def test_newer_one_replaces_the_older(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        older, other = roadworks(story, session), roadworks(story, session, start=Point(50.3, 127.6))

        newer = roadworks(story, session, minutes=12, start=B, end=A)

        assert [row.id for row in list_overrides(session, story.olga, now=now)] == [other.id, newer.id]
        assert older.removed_at == now
        assert override_of_leg(session, story.olga, A, B, on=TODAY) is newer


def test_one_that_was_taken_back_can_come_again(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        override = roadworks(story, session)

        remove_override(session, story.olga, id_of(override), now=now)
        without = override_of_leg(session, story.olga, A, B, on=TODAY)
        return_override(session, story.olga, id_of(override))

        assert (without, override_of_leg(session, story.olga, A, B, on=TODAY)) == (None, override)


def test_undoing_a_change_of_the_plan_takes_the_minutes_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        story.stops(session, tour_id, 1, 3)
        first = roadworks(story, session, minutes=10)
        memory = remember_plan(session, story.olga, tour_id)
        roadworks(story, session, minutes=25)
        keep_times(session, session.get_one(Tour, tour_id))

        tour = session.get_one(Tour, tour_id)
        restore_plan(session, story.olga, memory, version=tour.version, now=now)

        assert override_of_leg(session, story.olga, A, B, on=TODAY) is first
        assert plan_of(session, story.olga, tour_id, now=now).stops[1].row.minutes_from_previous == 10


@pytest.mark.parametrize(
    ("changes", "key", "field"),
    [
        ({"minutes": -1}, "travel.error.minutes", "minutes"),
        ({"minutes": 241}, "travel.error.minutes", "minutes"),
        ({"reason": "  "}, "travel.error.reason", "reason"),
        ({"reason": "x" * 201}, "typed.error.too_long", "reason"),
        ({"until": TODAY - timedelta(days=1)}, "travel.error.until", "until"),
        ({"end": A}, "travel.error.one_place", None),
        ({"end": Point(float("nan"), 127.5)}, "travel.error.one_place", None),
    ],
)
def test_what_cannot_be_is_refused(
    database: Database, now: datetime, changes: dict[str, object], key: str, field: str | None
) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Invalid) as refused:
            roadworks(story, session, **changes)

        assert (refused.value.key, refused.value.field) == (key, field)
        assert list_overrides(session, story.olga, now=now) == []


def test_only_planners_set_see_and_remove_them(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        override = roadworks(story, session)

        for actor in (story.oksana, STRANGER):
            with pytest.raises(NotAllowed):
                set_leg_minutes(session, actor, start=A, end=B, minutes=5, reason="Так", until=TODAY, now=now)
            with pytest.raises(NotAllowed):
                list_overrides(session, actor, now=now)
            with pytest.raises(NotAllowed):
                remove_override(session, actor, id_of(override), now=now)
            with pytest.raises(NotAllowed):
                return_override(session, actor, id_of(override))

        assert list_overrides(session, story.olga, now=now) == [override]
        with pytest.raises(NotFound):
            remove_override(session, story.olga, 99, now=now)
