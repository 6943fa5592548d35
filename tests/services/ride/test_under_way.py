"""Tests of `planner.services.ride.under_way`: where the bus is now, and what each visitor may know of it."""

from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, update

from planner.database import Database
from planner.domain.actor import STRANGER, Actor
from planner.domain.errors import NotAllowed, NotFound
from planner.domain.models import Category, Comment, Issue, Tour
from planner.domain.models.types import id_of
from planner.domain.words import Role, TourState
from planner.services.guests.boarding import board, count_heads
from planner.services.ride.ride import TapKind, arrive, close_ride, leave, start_ride, undo_tap
from planner.services.ride.under_way import Phase, ride_mark, ride_of, rides_now
from planner.services.tours.plan import keep_times
from tests.services.ride.ride_steps import skip
from tests.services.ride_story import MINUTE, Story, add_participant, add_tour, pyotr_joins, write_story

# Planned, in minutes after the start: ride 5, off 2, talk 15 → stop 1 from 5 to 22, stop 2 from 27 to 44, stop 3 from 49.


def planned(session: Session, now: datetime) -> Story:
    """A published tour whose planned times are kept."""
    story = write_story(session, now)
    keep_times(session, session.get_one(Tour, story.tour_id))
    return story


def started(session: Session, now: datetime) -> Story:
    """The bus set off at the planned time."""
    story = planned(session, now)
    start_ride(session, story.oksana, story.tour_id, now=story.start)
    return story


def test_ride_that_has_not_started_waits_and_tells_when_the_first_stop_comes(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = planned(session, now)

        ride = ride_of(session, story.olga, story.tour_id, now=now)

        assert (ride.phase, ride.number, ride.progress, ride.here) == (Phase.WAITING, 1, 0.0, None)
        assert ride.next_arrival(now) == story.start + 5 * MINUTE
        assert ride.delay_minutes(now) == 0


def test_ride_that_should_have_started_is_late(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = planned(session, now)
        late = story.start + 7 * MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=late)

        assert ride.delay_minutes(late) == 7


def test_ride_days_away_from_its_plan_is_not_delayed(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = planned(session, now)
        early, late = story.start - 4 * 24 * 60 * MINUTE, story.start + 24 * 60 * MINUTE
        waiting = ride_of(session, story.olga, story.tour_id, now=late)
        start_ride(session, story.oksana, story.tour_id, now=early)

        riding = ride_of(session, story.olga, story.tour_id, now=early)

        assert (waiting.delay_minutes(late), riding.delay_minutes(early)) == (None, None)


def test_ride_under_way_to_the_first_stop_keeps_the_plan(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        moment = story.start + 2 * MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=moment)

        assert (ride.phase, ride.number, ride.minutes_left(moment)) == (Phase.DRIVING, 1, None)
        assert (ride.next_arrival(moment), ride.delay_minutes(moment)) == (story.start + 5 * MINUTE, 0)


def test_ride_at_a_stop_counts_the_minutes_and_the_delay_without_being_loaded_again(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 9 * MINUTE)
        soon, later = story.start + 10 * MINUTE, story.start + 30 * MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=soon)

        assert (ride.phase, ride.number, ride.progress) == (Phase.AT_STOP, 1, 1 / 6)
        assert (ride.minutes_left(soon), ride.departure(soon), ride.next_arrival(soon), ride.delay_minutes(soon)) == (
            16,
            story.start + 26 * MINUTE,
            story.start + 31 * MINUTE,
            4,
        )
        assert (ride.minutes_left(later), ride.departure(later), ride.next_arrival(later)) == (
            -4,
            story.start + 30 * MINUTE,
            story.start + 35 * MINUTE,
        )
        assert ride.delay_minutes(later) == 8


def test_ride_that_left_early_is_ahead_of_the_plan(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 12 * MINUTE)
        moment = story.start + 13 * MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=moment)

        assert (ride.phase, ride.number, ride.delay_minutes(moment)) == (Phase.DRIVING, 2, -10)
        assert ride.latest is not None
        assert ride.latest.stop.id == story.stop_ids[0]


def test_ride_passes_by_a_skipped_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        skip(session, story.oksana, story.stop_ids[0], now=story.start)

        ride = ride_of(session, story.olga, story.tour_id, now=story.start)
        assert (ride.number, ride.progress) == (2, 1 / 3)


def test_ride_with_every_stop_behind_goes_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        for stop_id in story.stop_ids:
            skip(session, story.oksana, stop_id, now=story.start)
        moment = story.start + MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=moment)

        assert (ride.phase, ride.progress, ride.next_arrival(moment), ride.delay_minutes(moment)) == (
            Phase.RETURNING,
            1.0,
            None,
            None,
        )


