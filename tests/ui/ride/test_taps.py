"""When the start of a ride is asked about first."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.ui.ride.taps import is_another_time

PLANNED = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "asked"), [(0, False), (1.9, False), (-1.9, False), (2.1, True), (-2.1, True), (-96, True)]
)
def test_start_far_from_the_plan_is_asked_about(hours: float, asked: bool) -> None:
    assert is_another_time(PLANNED, PLANNED + timedelta(hours=hours)) is asked
