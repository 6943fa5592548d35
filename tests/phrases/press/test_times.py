"""How long it took, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.domain.models import Release
from planner.i18n import translator
from planner.phrases.press.times import say_length, say_took

T = translator("ru", "Asia/Yakutsk")


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(0), "0 минут"),
        (timedelta(seconds=1), "1 минута"),
        (timedelta(minutes=25), "25 минут"),
        (timedelta(hours=1), "1 час"),
        (timedelta(hours=3, minutes=5), "3 часа 5 минут"),
        (timedelta(hours=47, minutes=59), "47 часов 59 минут"),
        (timedelta(days=2), "2 дня"),
        (timedelta(days=5, hours=3), "5 дней"),
    ],
)
def test_length_is_said_in_minutes_hours_and_days(time: timedelta, said: str) -> None:
    assert say_length(T, time) == said


def test_time_from_the_end_of_a_tour_is_told_where_it_is_known() -> None:
    ended = datetime(2026, 11, 27, 3, 0, tzinfo=UTC)
    told = Release(made_at=ended, changed_at=ended, tour_ended_at=ended, first_public_at=ended + timedelta(minutes=10))

    assert say_took(T, told) == "От конца объезда до публикации: 10 минут"
    assert say_took(T, Release(made_at=ended, changed_at=ended)) == ""
