"""The days on which one is reminded of a date, counted by hand."""

from datetime import date, timedelta

import pytest

from planner.domain.notices import NoticeKind
from planner.domain.reminders import Reminder, dates_reminded_of, reminder_of

DUE = date(2026, 3, 1)
"""Three days before is 26 February."""
GIVEN = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("today", "kind", "on", "late"),
    [
        (date(2026, 2, 26), NoticeKind.DUE_SOON, date(2026, 2, 26), 0),
        (date(2026, 2, 28), NoticeKind.DUE_SOON, date(2026, 2, 26), 0),
        (date(2026, 3, 1), NoticeKind.DUE_TODAY, date(2026, 3, 1), 0),
        (date(2026, 3, 2), NoticeKind.OVERDUE, date(2026, 3, 2), 1),
        (date(2026, 3, 5), NoticeKind.OVERDUE, date(2026, 3, 2), 1),
        (date(2026, 3, 9), NoticeKind.OVERDUE, date(2026, 3, 9), 8),
        (date(2026, 3, 16), NoticeKind.OVERDUE, date(2026, 3, 16), 15),
    ],
)
def test_reminder_is_the_latest_whose_day_has_come(today: date, kind: NoticeKind, on: date, late: int) -> None:
    assert reminder_of(DUE, today, GIVEN) == Reminder(kind, on, late)


@pytest.mark.parametrize("today", [date(2026, 2, 25), date(2026, 3, 6), date(2026, 3, 8), date(2026, 3, 13)])
def test_no_reminder_before_the_first_and_more_than_three_days_after_one(today: date) -> None:
    assert reminder_of(DUE, today, GIVEN) is None


@pytest.mark.parametrize(
    ("given", "told"), [(date(2026, 2, 26), False), (date(2026, 2, 25), True), (date(2026, 3, 1), False)]
)
def test_who_was_told_the_date_after_the_reminders_day_is_not_reminded(given: date, told: bool) -> None:
    assert (reminder_of(DUE, date(2026, 2, 27), given) is not None) == told


@pytest.mark.parametrize(("late", "up"), [(0, []), (1, ["head"]), (8, ["head", "leader"])])
def test_reminders_go_further_up_the_later_it_is(late: int, up: list[str]) -> None:
    reminder = Reminder(NoticeKind.OVERDUE, DUE, late)

    assert [name for name in ("head", "leader") if getattr(reminder, f"tells_{name}")] == up


def test_dates_reminded_of_are_those_that_have_a_reminder() -> None:
    today = date(2028, 2, 29)
    known = set(dates_reminded_of(today))

    for days in range(-10, 800):
        due = today - timedelta(days=days)
        assert (due in known) == (reminder_of(due, today, GIVEN) is not None), due
