"""Tests of `planner.domain.clock`."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from planner.domain.clock import clock_of, moment_of_tour, moment_on, moved, moved_days, same_weekday

YAKUTSK = "Asia/Yakutsk"
BERLIN = "Europe/Berlin"
DAY, NEXT_DAY = date(2026, 11, 27), date(2026, 11, 28)


def test_moment_on_a_day_is_in_the_citys_zone() -> None:
    assert moment_on(DAY, time(10, 40), YAKUTSK) == datetime(2026, 11, 27, 1, 40, tzinfo=UTC)


def test_clock_of_a_moment_is_what_was_typed() -> None:
    assert clock_of(moment_on(DAY, time(10, 40), YAKUTSK), YAKUTSK) == time(10, 40)


@pytest.mark.parametrize(
    ("start", "clock", "day"),
    [
        (time(10), time(10, 40), DAY),
        (time(10), time(9), DAY),
        (time(22), time(1), NEXT_DAY),
        (time(22), time(11), DAY),
    ],
)
def test_clock_on_a_tour_is_near_its_start(start: time, clock: time, day: date) -> None:
    starts_at = moment_on(DAY, start, YAKUTSK)

    found = moment_of_tour(starts_at, clock, YAKUTSK)

    assert found == moment_on(day, clock, YAKUTSK)


def test_time_moved_keeps_its_distance_on_the_clock_over_summer_time() -> None:
    friday, monday = moment_on(date(2026, 3, 27), time(10), BERLIN), moment_on(date(2026, 3, 30), time(11), BERLIN)

    end = moved(friday + timedelta(hours=3), old_start=friday, new_start=monday, zone=BERLIN)

    assert clock_of(end, BERLIN) == time(14)


def test_time_moved_by_days_keeps_its_hour() -> None:
    friday, monday = moment_on(date(2026, 3, 27), time(10), BERLIN), moment_on(date(2026, 3, 30), time(11), BERLIN)

    window = moved_days(
        moment_on(date(2026, 3, 27), time(10, 40), BERLIN), old_start=friday, new_start=monday, zone=BERLIN
    )

    assert window == moment_on(date(2026, 3, 30), time(10, 40), BERLIN)


@pytest.mark.parametrize(
    ("day", "after", "next_day"),
    [
        (date(2026, 11, 27), date(2026, 11, 23), date(2026, 12, 4)),
        (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 27)),
        (date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4)),
    ],
)
def test_same_weekday_is_never_a_day_that_has_come(day: date, after: date, next_day: date) -> None:
    assert same_weekday(day, after=after) == next_day
