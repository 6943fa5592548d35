"""The rules of a tour: kept as JSON and read back, checked, and carried over to other stops."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest

from planner.domain.errors import Invalid
from planner.domain.tour_rules import LAST, ClockWindow, PauseRule, TourRules

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ZONE = "Asia/Yakutsk"
FULL = TourRules(
    positions=((7, 1), (9, LAST)),
    before=((7, 8),),
    right_after=((8, 9),),
    either=((10, 11, 12),),
    districts=(3,),
    windows=(ClockWindow(8, time(11, 30), time(12)),),
    pauses=(PauseRule("Обед", 30, time(12), time(13), 8, 35),),
    longest_ride=25,
    longest_km=60,
    wait_points=1.5,
    buses=2,
    walk_m=200,
    talk_most=40,
    with_places=True,
)


def test_rules_come_back_from_json() -> None:
    kept = json.loads(json.dumps(FULL.to_data()))

    assert TourRules.from_data(kept) == FULL
    assert TourRules.from_data(None) == TourRules()


def test_good_rules_pass() -> None:
    assert FULL.checked(START, ZONE) == FULL


def test_window_over_midnight_passes_on_a_night_tour() -> None:
    rules = TourRules(windows=(ClockWindow(1, time(23, 30), time(0, 30)),))
    night = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # 22:00 in Yakutsk time

    assert rules.checked(night, ZONE) == rules
    with pytest.raises(Invalid):
        rules.checked(START, ZONE)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"buses": 0}, "proposals.error.range"),
        ({"longest_ride": 0}, "proposals.error.range"),
        ({"walk_m": 5000}, "proposals.error.range"),
        ({"wait_points": -1}, "proposals.error.range"),
        ({"positions": ((7, 0),)}, "proposals.error.position"),
        ({"before": ((7, 7),)}, "proposals.error.same_stop"),
        ({"right_after": ((7, 7),)}, "proposals.error.same_stop"),
        ({"either": ((7, 7),)}, "proposals.error.two_stops"),
        ({"windows": (ClockWindow(7, time(12), time(11)),)}, "proposals.error.window"),
        ({"pauses": (PauseRule(" ", 30, time(12), time(13)),)}, "proposals.error.pause"),
        ({"pauses": (PauseRule("Обед", 0, time(12), time(13)),)}, "proposals.error.pause_minutes"),
        ({"pauses": (PauseRule("Обед", 30, time(12), time(13)),) * 4}, "proposals.error.many_rules"),
        ({"before": tuple((1, each) for each in range(2, 70))}, "proposals.error.many_rules"),
    ],
)
def test_bad_rules_are_refused(change: dict[str, Any], key: str) -> None:
    with pytest.raises(Invalid) as refusal:
        replace(FULL, **change).checked(START, ZONE)

    assert refusal.value.key == key


def test_rules_follow_their_stops_and_forget_the_others() -> None:
    moved = FULL.renamed({7: 17, 8: 18, 10: 20, 11: 21})

    assert moved == replace(
        FULL,
        positions=((17, 1),),
        before=((17, 18),),
        right_after=(),
        either=((20, 21),),
        windows=(ClockWindow(18, time(11, 30), time(12)),),
        pauses=(PauseRule("Обед", 30, time(12), time(13), 18, 35),),
    )
    assert FULL.renamed({}) == replace(
        FULL,
        positions=(),
        before=(),
        right_after=(),
        either=(),
        windows=(),
        pauses=(PauseRule("Обед", 30, time(12), time(13), None, 35),),
    )
