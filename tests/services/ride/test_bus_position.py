"""Tests of `planner.services.ride.bus_position`: the tablet that taps by itself, and how little it keeps."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session, select

from planner.database import Database
from planner.domain.actor import STRANGER
from planner.domain.bus_position import Sign
from planner.domain.errors import Invalid, NotAllowed, NotFound
from planner.domain.geo import Point
from planner.domain.models import BusPosition
from planner.domain.words import TourState
from planner.services.ride.bus_position import Told, report_position
from planner.services.ride.ride import arrive, close_ride, leave, start_ride, undo_tap
from planner.services.ride.under_way import ride_mark, ride_of
from planner.services.tours.plan import plan_of
from tests.services.ride.ride_steps import skip
from tests.services.ride_story import MINUTE, Story, add_tour, pyotr_joins, write_story

SECOND = timedelta(seconds=1)


def spot(story: Story, session: Session, number: int, *, metres: float = 0) -> Point:
    """A point so many metres south of a stop: on the side from which the bus comes."""
    stop = story.stop(session, number)
    return Point(stop.lat - metres / 111_195, stop.lon)


def report(session: Session, story: Story, point: Point, second: int, **fields: object) -> Told:
    """Oksana's tablet tells a position so many seconds after the start, measured at that moment."""
    at = story.start + second * SECOND
    given = {"accuracy_m": 10, "at": at, "now": at, **fields}
    return report_position(session, story.oksana, story.tour_id, point, **given)  # type: ignore[arg-type]


def started(session: Session, now: datetime) -> Story:
    story = write_story(session, now)
    start_ride(session, story.oksana, story.tour_id, now=story.start)
    return story


