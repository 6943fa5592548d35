"""Tests of `planner.phrases.travel`: where travel times come from and what corrects them."""

import math
from datetime import time

import pytest

from planner.domain.geo import Point
from planner.domain.models import City
from planner.domain.travel_factors import FactorRule
from planner.i18n import translator
from planner.phrases.travel import named_rules, say_percent, say_rides, say_rung, say_season, say_snap, say_source
from planner.routing.engine import Snap
from planner.services.travel.settings import Rung

RU = translator("ru", "Asia/Yakutsk")
HERE = Point(50.26, 127.53)


@pytest.mark.parametrize(
    ("engine", "rides", "sentence"),
    [
        ("estimate", {"estimate": 6}, "Время и километры — оценка по прямой."),
        ("streets", {"streets": 6}, "Время и километры — по улицам города."),
        (
            "osrm",
            {"osrm": 402, "estimate": 18},
            "Время и километры — от сервера маршрутов города (OSRM). 18 из 420 переездов — оценка по прямой.",
        ),
        (
            "streets",
            {"streets": 19, "by_hand": 1, "estimate": 1},
            "Время и километры — по улицам города. 1 из 21 переезда — вручную. 1 из 21 переезда — оценка по прямой.",
        ),
    ],
)
def test_who_computed_is_said(engine: str, rides: dict[str, int], sentence: str) -> None:
    assert say_rides(RU, engine, rides) == sentence


def test_one_ride_is_marked_where_the_whole_is_of_another_kind() -> None:
    pairs = [("streets", "estimate"), ("estimate", "estimate"), ("osrm", "by_hand"), ("osrm", "streets"), ("", "")]

    assert [say_source(RU, *pair) for pair in pairs] == ["оценка по прямой", "", "задано вручную", "", ""]


def test_stop_far_from_the_streets_is_warned_of_in_words() -> None:
    said = [say_snap(RU, Snap(HERE, metres)) for metres in (0, 150, 219.6, 500, 501, math.inf)]

    assert said == [
        "",
        "",
        "До ближайшей улицы 220 м: автобус встанет не у самой точки.",
        "До ближайшей улицы 500 м: автобус встанет не у самой точки.",
        "До ближайшей улицы больше 500 м: автобус сюда не подъедет.",
        "",
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (FactorRule("", 100), "всегда"),
        (FactorRule("", 100, months=frozenset({11, 12, 1, 2, 3})), "ноябрь–март"),
        (FactorRule("", 100, months=frozenset({1, 2, 6, 12})), "декабрь–февраль, июнь"),
        (FactorRule("", 100, weekdays=frozenset({1, 2, 3, 4, 5})), "пн–пт"),
        (FactorRule("", 100, weekdays=frozenset({7, 1, 3})), "вс–пн, ср"),
        (FactorRule("", 100, weekdays=frozenset({2}), starts=time(22), ends=time(6)), "вт, 22:00–06:00"),
        (FactorRule("", 100, months=frozenset(range(1, 13))), "январь–декабрь"),
    ],
)
def test_rule_says_when_it_counts(rule: FactorRule, words: str) -> None:
    assert say_season(RU, rule) == words


def test_percent_is_said_as_longer_or_shorter() -> None:
    assert [say_percent(RU, percent) for percent in (115, 100, 80)] == [
        "на 15 % дольше",
        "без поправки",
        "на 20 % быстрее",
    ]


def test_standard_rules_are_named_in_the_readers_words_and_stored_ones_as_they_were_typed() -> None:
    stored = City(travel_factors=[{"name": "Зима", "percent": 130}])

    assert [rule.name for rule in named_rules(RU, City())] == ["Зима", "Утренний час пик", "Вечерний час пик"]
    assert [(rule.name, rule.percent) for rule in named_rules(RU, stored)] == [("Зима", 130)]


@pytest.mark.parametrize(
    ("rung", "words"),
    [
        (Rung("osrm", True), "Адрес указан администратором."),
        (Rung("osrm", True, "timeout", 40), "Сервер не ответил вовремя. Спросим снова через 40 секунд."),
        (
            Rung("streets", True, size=12_345),
            "Перекрёстков: 12\u00a0345. Учитываются одностороннее движение, перекрытия и размеры автобуса.",
        ),
        (Rung("streets", False), "Появятся, когда администратор загрузит карту города."),
        (Rung("estimate", True), "Расстояние по прямой с объездом рек, одна скорость на весь город. Работает всегда."),
    ],
)
def test_engine_says_what_it_is_or_why_it_is_silent(rung: Rung, words: str) -> None:
    assert say_rung(RU, rung) == words
