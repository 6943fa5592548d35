"""The browser's word on where the tablet is: believed only where it makes sense."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.geo import Point, is_on_earth
from planner.ui.point.position import Position, read_position


def test_position_is_read_with_its_accuracy_in_whole_metres() -> None:
    fix = {"lat": 50.2577, "lon": 127.5364, "accuracy": 13.6}

    assert read_position(fix) == Position(Point(50.2577, 127.5364), 14)


@pytest.mark.parametrize(
    "fix",
    [
        None,
        "50,127",
        {},
        {"lat": 50.0, "lon": 127.0},
        {"lat": "50", "lon": 127.0, "accuracy": 5},
        {"lat": 95.0, "lon": 127.0, "accuracy": 5},
        {"lat": math.nan, "lon": 127.0, "accuracy": 5},
        {"lat": 50.0, "lon": 127.0, "accuracy": -1},
        {"lat": 50.0, "lon": 127.0, "accuracy": math.inf},
    ],
)
def test_position_that_makes_no_sense_is_none(fix: object) -> None:
    assert read_position(fix) is None


@given(
    st.fixed_dictionaries(
        {name: st.none() | st.floats() | st.integers() | st.text(max_size=3) for name in ("lat", "lon", "accuracy")}
    )
)
def test_position_that_is_read_lies_on_earth(fix: dict[str, Any]) -> None:
    position = read_position(fix)

    assert position is None or (is_on_earth(*position.point) and 0 <= position.accuracy_m < 1e6)