def test_positions_of_a_whole_ride_record_it_without_a_tap(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        told: list[tuple[Sign | None, int | None]] = []
        second = 0
        for number in (1, 2, 3):
            for metres in (900, 500, 30, 10, 10):
                second += 20
                told.append(_sign(report(session, story, spot(story, session, number, metres=metres), second)))
            second += 600
            for metres in (-200, -400):
                told.append(_sign(report(session, story, spot(story, session, number, metres=metres), second)))
                second += 20

        happened = [each for each in told if each[0] is not None]
        first = story.stop(session, 1)
        assert happened == [(sign, story.stop_ids[number]) for number in range(3) for sign in (Sign.ARRIVED, Sign.LEFT)]
        assert (first.arrived_at, first.departed_at) == (story.start + 60 * SECOND, story.start + 700 * SECOND)


def test_tap_wins_over_what_the_position_says_later(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 30 * SECOND)
        for second in (40, 60, 80):
            report(session, story, spot(story, session, 1), second)

        leave(session, story.oksana, story.stop_ids[0], now=story.start + 90 * SECOND)
        for second in (100, 120, 140):
            report(session, story, spot(story, session, 1), second)

        stop = story.stop(session, 1)
        assert (stop.arrived_at, stop.departed_at) == (story.start + 30 * SECOND, story.start + 90 * SECOND)


def test_arrival_by_position_that_was_taken_back_is_not_recorded_again(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        for second in (20, 40):
            report(session, story, spot(story, session, 1), second)
        tap = ride_of(session, story.oksana, story.tour_id, now=story.start + 41 * SECOND).last_tap
        assert tap is not None
        undo_tap(session, story.oksana, story.tour_id, tap)

        again = [_sign(report(session, story, spot(story, session, 1), second)) for second in (60, 80, 100)]
        elsewhere = [report(session, story, spot(story, session, 1, metres=300), 120)]
        back = [_sign(report(session, story, spot(story, session, 1), second)) for second in (140, 160)]

        assert [sign for sign, _ in again] == [None] * 3
        assert elsewhere[0].counted
        assert back == [(None, None), (Sign.ARRIVED, story.stop_ids[0])]


def test_position_never_goes_back_to_an_earlier_or_a_skipped_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        skip(session, story.oksana, story.stop_ids[0], now=story.start)
        arrive(session, story.oksana, story.stop_ids[1], now=story.start + 30 * SECOND)
        leave(session, story.oksana, story.stop_ids[1], now=story.start + 31 * SECOND)

        told = [
            _sign(report(session, story, spot(story, session, number), 60 + 60 * index + second))
            for index, number in enumerate((1, 2))
            for second in (0, 20, 40)
        ]

        assert told == [(None, None)] * 6
        assert story.stop(session, 1).arrived_at is None


def test_vague_old_and_repeated_positions_change_nothing(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        report(session, story, spot(story, session, 1, metres=900), 10)
        mark = ride_mark(session, story.oksana, story.tour_id)
        near, at = spot(story, session, 1), story.start + 20 * SECOND

        told = [
            report(session, story, near, 20, accuracy_m=500),
            report(session, story, near, 20, now=at + 200 * SECOND),
            report(session, story, near, 20, at=story.start + 10 * SECOND),
        ]

        assert [each.counted for each in told] == [False] * 3
        assert ride_mark(session, story.oksana, story.tour_id) == mark
        assert session.get_one(BusPosition, story.tour_id).at == story.start + 10 * SECOND


def test_position_between_stops_corrects_the_arrival_for_everybody(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        arrive(session, story.oksana, story.stop_ids[0], now=story.start + 5 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=story.start + 10 * MINUTE)
        pyotr = pyotr_joins(session, story)
        at = story.start + 14 * MINUTE
        before = plan_of(session, pyotr, story.tour_id, now=at).timetable.rows[1].arrival
        mark = ride_mark(session, pyotr, story.tour_id)

        report(session, story, spot(story, session, 2, metres=1000), 14 * 60)  # still nine tenths of the way

        ride = ride_of(session, pyotr, story.tour_id, now=at)
        assert before == story.start + 15 * MINUTE
        assert ride.next_arrival(at) == story.start + 19 * MINUTE
        assert ride.mark != mark


def test_corrected_arrival_means_nothing_for_another_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        report(session, story, spot(story, session, 1, metres=1000), 60)
        at = story.start + 40 * MINUTE
        arrive(session, story.oksana, story.stop_ids[0], now=at - 10 * MINUTE)
        leave(session, story.oksana, story.stop_ids[0], now=at)

        rows = plan_of(session, story.oksana, story.tour_id, now=at).timetable.rows

        assert rows[1].arrival == at + 5 * MINUTE


def test_only_the_last_position_is_kept_and_none_after_the_ride(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        for second in (10, 30, 50):
            report(session, story, spot(story, session, 1, metres=900 - second), second)
        kept = session.exec(select(BusPosition)).all()
        assert [each.at for each in kept] == [story.start + 50 * SECOND]

        close_ride(session, story.oksana, story.tour_id, now=story.start + MINUTE)
        session.expire_all()

        assert session.exec(select(BusPosition)).all() == []
        assert report(session, story, spot(story, session, 1), 70).counted is False
        assert session.exec(select(BusPosition)).all() == []


def test_start_taken_back_erases_the_position(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        report(session, story, spot(story, session, 1, metres=900), 10)
        tap = ride_of(session, story.oksana, story.tour_id, now=story.start + 11 * SECOND).last_tap
        assert tap is not None

        undo_tap(session, story.oksana, story.tour_id, tap)

        assert session.exec(select(BusPosition)).all() == []


def test_position_before_the_start_is_passed_over(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)

        told = report(session, story, spot(story, session, 1), 0)

        assert (told.counted, session.exec(select(BusPosition)).all()) == (False, [])


def test_point_off_the_earth_is_refused(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)

        with pytest.raises(Invalid, match=r"bus_position\.error\.off_map"):
            report(session, story, Point(91.0, 0.0), 5)


def test_positions_are_taken_from_those_who_lead_this_tour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = started(session, now)
        pyotr = pyotr_joins(session, story)
        other = add_tour(session, now, state=TourState.PUBLISHED)
        elsewhere = type(pyotr)(name="Пётр", roles=pyotr.roles, tour_id=other.id, participant_id=pyotr.participant_id)
        near, at = spot(story, session, 1), story.start + 10 * SECOND
        assert report(session, story, near, 5).counted  # the leader's counts

        refused = []
        for somebody in (pyotr, elsewhere, story.boris, STRANGER):
            attempt = partial(report_position, session, somebody, story.tour_id, near, 5, at=at, now=at)
            with pytest.raises((NotAllowed, NotFound)) as no:
                attempt()
            refused.append(type(no.value))

        assert refused == [NotAllowed, NotFound, NotAllowed, NotAllowed]
        assert session.get_one(BusPosition, story.tour_id).at == story.start + 5 * SECOND


def _sign(told: Told) -> tuple[Sign | None, int | None]:
    return told.sign, told.stop.id if told.stop else None
