"""Tests of `planner.domain.series`."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import Invalid
from planner.domain.series import (
    LAST,
    NUMBERS,
    OffDays,
    SeriesKind,
    SeriesRule,
    check_rule,
    days_of,
    moved_off,
    nth_of_month,
)

FRIDAY = 4
RULES = st.builds(
    SeriesRule,
    st.sampled_from(SeriesKind),
    weekday=st.integers(0, 6),
    every=st.integers(1, 12),
    number=st.sampled_from(NUMBERS),
)


@pytest.mark.parametrize(
    ("rule", "after", "days"),
    [
        (
            SeriesRule(SeriesKind.MONTHS, FRIDAY),
            date(2026, 11, 27),
            [date(2026, 12, 25), date(2027, 1, 29), date(2027, 2, 26)],
        ),
        (
            SeriesRule(SeriesKind.MONTHS, FRIDAY),
            date(2026, 11, 26),
            [date(2026, 11, 27), date(2026, 12, 25), date(2027, 1, 29)],
        ),
        (
            SeriesRule(SeriesKind.MONTHS, 0, every=3, number=1),
            date(2026, 11, 2),
            [date(2026, 12, 7), date(2027, 3, 1), date(2027, 6, 7)],
        ),
        (
            SeriesRule(SeriesKind.WEEKS, FRIDAY, every=2),
            date(2026, 11, 27),
            [date(2026, 12, 11), date(2026, 12, 25), date(2027, 1, 8)],
        ),
        (
            SeriesRule(SeriesKind.WEEKS, 0, every=4),
            date(2026, 11, 27),
            [date(2026, 11, 30), date(2026, 12, 28), date(2027, 1, 25)],
        ),
    ],
)
def test_days_of_a_rule(rule: SeriesRule, after: date, days: Sequence[date]) -> None:
    assert days_of(rule, after, 3) == days


@given(RULES, st.dates(date(2020, 1, 1), date(2100, 1, 1)), st.integers(1, 20))
def test_days_are_as_many_as_asked_later_and_on_their_weekday(rule: SeriesRule, after: date, count: int) -> None:
    days = days_of(rule, after, count)

    assert len(days) == count
    assert days == sorted(set(days))
    assert days[0] > after
    assert {day.weekday() for day in days} == {rule.weekday}
    if rule.kind is SeriesKind.MONTHS and rule.number == LAST:
        assert {nth_of_month(day) for day in days} == {LAST}


@given(RULES)
def test_rule_is_what_it_was_stored_as(rule: SeriesRule) -> None:
    assert SeriesRule.from_data(rule.to_data()) == rule


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        (OffDays.KEEP, [(1, 1), (2, 2), (8, 8)]),
        (OffDays.BEFORE, [(1, 0), (8, 8)]),
        (OffDays.AFTER, [(1, 3), (8, 8)]),
        (OffDays.SKIP, [(8, 8)]),
    ],
)
def test_days_off_are_moved_only_as_chosen(choice: OffDays, kept: list[tuple[int, int]]) -> None:
    first = date(2027, 1, 1)
    off = {first + timedelta(days=1), first + timedelta(days=2)}
    days = [first + timedelta(days=number) for number in (1, 2, 8)]

    found = moved_off(days, lambda day: day not in off, choice)

    assert [((day - first).days, (on - first).days) for day, on in found] == kept


@pytest.mark.parametrize(
    ("every", "count", "field"), [(0, 3, "every"), (53, 3, "every"), (1, 0, "count"), (1, 54, "count")]
)
def test_rule_refused(every: int, count: int, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_rule(SeriesRule(SeriesKind.WEEKS, 1, every), count)

    assert refusal.value.field == field
