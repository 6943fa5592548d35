"""Tests of `planner.services.tours.plan_legs`: a leg of one plan, set by hand where the plan is looked at."""

from datetime import date, datetime, timedelta

import pytest

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from planner.domain.models import Stop, Tour
from planner.domain.words import TourState
from planner.services.tours.plan import plan_of
from planner.services.tours.plan_legs import leg_of_plan, reset_leg_of_plan, set_leg_of_plan
from planner.services.tours.undo import remember_plan, restore_plan
from planner.services.travel.leg_overrides import list_overrides
from tests.services.plan_story import MINUTE, write_story

TODAY = date(2026, 11, 23)
BY_HAND = {"minutes": 30, "reason": "Ремонт моста", "until": TODAY + timedelta(days=7), "both_ways": True}


def test_leg_to_a_stop_and_the_way_back_are_set(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_name="Площадь", end_name="Гараж")
        first, second = story.stops(session, tour_id, 1, 3)

        set_leg_of_plan(session, story.olga, tour_id, second, now=now, **BY_HAND)  # type: ignore[arg-type]
        set_leg_of_plan(session, story.olga, tour_id, None, now=now, **{**BY_HAND, "minutes": 12})  # type: ignore[arg-type]

        plan = plan_of(session, story.olga, tour_id, now=now)
        assert [round(leg.minutes) for leg in plan.legs] == [3, 30, 12]
        assert plan.sources == ("estimate", "by_hand", "by_hand")
        assert session.get_one(Stop, second).planned_arrival == story.start + (3 + 17 + 30) * MINUTE
        names = [(row.from_name, row.to_name) for row in list_overrides(session, story.olga, now=now)]
        assert names == [("1 км", "3 км"), ("3 км", "Гараж")]
        assert leg_of_plan(session, story.olga, tour_id, first).override is None


def test_leg_goes_back_to_what_is_computed_and_the_change_is_undone(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        _, second = story.stops(session, tour_id, 1, 3)
        set_leg_of_plan(session, story.olga, tour_id, second, now=now, **BY_HAND)  # type: ignore[arg-type]
        memory = remember_plan(session, story.olga, tour_id)

        reset_leg_of_plan(session, story.olga, tour_id, second, now=now)
        reset = plan_of(session, story.olga, tour_id, now=now).legs[1].minutes
        version = session.get_one(Tour, tour_id).version
        restore_plan(session, story.olga, memory, version=version, now=now)

        assert round(reset) == 6
        assert plan_of(session, story.olga, tour_id, now=now).legs[1].minutes == 30


def test_version_and_engine_of_the_plan_are_kept(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)
        before = session.get_one(Tour, tour_id).version

        set_leg_of_plan(session, story.olga, tour_id, stop_id, now=now, **BY_HAND)  # type: ignore[arg-type]

        tour, stop = session.get_one(Tour, tour_id), session.get_one(Stop, stop_id)
        assert (tour.version, tour.engine, stop.ride_engine, stop.ride_minutes) == (
            before + 1,
            "estimate",
            "by_hand",
            None,
        )


def test_leg_that_nobody_drives_is_not_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session, start_lat=None, start_lon=None, end_lat=None, end_lon=None)
        first, second = story.stops(session, tour_id, 1, 3)
        session.get_one(Stop, second).skipped = True

        for stop_id in (first, second, None, 99):
            with pytest.raises(NotFound):
                set_leg_of_plan(session, story.olga, tour_id, stop_id, now=now, **BY_HAND)  # type: ignore[arg-type]

        assert list_overrides(session, story.olga, now=now) == []


def test_refusals_come_through(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        tour_id = story.tour(session)
        (stop_id,) = story.stops(session, tour_id, 1)

        with pytest.raises(Invalid):
            set_leg_of_plan(session, story.olga, tour_id, stop_id, now=now, **{**BY_HAND, "reason": ""})  # type: ignore[arg-type]
        for actor, error in ((story.oksana, NotFound), (STRANGER, NotAllowed)):
            with pytest.raises(error):
                set_leg_of_plan(session, actor, tour_id, stop_id, now=now, **BY_HAND)  # type: ignore[arg-type]
        session.get_one(Tour, tour_id).state = TourState.RIDING
        with pytest.raises(Conflict):
            set_leg_of_plan(session, story.olga, tour_id, stop_id, now=now, **BY_HAND)  # type: ignore[arg-type]

        assert list_overrides(session, story.olga, now=now) == []
