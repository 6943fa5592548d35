"""Tests of `planner.services.ride.ride`: the taps that say what really happened."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import Conflict, NotAllowed, NotFound
from planner.domain.models import Stop, Tour
from planner.domain.models.types import id_of
from planner.domain.words import TourState
from planner.services.ride.ride import (
    Tap,
    TapKind,
    arrive,
    close_ride,
    last_tap,
    leave,
    reopen,
    start_ride,
    undo_tap,
)
from tests.services.ride.ride_steps import restore, skip
from tests.services.ride_story import MINUTE, Story, add_tour, pyotr_joins, write_story


def times(session: Session, story: Story) -> list[tuple[int | None, int | None]]:
    """When the bus came and left, in minutes after the planned start."""

    def minutes(moment: datetime | None) -> int | None:
        return None if moment is None else round((moment - story.start) / MINUTE)

    stops = (story.stop(session, number) for number in (1, 2, 3))
    return [(minutes(stop.arrived_at), minutes(stop.departed_at)) for stop in stops]


def started(session: Session, now: datetime) -> Story:
    """The bus set off at the planned time."""
    story = write_story(session, now)
    start_ride(session, story.oksana, story.tour_id, now=story.start)
    return story


def undo(session: Session, actor: Actor, story: Story) -> None:
    """Takes back whatever was tapped last."""
    tour = session.get_one(Tour, story.tour_id)
    tap = last_tap(tour, [story.stop(session, number) for number in (1, 2, 3)])
    assert tap is not None
    undo_tap(session, actor, story.tour_id, tap)


def test_ride_from_start_to_close_keeps_every_time(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        for number, stop_id in enumerate(story.stop_ids):
            arrive(session, story.oksana, stop_id, now=story.start + (10 + 30 * number) * MINUTE)
            leave(session, story.oksana, stop_id, now=story.start + (30 + 30 * number) * MINUTE)
        tour = close_ride(session, story.oksana, story.tour_id, now=story.start + 100 * MINUTE)

        assert times(session, story) == [(10, 30), (40, 60), (70, 90)]
        assert (tour.state, tour.started_at, tour.closed_at) == (
            TourState.CLOSED,
            story.start,
            story.start + 100 * MINUTE,
        )


def test_start_tapped_twice_keeps_the_first_time(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        tour = start_ride(session, story.olga, story.tour_id, now=story.start + MINUTE)

        assert tour.started_at == story.start


@pytest.mark.parametrize("state", [TourState.DRAFT, TourState.CLOSED, TourState.CANCELLED])
def test_start_of_a_tour_that_is_not_published_is_refused(database: Database, now: datetime, state: TourState) -> None:
    with database.transaction() as session:
        story = write_story(session, now, state=state)

        with pytest.raises(Conflict) as refused:
            start_ride(session, story.oksana, story.tour_id, now=now)

        assert refused.value.key == f"ride.error.{state.value}"


def test_arrival_tapped_twice_is_one_arrival(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        for minute in (10, 11):
            arrive(session, story.oksana, story.stop_ids[0], now=story.start + minute * MINUTE)

        assert times(session, story)[0] == (10, None)


def test_arrival_tapped_on_two_tablets_at_once_is_one_arrival(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
    at_once = Barrier(2)

    def tap(minute: int) -> datetime | None:
        at_once.wait(timeout=10)
        with database.transaction() as session:
            return arrive(session, story.oksana, story.stop_ids[0], now=story.start + minute * MINUTE).arrived_at

    with ThreadPoolExecutor(2) as tablets:
        seen = list(tablets.map(tap, (10, 11)))

    with database.reading() as session:
        assert seen == [story.stop(session, 1).arrived_at] * 2


def test_arrival_before_the_start_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Conflict, match=r"ride\.error\.published"):
            arrive(session, story.oksana, story.stop_ids[0], now=now)


def test_arrival_while_the_stop_before_is_not_left_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start)

        with pytest.raises(Conflict) as refused:
            arrive(session, story.oksana, story.stop_ids[1], now=story.start + MINUTE)

        assert refused.value.key == "ride.error.unfinished"
        assert refused.value.values == {"number": 1, "name": "Рынок"}


def test_arrival_after_the_stop_before_was_skipped_is_fine(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        skip(session, story.oksana, story.stop_ids[0], now=story.start)

        arrive(session, story.oksana, story.stop_ids[1], now=story.start + 20 * MINUTE)

        assert times(session, story) == [(None, None), (20, None), (None, None)]


def test_arrival_at_a_skipped_stop_counts_it_again(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        skip(session, story.oksana, story.stop_ids[0], now=story.start)

        stop = arrive(session, story.oksana, story.stop_ids[0], now=story.start + 9 * MINUTE)

        assert (stop.skipped, times(session, story)[0]) == (False, (9, None))


def test_arrival_behind_the_bus_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        skip(session, story.oksana, story.stop_ids[0], now=story.start)
        arrive(session, story.oksana, story.stop_ids[1], now=story.start + 20 * MINUTE)

        too_late: list[Callable[[], object]] = [
            lambda: arrive(session, story.oksana, story.stop_ids[0], now=story.start + 21 * MINUTE),
            lambda: leave(session, story.oksana, story.stop_ids[0], now=story.start + 21 * MINUTE),
        ]
        for late in too_late:
            with pytest.raises(Conflict, match=r"ride\.error\.passed"):
                late()

        assert story.stop(session, 1).skipped


def test_departure_tapped_twice_keeps_the_first_time(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)

        for minute in (20, 25):
            leave(session, story.oksana, story.stop_ids[0], now=story.start + minute * MINUTE)

        assert times(session, story)[0] == (10, 20)


def test_departure_without_arrival_fills_the_time_at_which_the_bus_should_have_come(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = started(session, now)

        leave(session, story.oksana, story.stop_ids[0], now=story.start + 40 * MINUTE)

        arrived, left = times(session, story)[0]
        assert (arrived, left) == (5, 40)  # 1.1 km × 1.35 at 22 km/h


def test_departure_before_the_bus_could_be_there_fills_the_departure(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        leave(session, story.oksana, story.stop_ids[0], now=story.start + MINUTE)

        assert times(session, story)[0] == (1, 1)


def test_undo_takes_the_taps_back_one_by_one_up_to_the_start(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 20 * MINUTE)
        seen = []

        for _ in range(3):
            undo(session, story.oksana, story)
            seen.append((times(session, story)[0], session.get_one(Tour, story.tour_id).state))

        assert seen == [
            ((10, None), TourState.RIDING),
            ((None, None), TourState.RIDING),
            ((None, None), TourState.PUBLISHED),
        ]
        assert session.get_one(Tour, story.tour_id).started_at is None


def test_undo_of_one_tap_on_two_tablets_takes_back_one(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 20 * MINUTE)
        tap = Tap(TapKind.LEAVE, story.stop_ids[0], story.start + 20 * MINUTE)

        for actor in (story.oksana, story.olga):
            undo_tap(session, actor, story.tour_id, tap)

        assert times(session, story)[0] == (10, None)


def test_undo_of_a_tap_after_which_there_were_others_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 20 * MINUTE)

        with pytest.raises(Conflict, match=r"ride\.error\.not_last"):
            undo_tap(
                session,
                story.oksana,
                story.tour_id,
                Tap(TapKind.ARRIVE, story.stop_ids[0], story.start + 10 * MINUTE),
            )

        assert times(session, story)[0] == (10, 20)


def test_close_leaves_the_present_stop_and_skips_the_rest(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)

        close_ride(session, story.oksana, story.tour_id, now=story.start + 30 * MINUTE)

        assert times(session, story) == [(10, 30), (None, None), (None, None)]
        assert [story.stop(session, number).skipped for number in (1, 2, 3)] == [False, True, True]


def test_close_of_a_ride_that_has_not_started_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        with pytest.raises(Conflict, match=r"ride\.error\.published"):
            close_ride(session, story.oksana, story.tour_id, now=now)


def test_close_tapped_twice_keeps_the_first_time(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        for minute in (100, 101):
            close_ride(session, story.oksana, story.tour_id, now=story.start + minute * MINUTE)

        assert session.get_one(Tour, story.tour_id).closed_at == story.start + 100 * MINUTE


def test_nothing_changes_after_the_close_until_it_is_reopened(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        close_ride(session, story.oksana, story.tour_id, now=story.start + MINUTE)
        stop_id, later = story.stop_ids[0], story.start + 2 * MINUTE
        attempts: list[Callable[[], object]] = [
            lambda: arrive(session, story.oksana, stop_id, now=later),
            lambda: leave(session, story.oksana, stop_id, now=later),
            lambda: skip(session, story.oksana, stop_id, now=later),
            lambda: restore(session, story.oksana, stop_id, now=later),
            lambda: undo_tap(session, story.oksana, story.tour_id, Tap(TapKind.START, None, story.start)),
            lambda: start_ride(session, story.oksana, story.tour_id, now=later),
        ]

        for attempt in attempts:
            with pytest.raises(Conflict, match=r"ride\.error\.closed"):
                attempt()
        tour = reopen(session, story.oksana, story.tour_id)

        assert (tour.state, tour.closed_at) == (TourState.RIDING, None)
        restore(session, story.oksana, stop_id, now=later)
        assert arrive(session, story.oksana, stop_id, now=later).arrived_at == later


def test_reopening_what_rides_changes_nothing_and_what_never_rode_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        with pytest.raises(Conflict, match=r"ride\.error\.published"):
            reopen(session, story.oksana, story.tour_id)
        start_ride(session, story.oksana, story.tour_id, now=story.start)

        tour = reopen(session, story.oksana, story.tour_id)

        assert (tour.state, tour.started_at) == (TourState.RIDING, story.start)


def test_taps_are_for_those_who_lead_this_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        pyotr = pyotr_joins(session, story)
        start_ride(session, story.oksana, story.tour_id, now=story.start)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start)  # it can be done, by the leader
        tap = Tap(TapKind.ARRIVE, story.stop_ids[0], story.start)

        for somebody in (pyotr, story.boris, STRANGER):
            attempts: list[Callable[[], object]] = [
                partial(start_ride, session, somebody, story.tour_id, now=now),
                partial(leave, session, somebody, story.stop_ids[0], now=now),
                partial(arrive, session, somebody, story.stop_ids[0], now=now),
                partial(skip, session, somebody, story.stop_ids[2], now=now),
                partial(restore, session, somebody, story.stop_ids[2], now=now),
                partial(undo_tap, session, somebody, story.tour_id, tap),
                partial(close_ride, session, somebody, story.tour_id, now=now),
                partial(reopen, session, somebody, story.tour_id),
            ]
            for attempt in attempts:
                with pytest.raises(NotAllowed):
                    attempt()

        assert times(session, story) == [(0, None), (None, None), (None, None)]


def test_leader_of_one_tour_cannot_tap_on_another(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        other = add_tour(session, now, state=TourState.PUBLISHED, leader_id=story.boris.person_id)
        start_ride(session, story.boris, id_of(other), now=story.start)
        foreign = session.exec(select(Stop).where(Stop.tour_id == other.id, Stop.position == 1)).one()

        with pytest.raises(NotAllowed):
            arrive(session, story.oksana, id_of(foreign), now=story.start)

        assert foreign.arrived_at is None


def test_tap_at_a_stop_that_is_not_there_is_not_found(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        with pytest.raises(NotFound, match=r"ride\.error\.unknown_stop"):
            arrive(session, story.oksana, 4711, now=now)