def test_ride_that_is_closed_is_over(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        close_ride(session, story.oksana, story.tour_id, now=story.start + 30 * MINUTE)
        later = story.start + 40 * MINUTE

        ride = ride_of(session, story.olga, story.tour_id, now=later)

        assert (ride.phase, ride.here, ride.ahead, ride.last_tap, ride.progress) == (
            Phase.CLOSED,
            None,
            None,
            None,
            1.0,
        )
        assert (ride.delay_minutes(later), ride.minutes_left(later)) == (None, None)


def test_ride_tells_the_tap_that_can_be_taken_back(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)

        tap = ride_of(session, story.oksana, story.tour_id, now=story.start + 6 * MINUTE).last_tap

        assert tap is not None
        assert (tap.kind, tap.stop_id) == (TapKind.ARRIVE, story.stop_ids[0])


def test_ride_counts_people_on_board_and_heads_at_the_last_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        board(session, story.oksana, add_participant(session, story.tour_id, "Анна", now), now=now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        count_heads(session, story.oksana, story.stop_ids[0], people=2, now=story.start + 6 * MINUTE)

        ride = ride_of(session, story.oksana, story.tour_id, now=story.start + 6 * MINUTE)

        assert (ride.on_board, ride.counted) == (1, 2)


def test_tablet_sees_its_own_tour_and_no_other(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        pyotr = pyotr_joins(session, story)
        other = add_tour(session, now, state=TourState.PUBLISHED, leader_id=story.boris.person_id)
        assert (
            ride_of(session, story.boris, id_of(other), now=now).tour.title == other.title
        )  # there is something to leak

        assert ride_of(session, pyotr, story.tour_id, now=now).tour.id == story.tour_id
        for look in (ride_of, ride_mark):
            with pytest.raises(NotFound):
                look(session, pyotr, id_of(other), **({"now": now} if look is ride_of else {}))
        assert [tour.id for tour in rides_now(session, pyotr, now=now)] == [story.tour_id]


def test_stranger_sees_no_ride(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        with pytest.raises(NotAllowed):
            ride_of(session, STRANGER, story.tour_id, now=now)
        with pytest.raises(NotAllowed):
            ride_mark(session, STRANGER, story.tour_id)
        with pytest.raises(NotAllowed):
            rides_now(session, STRANGER, now=now)


def test_draft_is_seen_by_planners_but_not_ridden(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now, state=TourState.DRAFT)

        assert ride_of(session, story.olga, story.tour_id, now=now).phase is Phase.NOT_OPEN
        with pytest.raises(NotFound):
            ride_of(session, story.boris, story.tour_id, now=now)


def test_mark_changes_with_everything_that_happens_and_with_nothing_else(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = planned(session, now)
        anna = add_participant(session, story.tour_id, "Анна", now)
        first = story.stop_ids[0]
        category = Category(name="Дорога")
        session.add(category)
        session.flush()

        def say() -> None:
            session.add(Comment(stop_id=first, author="Анна", text="Здесь темно", written_at=now))

        def raise_issue() -> None:
            session.add(
                Issue(lat=50.27, lon=127.53, category_id=id_of(category), tour_id=story.tour_id, created_at=now)
            )

        def take_back() -> None:
            tap = ride_of(session, story.oksana, story.tour_id, now=now).last_tap
            assert tap is not None
            undo_tap(session, story.oksana, story.tour_id, tap)

        happenings: list[Callable[[], object]] = [
            lambda: start_ride(session, story.oksana, story.tour_id, now=story.start),
            lambda: board(session, story.oksana, anna, now=story.start),
            lambda: arrive(session, story.oksana, first, now=story.start + MINUTE),
            lambda: count_heads(session, story.oksana, first, people=1, now=story.start + MINUTE),
            say,
            raise_issue,
            lambda: leave(session, story.oksana, first, now=story.start + 2 * MINUTE),
            take_back,
            lambda: leave(session, story.oksana, first, now=story.start + 3 * MINUTE),
            lambda: skip(session, story.oksana, story.stop_ids[1], now=story.start + 3 * MINUTE),
            lambda: close_ride(session, story.oksana, story.tour_id, now=story.start + 4 * MINUTE),
        ]
        marks = [ride_mark(session, story.boris, story.tour_id)]

        for happen in happenings:
            happen()
            session.flush()
            marks += [ride_mark(session, story.boris, story.tour_id) for _ in range(2)]

        assert marks[1::2] == marks[2::2]
        assert [before != after for before, after in pairwise(marks[::2])] == [True] * len(happenings)


def test_mark_is_one_query(database: Database, now: datetime) -> None:
    asked: list[str] = []
    with database.transaction() as session:
        story = started(session, now)
        session.flush()
        event.listen(database.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

        ride_mark(session, story.boris, story.tour_id)

    assert len(asked) == 1


def test_rides_are_those_under_way_then_those_to_come(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        riding = add_tour(session, story.start + 60 * MINUTE, state=TourState.RIDING)
        for state in (TourState.DRAFT, TourState.CLOSED, TourState.CANCELLED):
            add_tour(session, now, state=state)
        add_tour(session, now - 24 * 60 * MINUTE, state=TourState.PUBLISHED)

        rides = rides_now(session, story.boris, now=now)

        assert [tour.id for tour in rides] == [riding.id, story.tour_id]


def test_field_event_without_stops_has_no_number_to_tell(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        olga = Actor(name="Ольга", roles=frozenset({Role.ORGANIZER}), person_id=None)
        tour = Tour(title="Встреча", state=TourState.RIDING, starts_at=now, ends_at=now + 60 * MINUTE, created_at=now)
        tour.started_at = now
        session.add(tour)
        session.flush()

        ride = ride_of(session, olga, id_of(tour), now=now)

        assert (ride.phase, ride.number, ride.progress, ride.latest) == (Phase.RETURNING, 0, 0.0, None)


def test_screen_is_about_the_stop_ahead_while_people_still_talk_about_the_last_one(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        seen = [ride_of(session, story.boris, story.tour_id, now=story.start + 6 * MINUTE)]

        leave(session, story.oksana, story.stop_ids[0], now=story.start + 22 * MINUTE)

        seen.append(ride_of(session, story.boris, story.tour_id, now=story.start + 23 * MINUTE))
        numbers = [[row.stop.position for row in (ride.focus, ride.topic) if row] for ride in seen]
        assert (numbers, [ride.made for ride in seen]) == ([[1, 1], [2, 1]], [1, 1])


def test_ride_tells_when_the_bus_is_back_and_moves_it_with_the_clock(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        on_time, late = story.start + 6 * MINUTE, story.start + 30 * MINUTE

        ride = ride_of(session, story.boris, story.tour_id, now=on_time)

        back = ride.finish(on_time)
        assert back is not None
        assert ride.finish(late) == back + 8 * MINUTE  # the talk should be over at minute 22
        assert ride.minutes_to_next(late) == 5


def test_ride_that_is_closed_tells_when_it_ended(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        end = story.start + 30 * MINUTE
        close_ride(session, story.oksana, story.tour_id, now=end)

        ride = ride_of(session, story.boris, story.tour_id, now=end + 60 * MINUTE)

        assert ride.finish(end + 60 * MINUTE) == end


def test_heads_differ_only_where_the_bus_stands(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        first = story.stop_ids[0]
        board(session, story.oksana, add_participant(session, story.tour_id, "Анна", now), now=now)
        arrive(session, story.oksana, first, now=story.start + 5 * MINUTE)
        seen = []

        for people in (1, 2):
            count_heads(session, story.oksana, first, people=people, now=story.start + 6 * MINUTE)
            seen.append(ride_of(session, story.oksana, story.tour_id, now=story.start + 6 * MINUTE).heads_differ)
        leave(session, story.oksana, first, now=story.start + 7 * MINUTE)
        seen.append(ride_of(session, story.oksana, story.tour_id, now=story.start + 7 * MINUTE).heads_differ)

        assert seen == [False, True, False]


def test_only_skipped_stops_ahead_can_be_restored(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        skip(session, story.oksana, story.stop_ids[0], now=story.start)
        arrive(session, story.oksana, story.stop_ids[1], now=story.start + 10 * MINUTE)
        skip(session, story.oksana, story.stop_ids[2], now=story.start + 10 * MINUTE)

        ride = ride_of(session, story.oksana, story.tour_id, now=story.start + 10 * MINUTE)

        assert [stop.position for stop in ride.restorable] == [3]


def test_mark_changes_with_an_issue_that_is_committed_after_one_with_a_larger_mark(
    database: Database, now: datetime
) -> None:
    with database.transaction() as session:
        story = started(session, now)
        session.add(Category(id=1, name="Дороги"))
        session.flush()
        place: dict[str, Any] = {"lat": 50.26, "lon": 127.53, "category_id": 1, "created_at": now}
        first, second = Issue(**place, tour_id=story.tour_id), Issue(**place, tour_id=story.tour_id)
        session.add_all([first, second])
        session.flush()
        numbers = id_of(first), id_of(second)
    marks = []

    for number, rev in ((numbers[1], 1_000_009), (numbers[0], 1_000_008)):  # as two at once are committed
        with database.engine.begin() as connection:
            connection.execute(update(Issue).where(col(Issue.id) == number).values(rev=rev))
        with database.reading() as session:
            marks.append(ride_mark(session, story.boris, story.tour_id))

    assert marks[0] != marks[1]
