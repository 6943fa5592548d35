"""Shares say nothing of few cases, spans lie side by side, and a median is counted from how often."""

from datetime import date

import pytest

from planner.domain.board import (
    BoardPeriod,
    Discipline,
    Round,
    Span,
    Standing,
    month_starts,
    percent,
    span_of,
)

TODAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(4, 4, None), (0, 0, None), (0, 5, 0), (5, 5, 100), (1, 8, 13), (2, 3000, 0)]
)
def test_a_share_needs_five_cases_and_is_rounded_half_up(part: int, whole: int, share: int | None) -> None:
    assert percent(part, whole) == share


@pytest.mark.parametrize(
    ("period", "first", "before"),
    [
        (BoardPeriod.MONTH, date(2028, 1, 31), Span(date(2028, 1, 1), date(2028, 1, 30))),
        (BoardPeriod.YEAR, date(2027, 3, 2), Span(date(2026, 3, 2), date(2027, 3, 1))),
        (BoardPeriod.ALL, date(1970, 1, 1), None),
    ],
)
def test_a_period_ends_today_and_another_lies_just_before_it(
    period: BoardPeriod, first: date, before: Span | None
) -> None:
    span = span_of(period, TODAY)

    assert (span, span.before) == (Span(first, TODAY), before)


def test_the_last_months_go_over_the_end_of_the_year() -> None:
    assert month_starts(date(2027, 2, 3), 4) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
    ]


def test_figures_add_up() -> None:
    one, other = Discipline(in_time=3, late=1, found=2, checked=5, days={2: 1, 9: 3}), Discipline(late=1, days={9: 1})

    both = one + other

    assert both == Discipline(in_time=3, late=2, found=2, checked=5, days={2: 1, 9: 4})
    assert (both.in_time_percent, both.found_percent, both.usual_days, one.usual_days) == (60, 40, 9, None)
    assert Standing(3, overdue=1) + Standing(2, quiet=1) == Standing(5, overdue=1, quiet=1)


def test_a_tour_is_compared_once_its_thirty_days_are_over() -> None:
    tour = Round(1, "Центр", date(2028, 1, 29), 8, 7, 5, 3, 4, soon_until=date(2028, 2, 28))

    assert (tour.soon_percent(TODAY), tour.soon_percent(date(2028, 2, 28))) == (50, None)
