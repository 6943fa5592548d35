"""Tests of `planner.phrases.ride`: where the bus is, on board and at the stop."""

from datetime import UTC, date, datetime, timedelta

import pytest

from planner.database import Database
from planner.i18n import translator
from planner.phrases.ride.under_way import ArrivalWords, arrival_in_words, say_delay, say_progress
from planner.services.ride.public_arrival import Arrival, Standing
from planner.services.ride.ride import arrive, start_ride
from planner.services.ride.under_way import ride_of
from tests.services.ride_story import write_story

RU, EN = (translator(language, "Asia/Yakutsk", date(2026, 11, 23)) for language in ("ru", "en"))
NOW = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
TEN_PAST = NOW + timedelta(minutes=10)


def test_ride_says_its_day_and_then_its_stop(database: Database, now: datetime) -> None:
    with database.transaction() as session:
        story = write_story(session, now)
        before = ride_of(session, story.oksana, story.tour_id, now=now)
        start_ride(session, story.oksana, story.tour_id, now=now)
        arrive(session, story.oksana, story.stop_ids[0], now=now)
        arrived = ride_of(session, story.oksana, story.tour_id, now=now)

        said = [say_progress(t, ride) for ride in (before, arrived) for t in (RU, EN)]

        assert said == [
            "Объезд, понедельник, 23 ноября",
            "Bus tour, Monday, 23 November",
            "Остановка 1 из 3",
            "Stop 1 of 3",
        ]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (80, "Отстаём на 1 ч 20 мин"),
        (2, "Отстаём на 2 мин"),
        (1, "Идём по плану"),
        (-1, "Идём по плану"),
        (-2, "Опережаем на 2 мин"),
    ],
)
def test_delay_is_said_from_two_minutes_on(minutes: int, words: str) -> None:
    assert say_delay(RU, minutes) == words


@pytest.mark.parametrize(
    ("arrival", "said"),
    [
        (Arrival(Standing.PLANNED, TEN_PAST, TEN_PAST), ("planned", TEN_PAST, "", "not_left")),
        (Arrival(Standing.PLANNED, TEN_PAST, TEN_PAST, TEN_PAST), ("planned", TEN_PAST, "", "not_before")),
        (Arrival(Standing.PLANNED, None, None), ("no_time", None, "", "")),
        (Arrival(Standing.COMING, TEN_PAST, TEN_PAST), ("coming", TEN_PAST, "", "by_plan")),
        (Arrival(Standing.COMING, TEN_PAST, None), ("coming", TEN_PAST, "", "")),
        (Arrival(Standing.COMING, None, TEN_PAST), ("no_time", None, "", "")),
        (Arrival(Standing.HERE, TEN_PAST, TEN_PAST), ("here", TEN_PAST, "", "arrived")),
        (Arrival(Standing.BEEN, TEN_PAST, None), ("been", TEN_PAST, "", "arrived")),
        (Arrival(Standing.BEEN, None, None), ("been", None, "", "")),
        (Arrival(Standing.SKIPPED, TEN_PAST, TEN_PAST), ("skipped", None, "", "")),
        (Arrival(Standing.CANCELLED, TEN_PAST, TEN_PAST), ("cancelled", None, "", "")),
    ],
)
def test_stop_says_when_the_bus_comes_and_how_far_one_may_count_on_it(
    arrival: Arrival, said: tuple[str, datetime | None, str, str]
) -> None:
    title, moment, day, note = said
    values = {"time": "10:10"} if note in ("not_before", "by_plan") else {}

    words = arrival_in_words(RU, arrival, now=NOW)

    note = RU(f"public_stop.{note}", **values) if note else ""
    assert words == ArrivalWords(RU(f"public_stop.{title}"), moment, day, note)


def test_stop_says_the_day_where_it_is_another_one() -> None:
    arrival = Arrival(Standing.PLANNED, TEN_PAST, TEN_PAST)

    said = [arrival_in_words(EN, arrival, now=NOW - timedelta(days=days)).day for days in (0, 1)]

    assert said == ["", "Friday, 27 November"]
