"""Counters of guesses: clocks that jump, silence, and what is thrown away."""

from datetime import datetime, timedelta

from sqlmodel import select

from planner.database import Database
from planner.domain.models import GuessCount
from planner.services.access.guesses import count_try, forgive

DAY = timedelta(days=1)


def try_often(database: Database, now: datetime, times: int, key: str = "a") -> list[int]:
    waits = []
    for _ in range(times):
        with database.transaction() as session:
            waits.append(count_try(session, {key: 3}, now=now))
    return waits


def test_clock_that_was_a_day_ahead_locks_nobody_for_a_day(database: Database, now: datetime) -> None:
    ahead = try_often(database, now + DAY, 4)

    set_right = try_often(database, now, 2)

    assert ahead == [0, 0, 0, 31]
    assert set_right == [0, 61]


def test_hour_of_silence_forgets(database: Database, now: datetime) -> None:
    try_often(database, now, 3)

    later = try_often(database, now + timedelta(minutes=61), 4)

    assert later == [0, 0, 0, 31]


def test_many_tries_wait_no_longer_than_a_quarter_of_an_hour(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        session.add(GuessCount(key="a", tries=5_000, last_at=now))

    waits = try_often(database, now, 2)

    assert waits == [0, 901]


def test_silent_counters_are_thrown_away(database: Database, now: datetime) -> None:
    try_often(database, now, 1, key="old")
    try_often(database, now + timedelta(minutes=59), 1, key="young")

    with database.transaction() as session:
        forgive(session, whole=["other"], now=now + timedelta(minutes=61))

    with database.reading() as session:
        assert sorted(session.exec(select(GuessCount.key))) == ["other", "young"]
