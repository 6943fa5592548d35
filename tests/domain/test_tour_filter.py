"""Tests of `planner.domain.tour_filter`."""

from datetime import date

import pytest

from planner.domain.tour_filter import MONTH, WEEK, Period, TourFilter, TourView, days_of_view, next_month, turned
from planner.domain.words import TourKind, TourState


def test_filter_and_its_address_say_the_same() -> None:
    wanted = TourFilter("сквер", TourKind.PRESS_APPROACH, 7, 3, TourState.CLOSED, 2026)

    query = wanted.to_query()

    assert query == {
        "text": "сквер",
        "kind": "press_approach",
        "leader": "7",
        "district": "3",
        "state": "closed",
        "year": "2026",
    }
    assert TourFilter.from_query(query) == wanted
    assert wanted.without("leader").without("year") == TourFilter(
        "сквер", TourKind.PRESS_APPROACH, None, 3, TourState.CLOSED
    )


@pytest.mark.parametrize("value", ["", "0", "-1", "x", "99999999999999", "1e3", "²"])
def test_filter_takes_nothing_that_cannot_be_meant(value: str) -> None:
    query = dict.fromkeys(("kind", "leader", "district", "state", "year"), value)

    assert TourFilter.from_query(query) == TourFilter()
    assert not TourFilter.from_query(query).narrows


def test_view_and_its_address_say_the_same() -> None:
    view = TourView(WEEK, Period.PAST, date(2026, 11, 29))

    assert TourView.from_query(view.to_query()) == view
    assert TourView.from_query({"view": "year", "period": "then", "day": "2026-13-01"}) == TourView()
    assert TourView().to_query() == {}


@pytest.mark.parametrize(
    ("view", "day", "first", "last"),
    [
        (MONTH, date(2026, 11, 29), date(2026, 10, 26), date(2026, 12, 6)),
        (MONTH, date(2027, 2, 1), date(2027, 2, 1), date(2027, 2, 28)),
        (MONTH, date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3)),
        (WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        (WEEK, date(2027, 1, 1), date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_days_of_a_view_are_whole_weeks(view: str, day: date, first: date, last: date) -> None:
    assert days_of_view(view, day) == (first, last)


def test_views_are_turned_by_a_month_or_a_week() -> None:
    assert turned(MONTH, date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert turned(MONTH, date(2026, 1, 31), 1) == date(2026, 2, 1)
    assert turned(WEEK, date(2026, 1, 1), -1) == date(2025, 12, 25)
    assert next_month(date(2026, 12, 5)) == date(2027, 1, 1)
