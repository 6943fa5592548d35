"""Due dates follow the city's calendar: overdue from the day after, and a term ends on a working day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.deadlines import (
    MONTH,
    Term,
    WorkingCalendar,
    days_overdue,
    due_of,
    is_overdue,
    is_published,
    is_working_day,
    term_of,
    today_in,
    working_day_before,
    working_days_left,
)
from planner.domain.words import TermUnit, Urgency

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


RUSSIA = WorkingCalendar(
    exceptions={
        **{date(2027, 1, day): False for day in range(1, 11)},
        **{date(2026, 12, 31): False, date(2026, 2, 23): False, date(2027, 2, 22): False, date(2027, 2, 20): True},
    },
    known_until=2027,
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 27), True),
        (date(2026, 11, 28), False),
        (date(2026, 12, 31), False),
        (date(2027, 2, 20), True),
        (date(2027, 2, 22), False),
    ],
)
def test_a_day_is_worked_unless_it_is_a_weekend_or_the_calendar_says_otherwise(day: date, worked: bool) -> None:
    assert is_working_day(day, RUSSIA) is worked


@pytest.mark.parametrize(("year", "known"), [(2020, True), (2027, True), (2028, False), (2029, True)])
def test_a_year_is_known_when_it_was_published_or_entered(year: int, known: bool) -> None:
    calendar = WorkingCalendar(known_until=2027, known_years=frozenset({2029}))

    assert is_published(date(year, 5, 5), calendar) is known
    assert is_published(date(year, 5, 5), WorkingCalendar()) is True


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (4, date(2026, 11, 27)),
        (5, date(2026, 11, 27)),
        (6, date(2026, 11, 27)),
        (7, date(2026, 11, 30)),
        (30, date(2026, 12, 23)),
        (38, date(2026, 12, 30)),
        (48, date(2026, 12, 30)),
        (89, date(2027, 2, 20)),
        (91, date(2027, 2, 20)),
    ],
)
def test_a_day_off_moves_the_end_to_the_working_day_before(days: int, due: date) -> None:
    today = date(2026, 11, 23)

    assert due_of(Term(days), today, RUSSIA) == due
    assert due_of(Term(days), today, RUSSIA, on_working_day=False) == today + timedelta(days=days)


@pytest.mark.parametrize(("days", "due"), [(0, date(2026, 11, 28)), (1, date(2026, 11, 28)), (2, date(2026, 11, 29))])
def test_an_urgent_end_stays_where_it_is(days: int, due: date) -> None:
    friday = date(2026, 11, 27)

    assert due_of(Term(days), friday, RUSSIA) == due


@pytest.mark.parametrize(
    ("today", "length", "due"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 12, 28), 3, date(2027, 1, 11)),
        (date(2026, 12, 28), 10, date(2027, 1, 20)),
        (date(2027, 2, 19), 1, date(2027, 2, 20)),
    ],
)
def test_working_days_pass_over_days_off_and_the_end_of_the_year(today: date, length: int, due: date) -> None:
    assert due_of(Term(length, TermUnit.WORKING_DAYS), today, RUSSIA) == due


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_a_month_ends_on_the_same_day_or_with_the_month(today: date, due: date) -> None:
    assert due_of(MONTH, today, RUSSIA, on_working_day=False) == due


@pytest.mark.parametrize(
    ("urgency", "term"),
    [
        (Urgency.VERY_URGENT, Term(1)),
        (Urgency.URGENT, Term(3)),
        (Urgency.PROMPT, Term(10)),
        (Urgency.NONE, MONTH),
    ],
)
def test_an_urgency_word_means_a_term(urgency: Urgency, term: Term) -> None:
    assert term_of(urgency) == term
    assert term_of(Urgency.PROMPT, in_working_days=True) == Term(10, TermUnit.WORKING_DAYS)


@given(st.integers(min_value=-10, max_value=400), DAYS)
def test_a_term_of_days_ends_ahead_near_the_wish_and_on_a_working_day(days: int, today: date) -> None:
    due = due_of(Term(days), today, RUSSIA)

    assert today < due <= today + timedelta(days=max(1, days))
    assert is_working_day(due, RUSSIA) or working_day_before(due, RUSSIA) <= today


@given(st.integers(min_value=1, max_value=60), DAYS)
def test_working_days_counted_back_are_those_that_were_given(length: int, today: date) -> None:
    due = due_of(Term(length, TermUnit.WORKING_DAYS), today, RUSSIA)

    assert is_working_day(due, RUSSIA)
    assert working_days_left(today, due, RUSSIA) == length


@given(DAYS, DAYS)
def test_a_date_that_is_past_leaves_no_working_days(today: date, due: date) -> None:
    assert (working_days_left(today, due, RUSSIA) > 0) <= (due > today)


@given(st.integers(min_value=1, max_value=24), DAYS)
def test_a_longer_term_never_ends_earlier(months: int, today: date) -> None:
    one, more = (due_of(Term(n, TermUnit.MONTHS), today, RUSSIA, on_working_day=False) for n in (months, months + 1))

    assert one < more
