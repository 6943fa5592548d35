"""Tests of `planner.phrases.events.calendar`."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from planner.domain.models import Tour
from planner.domain.tour_filter import MONTH, WEEK
from planner.domain.words import TourKind, TourState
from planner.i18n import translator
from planner.phrases.events.calendar import grid_days, view_title, weekday_names
from planner.render.calendar.grid import grid_html
from planner.services.events.finding import TourRow

T = translator("ru", "Asia/Yakutsk", date(2026, 11, 23))
EVENING = datetime(2026, 11, 27, 14, 59, tzinfo=UTC)


def a_row(starts_at: datetime, title: str) -> TourRow:
    """A published press approach."""
    given: dict[str, Any] = {"kind": TourKind.PRESS_APPROACH, "state": TourState.PUBLISHED, "start_name": "Сквер"}
    tour = Tour(id=5, title=title, starts_at=starts_at, ends_at=starts_at, created_at=starts_at, **given)
    return TourRow(tour, "Ольга", 0, 0)


def test_days_hold_what_begins_on_them_by_the_city_s_clock() -> None:
    rows = [a_row(EVENING, "Вечер"), a_row(EVENING + timedelta(minutes=1), "Ночь")]

    days = grid_days(
        T, rows, view=MONTH, day=date(2026, 11, 1), today=date(2026, 11, 23), is_working=lambda day: day.weekday() < 5
    )

    assert {day.name: [entry.title for entry in day.entries] for day in days if day.entries} == {
        "пятница, 27 ноября": ["Вечер"],
        "суббота, 28 ноября": ["Ночь"],
    }
    assert ([day.number for day in days if day.is_today], sum(day.is_off for day in days)) == (["23"], 12)
    assert [day.number for day in days if day.is_other] == [
        "26",
        "27",
        "28",
        "29",
        "30",
        "31",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]


def test_grid_is_html_without_markup_of_typed_text() -> None:
    days = grid_days(
        T,
        [a_row(EVENING, "<b>'\"")],
        view=WEEK,
        day=date(2026, 11, 27),
        today=EVENING.date(),
        is_working=lambda _: True,
    )

    html = grid_html(weekday_names(T, EVENING.date()), days, label="Неделя")

    assert ("<b>'" in html, "&lt;b&gt;&#x27;&quot;" in html, "href='/tour?id=5'" in html) == (False, True, True)
    assert weekday_names(T, EVENING.date()) == ["пн", "вт", "ср", "чт", "пт", "сб", "вс"]


def test_titles_of_months_and_weeks() -> None:
    assert view_title(T, MONTH, date(2026, 11, 27)) == "Ноябрь 2026"
    assert view_title(T, WEEK, date(2026, 11, 27)) == "23–29 ноября 2026"
    assert view_title(T, WEEK, date(2026, 12, 1)) == "30 ноября–6 декабря 2026"
