"""Due dates follow the city's calendar: overdue from the day after, and a suggestion never falls on a weekend."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.deadlines import days_overdue, is_overdue, suggested_due, today_in

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Yakutsk", date(2026, 11, 24)), ("UTC", date(2026, 11, 23)), ("America/New_York", date(2026, 11, 23))],
)
def test_today_is_the_citys_day(zone: str, day: date) -> None:
    assert today_in(zone, datetime(2026, 11, 23, 15, 0, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("due", "overdue", "days"),
    [
        (date(2026, 11, 24), False, 0),
        (date(2026, 11, 23), False, 0),
        (date(2026, 11, 22), True, 1),
        (date(2026, 10, 23), True, 31),
    ],
)
def test_a_thing_is_overdue_from_the_day_after_its_date(due: date, overdue: bool, days: int) -> None:
    today = date(2026, 11, 23)

    assert is_overdue(due, today) is overdue
    assert days_overdue(due, today) == days


def test_without_a_date_nothing_is_overdue() -> None:
    assert is_overdue(None, date(2026, 11, 23)) is False


@given(DAYS, DAYS)
def test_overdue_and_its_days_agree(due: date, today: date) -> None:
    assert is_overdue(due, today) == (days_overdue(due, today) > 0)


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (4, date(2026, 11, 27)),
        (5, date(2026, 11, 27)),
        (6, date(2026, 11, 27)),
        (7, date(2026, 11, 30)),
        (30, date(2026, 12, 23)),
    ],
)
def test_a_weekend_moves_the_date_to_the_friday_before(days: int, due: date) -> None:
    assert suggested_due(days, date(2026, 11, 23)) == due


@pytest.mark.parametrize(("days", "due"), [(0, date(2026, 11, 28)), (1, date(2026, 11, 28)), (2, date(2026, 11, 29))])
def test_an_urgent_date_stays_where_it_is(days: int, due: date) -> None:
    friday = date(2026, 11, 27)

    assert suggested_due(days, friday) == due


@given(st.integers(min_value=-10, max_value=400), DAYS)
def test_a_suggestion_lies_ahead_and_near_the_wish(days: int, today: date) -> None:
    due = suggested_due(days, today)

    assert today < due <= today + timedelta(days=max(1, days))
    assert due.weekday() < 5 or (due - today).days <= 2
    assert max(1, days) - (due - today).days <= 2
