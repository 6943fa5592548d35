"""Tests of `planner.phrases.tours`: when a tour is, how large it is, and its rules."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from planner.domain.models import Stop, Tour
from planner.domain.tour_rules import LAST, ClockWindow, PauseRule, TourRules
from planner.domain.words import TourState
from planner.i18n import Translator, translator
from planner.phrases.tours import numbered_names, say_rules, say_size, say_when
from planner.services.events.finding import TourRow

RU, EN = (translator(language, "Asia/Yakutsk", date(2026, 11, 23)) for language in ("ru", "en"))
START = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)  # 10:00 in the city
NAMES = {11: "1. Рынок", 12: "2. Школа", 13: "3. Парк"}
RULES = TourRules(
    positions=((11, LAST), (12, 1)),
    before=((11, 12),),
    right_after=((12, 13),),
    either=((11, 12, 13),),
    windows=(ClockWindow(12, time(10, 0), time(11, 30)),),
    pauses=(PauseRule("Обед", 75, time(12, 0), time(13, 0)),),
)


def a_tour(**fields: object) -> Tour:
    given: dict[str, Any] = {
        "title": "Объезд",
        "starts_at": START,
        "ends_at": START + timedelta(hours=2, minutes=30),
        **fields,
    }
    return Tour(created_at=START, **given)


@pytest.mark.parametrize(
    ("t", "words"), [(RU, "пятница, 27 ноября, 10:00–12:30"), (EN, "Friday, 27 November, 10:00–12:30")]
)
def test_tour_says_its_day_and_hours(t: Translator, words: str) -> None:
    assert say_when(t, a_tour()) == words


def test_tour_says_its_stops_and_people_and_a_cancelled_one_why() -> None:
    cancelled = a_tour(state=TourState.CANCELLED, cancel_reason="Снегопад")

    said = [say_size(RU, TourRow(tour, "", 6, 1)) for tour in (a_tour(), cancelled)]

    assert said == ["6 остановок, 1 участник", "Объезд отменён. Причина: Снегопад"]


def test_stops_are_named_with_their_numbers() -> None:
    stops = [
        Stop(id=11, tour_id=1, position=1, name="Рынок", lat=0, lon=0),
        Stop(id=7, tour_id=1, position=2, name="Школа", lat=0, lon=0),
    ]

    assert numbered_names(stops) == {11: "1. Рынок", 7: "2. Школа"}


def test_each_rule_is_a_sentence() -> None:
    said = [line.sentence for line in say_rules(RU, RULES, NAMES)]

    assert said == [
        "1. Рынок: место в маршруте — последняя",
        "2. Школа: место в маршруте — № 1",
        "3. Парк — сразу после остановки 2. Школа",
        "1. Рынок — раньше, чем 2. Школа",
        "Только одна из остановок: 1. Рынок, 2. Школа, 3. Парк",
        "2. Школа — можно и в 10:00–11:30",
        "Обед, 1 ч 15 мин, начало в 12:00–13:00",
    ]


def test_each_rule_knows_the_rules_without_it() -> None:
    lines = say_rules(RU, RULES, NAMES)

    left = [{each.sentence for each in say_rules(RU, line.without, NAMES)} for line in lines]

    everything = {line.sentence for line in lines}
    assert left == [everything - {line.sentence} for line in lines]


def test_tour_without_rules_says_nothing() -> None:
    assert say_rules(RU, TourRules(), NAMES) == []
