"""Tests of `planner.domain.travel_factors`: season, rush hour, clocks that jump, and what past rides teach."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.travel_factors import (
    BANDS,
    Corrections,
    FactorRule,
    LearnedBand,
    bands_of,
    learn,
    percent_at,
    rules_of,
    standard_rules,
)

CITY = "Asia/Yakutsk"
STANDARD = standard_rules("Зима", "Утро", "Вечер")
NIGHT = FactorRule("Ночь", 80, weekdays=frozenset({5}), starts=time(22), ends=time(6))

rules = st.builds(
    FactorRule,
    name=st.text(max_size=5),
    percent=st.integers(50, 300),
    months=st.frozensets(st.integers(1, 12)),
    weekdays=st.frozensets(st.integers(1, 7)),
    starts=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    ends=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
moments = st.integers(26_000_000, 34_000_000).map(lambda minutes: datetime.fromtimestamp(minutes * 60, UTC))
zones = st.sampled_from(["Asia/Yakutsk", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])


def city(*when: int) -> datetime:
    """A moment by the city's clock."""
    return datetime(*when, tzinfo=ZoneInfo(CITY))  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("moment", "percent"),
    [
        (city(2026, 7, 8, 12), 100),
        (city(2026, 7, 8, 7, 29), 100),
        (city(2026, 7, 8, 7, 30), 125),
        (city(2026, 7, 8, 9, 30), 100),
        (city(2026, 7, 8, 18, 59), 125),
        (city(2026, 7, 11, 18), 100),
        (city(2026, 11, 23, 12), 115),
        (city(2026, 11, 23, 8), 125),
        (city(2026, 3, 31, 23, 59), 115),
        (city(2026, 4, 1, 0, 0), 100),
    ],
)
def test_standard_rules_know_winter_and_rush_hours(moment: datetime, percent: int) -> None:
    assert percent_at(STANDARD, moment.astimezone(UTC), CITY) == percent


@pytest.mark.parametrize(
    ("moment", "percent"),
    [
        (city(2026, 11, 27, 21, 59), 100),
        (city(2026, 11, 27, 22), 80),
        (city(2026, 11, 28, 5, 59), 80),
        (city(2026, 11, 28, 6), 100),
        (city(2026, 11, 27, 5), 100),
        (city(2026, 11, 28, 23), 100),
    ],
)
def test_span_over_midnight_belongs_to_the_day_on_which_it_begins(moment: datetime, percent: int) -> None:
    assert percent_at([NIGHT], moment, CITY) == max(percent, 80)
    assert NIGHT.fits(moment) == (percent == 80)


def test_rush_hour_follows_the_clock_when_summer_time_begins() -> None:
    morning = [FactorRule("Утро", 120, starts=time(8), ends=time(9))]
    before, after = datetime(2026, 3, 27, 7, 30, tzinfo=UTC), datetime(2026, 3, 30, 6, 30, tzinfo=UTC)

    found = [percent_at(morning, moment, "Europe/Berlin") for moment in (before, after)]

    assert found == [120, 120]
    assert percent_at(morning, after - timedelta(days=3), "Europe/Berlin") == 100


def test_hour_that_comes_twice_counts_both_times() -> None:
    night = [FactorRule("Ночь", 120, starts=time(2), ends=time(3))]

    found = [percent_at(night, datetime(2026, 10, 25, hour, 30, tzinfo=UTC), "Europe/Berlin") for hour in range(4)]

    assert found == [120, 120, 100, 100]


@given(st.lists(rules), moments, zones)
def test_largest_of_the_rules_that_fit_counts(found: list[FactorRule], moment: datetime, zone: str) -> None:
    wall = moment.astimezone(ZoneInfo(zone))

    percent = percent_at(found, moment, zone)

    fitting = [rule.percent for rule in found if rule.fits(wall)]
    assert percent == (max(fitting) if fitting else 100)
    assert percent_at(list(reversed(found)), moment, zone) == percent


@given(rules)
def test_rule_comes_back_as_it_was_stored(rule: FactorRule) -> None:
    assert rules_of([rule.stored()]) == (rule,)


@given(moments, zones)
def test_rule_and_its_opposite_hours_share_out_the_day(moment: datetime, zone: str) -> None:
    wall = moment.astimezone(ZoneInfo(zone))
    day = FactorRule("", 120, starts=time(6), ends=time(22))
    night = FactorRule("", 120, starts=time(22), ends=time(6))

    assert day.fits(wall) != night.fits(wall)


def test_untouched_settings_mean_the_standard_rules() -> None:
    assert [rule.percent for rule in rules_of(None)] == [115, 125, 125]
    assert rules_of([]) == ()


def test_tour_gets_the_mean_over_its_hours() -> None:
    evening = Corrections(CITY, (FactorRule("Вечер", 120, starts=time(17), ends=time(19)),))
    start = city(2026, 7, 8, 16)

    found = [evening.factor("estimate", start, start + timedelta(hours=hours)) for hours in (0, 1, 2, 4)]

    assert [round(factor, 3) for factor in found] == [1.0, 1.0, 1.1, 1.1]


@given(moments, st.lists(rules, max_size=4), st.integers(-60, 3000))
def test_mean_never_leaves_what_the_rules_say(moment: datetime, found: list[FactorRule], minutes: int) -> None:
    percents = [100, *(rule.percent for rule in found)]

    factor = Corrections(CITY, tuple(found)).factor("estimate", moment, moment + timedelta(minutes=minutes))

    assert min(percents) / 100 - 1e-9 <= factor <= max(percents) / 100 + 1e-9


def test_few_rides_are_hardly_believed_and_many_are() -> None:
    found = [learn([(8, 1.5)] * number)[0] for number in (1, 8, 80)]

    assert [(band.percent, band.rides) for band in found] == [(106, 1), (125, 8), (145, 80)]


def test_one_strange_ride_does_not_move_a_band() -> None:
    usual = [(8, 1.1)] * 10

    assert learn([*usual, (9, 5.0)])[0].percent == learn([*usual, (9, 1.1)])[0].percent


@given(st.lists(st.tuples(st.integers(0, 23), st.floats(0.01, 100))))
def test_learned_percent_is_bounded_and_counts_every_ride(rides: list[tuple[int, float]]) -> None:
    bands = learn(rides)

    assert sum(band.rides for band in bands) == len(rides)
    assert [60 <= band.percent <= 180 for band in bands] == [True] * len(bands)
    assert bands_of({"streets": [band.stored() for band in bands]}) == {"streets": bands}


def test_bands_cover_the_day() -> None:
    assert [hour for start, end in BANDS for hour in range(start, end)] == list(range(24))


def test_what_was_learned_counts_for_its_engine_and_its_hours_only() -> None:
    corrections = Corrections(CITY, (FactorRule("", 110),), {"streets": (LearnedBand(7, 10, 120, 9),)})
    morning, noon = city(2026, 7, 8, 8), city(2026, 7, 8, 12)

    found = [
        corrections.factor(engine, at) for engine, at in (("streets", morning), ("streets", noon), ("osrm", morning))
    ]

    assert [round(factor, 3) for factor in found] == [1.32, 1.1, 1.1]
    assert round(corrections.learned_factor("streets", morning), 3) == 1.2
