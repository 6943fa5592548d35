"""Tests of `planner.domain.bus_position`: what a position says of the bus, and what it does not."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.bus_position import Fix, Memory, Place, Sign, expected_arrival, is_credible, read_fix
from planner.domain.geo import Point, distance_m
from planner.domain.timetable import Leg

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
STOP = Place(7, Point(50.26, 127.53))


def north(metres: float) -> Point:
    """A point so far north of the stop."""
    return Point(50.26 + metres / 111_195, 127.53)


def at(second: float) -> datetime:
    return NOW + timedelta(seconds=second)


def fix(metres: float, second: float, accuracy: int = 10) -> Fix:
    return Fix(north(metres), accuracy, at(second))


def signs(
    fixes: Sequence[Fix], *, standing: bool = False, memory: Memory | None = None
) -> list[tuple[str, float | None]]:
    """What the fixes tell one after the other, each read when it was made, with the second since when it is true."""
    memory, found = memory or Memory(), []
    for each in fixes:
        here, ahead = (STOP, None) if standing else (None, STOP)
        reading = read_fix(memory, each, here=here, ahead=ahead, now=each.at)
        memory = reading.memory
        if reading.sign is not None:
            found.append((reading.sign.value, (reading.since - NOW).total_seconds() if reading.since else None))
            standing = reading.sign is Sign.ARRIVED
    return found


def test_bus_that_stays_near_has_arrived_when_it_came() -> None:
    assert signs([fix(400, 0), fix(60, 40), fix(20, 50), fix(20, 60)]) == [("arrived", 40)]


def test_bus_that_passes_by_has_not_arrived() -> None:
    assert signs([fix(200, 0), fix(60, 10), fix(-60, 20), fix(-250, 30), fix(-900, 60)]) == []


def test_bus_at_a_light_further_off_has_not_arrived() -> None:
    assert signs([fix(140, second) for second in range(0, 120, 10)]) == []


def test_inexactness_counts_in_favour_of_being_there_up_to_forty_metres() -> None:
    rough = [fix(118, second, accuracy=60) for second in (0, 10, 20, 30)]
    too_far = [fix(125, second, accuracy=60) for second in (0, 10, 20, 30)]

    assert (signs(rough), signs(too_far)) == ([("arrived", 0)], [])


def test_bus_that_goes_off_has_left_when_it_was_first_seen_away() -> None:
    there = [fix(10, 0), fix(10, 10), fix(10, 20)]
    going = [fix(130, 60), fix(200, 70), fix(320, 80), fix(500, 90)]

    assert signs([*there, *going]) == [("arrived", 0), ("left", 70)]


def test_bus_between_near_and_away_neither_arrives_nor_leaves() -> None:
    wavering = [fix(10, 0), fix(110, 10), fix(10, 20), fix(110, 30), fix(10, 40)]
    standing = [fix(140 if second % 20 else 20, second) for second in range(0, 200, 10)]

    assert (signs(wavering), signs(standing, standing=True)) == ([], [])


def test_single_wild_position_does_not_make_the_bus_leave() -> None:
    assert signs([fix(10, 0), fix(400, 10), fix(12, 20), fix(10, 30)], standing=True) == []


def test_stop_where_the_bus_was_never_seen_is_not_left_by_a_position() -> None:
    """The point of the stop lies three streets from where the bus stands: the leader tapped the arrival."""
    assert signs([fix(400, second) for second in range(0, 100, 10)], standing=True) == []


def test_gap_in_the_positions_is_no_proof_of_staying() -> None:
    assert signs([fix(20, 0), fix(20, 100)]) == []
    assert signs([fix(20, 0), fix(20, 100), fix(20, 125)]) == [("arrived", 100)]


def test_what_was_taken_back_is_not_said_again_until_the_bus_was_elsewhere() -> None:
    muted = Memory(muted=STOP.key)
    near = [fix(10, second) for second in range(0, 100, 10)]
    again = [fix(300, 100), fix(10, 130), fix(10, 140), fix(10, 150)]

    assert signs(near, memory=muted) == []
    assert signs([*near, *again], memory=muted) == [("arrived", 130)]


@pytest.mark.parametrize(
    ("each", "now"),
    [
        (fix(10, 0, accuracy=101), at(0)),
        (fix(10, 0, accuracy=-1), at(0)),
        (fix(10, 0), at(91)),
        (fix(10, 40), at(0)),
        (fix(10, -10), at(0)),
        (fix(10, -20), at(0)),
        (fix(9_000, 5), at(5)),
    ],
    ids=["vague", "nonsense", "old", "from the future", "no newer", "older", "a jump"],
)
def test_position_that_says_nothing_is_passed_over(each: Fix, now: datetime) -> None:
    memory = Memory(fix=fix(0, -10), near=STOP.key, near_since=at(-60))

    reading = read_fix(memory, each, here=None, ahead=STOP, now=now)

    assert (is_credible(memory, each, now), reading.memory, reading.sign) == (False, memory, None)


def test_bus_on_its_way_home_tells_nothing() -> None:
    reading = read_fix(Memory(near=7, near_since=at(0)), fix(0, 60), here=None, ahead=None, now=at(60))

    assert (reading.sign, reading.memory.near) == (None, None)


@settings(max_examples=200, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.floats(-1500, 1500), st.integers(-30, 120), st.integers(0, 160), st.integers(-60, 200)),
        max_size=40,
    )
)
def test_no_positions_make_the_bus_arrive_twice_or_leave_before_it_came(
    steps: list[tuple[float, int, int, int]],
) -> None:
    """Any positions, late ones and wild ones too."""
    memory, standing, second, told = Memory(), False, 0, []
    for metres, passed, accuracy, delay in steps:
        second += passed
        each, now = fix(metres, second, accuracy), at(second + delay)
        here, ahead = (STOP, None) if standing else (None, STOP)
        reading = read_fix(memory, each, here=here, ahead=ahead, now=now)
        if reading.sign is Sign.ARRIVED:
            assert not standing
            assert accuracy <= 100
            assert distance_m(each.point, STOP.point) <= 120.1
            standing = True
        if reading.sign is Sign.LEFT:
            assert standing
            assert distance_m(each.point, STOP.point) > 150
            standing = False
        if reading.since is not None:
            assert reading.since <= each.at
        if reading.memory.fix is not None and memory.fix is not None:
            assert reading.memory.fix.at >= memory.fix.at
        memory = reading.memory
        told.append(reading.sign)
        if told.count(Sign.LEFT):
            break


def test_expected_arrival_is_the_part_of_the_leg_that_is_left() -> None:
    leg = Leg(12.0, 4.0)

    halfway = expected_arrival(fix(1000, 30), north(2000), north(0), leg)
    there = expected_arrival(fix(0, 30), north(2000), north(0), leg)
    strayed = expected_arrival(fix(5000, 30), north(2000), north(0), leg)

    assert halfway is not None
    assert abs((halfway - at(30 + 6 * 60)).total_seconds()) < 1
    assert (there, strayed) == (at(30), at(30 + 12 * 60))


def test_expected_arrival_is_unknown_without_a_way_or_a_start() -> None:
    leg = Leg(12.0, 4.0)

    assert expected_arrival(fix(0, 0), None, north(0), leg) is None
    assert expected_arrival(fix(0, 0), north(9), north(0), Leg(math.inf, math.inf)) is None


def test_expected_arrival_of_two_stops_at_one_point_is_now() -> None:
    assert expected_arrival(fix(0, 5), north(0), north(0), Leg(0.0, 0.0)) == at(5)
