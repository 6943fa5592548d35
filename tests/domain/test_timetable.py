"""The timetable, planned and during the ride."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.timetable import Break, Leg, PlannedStop, Row, Timetable, timetable, up_to_minute, whole_minutes

YAKUTSK = ZoneInfo("Asia/Yakutsk")
START = datetime(2025, 5, 14, 10, 0, tzinfo=YAKUTSK)
END = datetime(2025, 5, 14, 13, 0, tzinfo=YAKUTSK)
NO_WAY = Leg(math.inf, math.inf)


def at(clock: str) -> datetime:
    hour, minute, *second = map(int, clock.split(":"))
    return START.replace(hour=hour, minute=minute, second=second[0] if second else 0)


def clock(moment: datetime | None) -> str:
    return "—" if moment is None else f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}"


def times(table: Timetable) -> list[str]:
    """Arrival, start of the talk and departure of each row, then the finish."""
    rows = [f"{clock(row.arrival)} {clock(row.talk_from)} {clock(row.departure)}" for row in table.rows]
    return [*rows, clock(table.finish_at)]


def moments_of(row: Row) -> tuple[datetime, datetime, datetime]:
    """When the bus comes, the talk begins, and the bus leaves, at a stop that is made."""
    assert row.arrival is not None
    assert row.talk_from is not None
    assert row.departure is not None
    return row.arrival, row.talk_from, row.departure


def finish_of(table: Timetable) -> datetime:
    """When a ride is over for which there is a way."""
    assert table.finish_at is not None
    return table.finish_at


YARD = PlannedStop("yard", minutes_off=2, minutes_talk=10)
PARK = PlannedStop("park", minutes_off=3, minutes_talk=15)
SCHOOL = PlannedStop("school", minutes_off=1, minutes_talk=5)
LEGS = (Leg(10.0, 4.0), Leg(20.0, 8.0), Leg(5.0, 2.0), Leg(15.0, 6.0))


def ride(*stops: PlannedStop, started_at: str | None = None, now: str | None = None) -> Timetable:
    return timetable(
        START,
        END,
        stops,
        LEGS,
        started_at=None if started_at is None else at(started_at),
        now=None if now is None else at(now),
    )


class TestPlan:
    def test_timetable_of_three_stops(self) -> None:
        table = ride(YARD, PARK, SCHOOL)

        assert times(table) == ["10:10 10:12 10:22", "10:42 10:45 11:00", "11:05 11:06 11:11", "11:26"]
        assert (table.start_at, table.km, table.breaks) == (START, 20.0, ())
        assert table.rows[1] == Row(
            key="park",
            arrival=at("10:42"),
            talk_from=at("10:45"),
            departure=at("11:00"),
            wait_minutes=0,
            late_minutes=0,
            km_from_previous=8.0,
            minutes_from_previous=20,
            actual=False,
            skipped=False,
        )

    def test_timetable_without_stops_drives_to_the_end(self) -> None:
        table = timetable(START, END, [], [Leg(12.5, 5.0)])

        assert table == Timetable(START, (), at("10:13"), 5.0, ())

    def test_timetable_of_two_stops_at_one_point(self) -> None:
        table = timetable(START, END, [YARD, SCHOOL], [Leg(10, 4), Leg(0.0, 0.0), Leg(10, 4)])

        assert times(table) == ["10:10 10:12 10:22", "10:22 10:23 10:28", "10:38"]

    def test_timetable_rounds_each_leg_up_to_whole_minutes(self) -> None:
        table = timetable(START, END, [YARD], [Leg(10.01, 4.2), Leg(9.99, 4.2)])

        assert times(table) == ["10:11 10:13 10:23", "10:33"]
        assert table.rows[0].minutes_from_previous == 11

    def test_timetable_from_a_start_with_seconds_begins_on_the_next_minute(self) -> None:
        table = timetable(at("10:00:20"), END, [], [Leg(5, 2)])

        assert (table.start_at, table.finish_at) == (at("10:01"), at("10:06"))

    def test_timetable_crosses_midnight(self) -> None:
        table = timetable(at("23:45"), at("23:59") + timedelta(minutes=31), [YARD], [Leg(10, 4), Leg(20, 8)])

        assert times(table) == ["23:55 23:57 00:07", "00:27"]
        assert table.finish_at == at("00:27") + timedelta(days=1)
        assert table.breaks == ()

    def test_timetable_counts_time_and_not_the_wall_clock_when_the_clock_jumps(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        start = datetime(2025, 3, 30, 1, 50, tzinfo=berlin)

        table = timetable(start, start + timedelta(hours=3), [YARD], [Leg(20, 8), Leg(10, 4)])

        assert times(table) == ["03:10 03:12 03:22", "03:32"]

    def test_timetable_speaks_in_the_zone_of_the_start(self) -> None:
        window = at("10:30").astimezone(UTC)

        table = timetable(START, END.astimezone(UTC), [replace(YARD, window_from=window)], [Leg(10, 4), Leg(10, 4)])

        _, talk_from, _ = moments_of(table.rows[0])
        assert {table.start_at.tzinfo, talk_from.tzinfo, finish_of(table).tzinfo} == {YAKUTSK}
        assert times(table) == ["10:10 10:30 10:40", "10:50"]


class TestWindows:
    def test_bus_that_is_early_waits_for_the_window(self) -> None:
        table = ride(replace(YARD, window_from=at("10:17"), window_to=at("10:30")), PARK, SCHOOL)

        assert times(table)[0] == "10:10 10:17 10:27"
        assert (table.rows[0].wait_minutes, table.breaks) == (5, ())

    def test_long_wait_is_a_break(self) -> None:
        table = ride(replace(YARD, window_from=at("10:18")), PARK, SCHOOL)

        assert table.breaks == (Break("waits", "yard", 6),)

    def test_talk_that_starts_with_the_end_of_its_window_is_in_time(self) -> None:
        table = ride(YARD, replace(PARK, window_to=at("10:45")), SCHOOL)

        assert (table.rows[1].late_minutes, table.breaks) == (0, ())

    def test_talk_that_starts_after_its_window_is_late(self) -> None:
        table = ride(YARD, replace(PARK, window_from=at("10:00"), window_to=at("10:39")), SCHOOL)

        assert (table.rows[1].late_minutes, table.rows[1].wait_minutes) == (6, 0)
        assert table.breaks == (Break("late", "park", 6),)

    def test_window_that_ends_before_it_begins_is_told_as_late(self) -> None:
        table = ride(replace(YARD, window_from=at("10:15"), window_to=at("10:05")), PARK, SCHOOL)

        assert table.breaks == (Break("late", "yard", 10),)

    def test_window_with_seconds_is_kept_on_whole_minutes(self) -> None:
        table = ride(replace(YARD, window_from=at("10:13:01"), window_to=at("10:13:59")), PARK, SCHOOL)

        assert times(table)[0] == "10:10 10:14 10:24"
        assert table.breaks == (Break("late", "yard", 1),)


class TestBreaks:
    def test_return_after_the_latest_end(self) -> None:
        table = timetable(START, at("11:06"), [YARD, PARK, SCHOOL], LEGS)

        assert table.breaks == (Break("over_end", None, 20),)

    def test_return_at_the_latest_end_is_in_time(self) -> None:
        assert timetable(START, at("11:26"), [YARD, PARK, SCHOOL], LEGS).breaks == ()

    def test_agenda_longer_than_the_talk(self) -> None:
        table = ride(replace(YARD, agenda_minutes=10), replace(PARK, agenda_minutes=19), SCHOOL)

        assert table.breaks == (Break("agenda_over", "park", 4),)

    def test_breaks_stand_in_the_order_of_the_stops(self) -> None:
        late = replace(SCHOOL, window_to=at("11:00"), agenda_minutes=6)
        table = timetable(START, at("11:00"), [replace(YARD, window_from=at("10:20")), PARK, late], LEGS)

        assert table.breaks == (
            Break("waits", "yard", 8),
            Break("late", "school", 14),
            Break("agenda_over", "school", 1),
            Break("over_end", None, 34),
        )

    def test_stop_without_a_way_has_no_times_and_neither_have_those_behind_it(self) -> None:
        table = timetable(START, END, [YARD, PARK, SCHOOL], [LEGS[0], NO_WAY, *LEGS[2:]])

        assert times(table) == ["10:10 10:12 10:22", "— — —", "— — —", "—"]
        assert [(row.minutes_from_previous, row.km_from_previous) for row in table.rows] == [
            (10, 4.0),
            (None, None),
            (5, 2.0),
        ]
        assert (table.km, table.breaks) == (12.0, (Break("unreachable", "park", 0),))

    def test_end_without_a_way(self) -> None:
        table = timetable(START, END, [YARD], [LEGS[0], NO_WAY])

        assert (table.finish_at, table.breaks) == (None, (Break("unreachable", None, 0),))


class TestRefusals:
    @pytest.mark.parametrize("count", [0, 1, 3])
    def test_wrong_number_of_legs_is_refused(self, count: int) -> None:
        with pytest.raises(ValueError, match="1 stops to make need 2 legs"):
            timetable(START, END, [YARD], [Leg(1, 1)] * count)

    @pytest.mark.parametrize(
        "given",
        [
            {"start": START.replace(tzinfo=None)},
            {"latest_end": END.replace(tzinfo=None)},
            {"now": START.replace(tzinfo=None)},
            {"stops": [replace(YARD, window_to=START.replace(tzinfo=None))]},
        ],
        ids=["start", "end", "now", "window"],
    )
    def test_time_without_a_zone_is_refused(self, given: dict[str, Any]) -> None:
        arguments: dict[str, Any] = {"start": START, "latest_end": END, "stops": [YARD], "legs": LEGS[:2], **given}

        with pytest.raises(ValueError, match="aware datetimes"):
            timetable(**arguments)


class TestRide:
    def test_late_start_moves_everything(self) -> None:
        table = ride(YARD, PARK, SCHOOL, started_at="10:07")

        assert times(table) == ["10:17 10:19 10:29", "10:49 10:52 11:07", "11:12 11:13 11:18", "11:33"]
        assert table.start_at == at("10:07")

    def test_bus_that_has_not_left_by_now_leaves_now(self) -> None:
        table = ride(YARD, PARK, SCHOOL, now="10:04:30")

        assert (table.start_at, times(table)[0]) == (at("10:05"), "10:15 10:17 10:27")

    def test_bus_before_its_time_leaves_by_plan(self) -> None:
        assert ride(YARD, PARK, SCHOOL, now="09:30") == ride(YARD, PARK, SCHOOL)

    def test_bus_under_way_does_not_arrive_in_the_past(self) -> None:
        table = ride(YARD, PARK, SCHOOL, started_at="10:00", now="10:25")

        assert times(table)[0] == "10:25 10:27 10:37"

    def test_real_arrival_moves_the_rest(self) -> None:
        table = ride(replace(YARD, arrived_at=at("10:15:20")), PARK, SCHOOL, started_at="10:00", now="10:16")

        assert times(table) == ["10:15:20 10:18 10:28", "10:48 10:51 11:06", "11:11 11:12 11:17", "11:32"]
        assert [row.actual for row in table.rows] == [True, False, False]

    def test_bus_at_a_stop_does_not_leave_in_the_past(self) -> None:
        table = ride(replace(YARD, arrived_at=at("10:10")), PARK, SCHOOL, now="10:40")

        assert times(table)[:2] == ["10:10 10:12 10:40", "11:00 11:03 11:18"]

    def test_real_departure_moves_the_rest(self) -> None:
        left = replace(YARD, arrived_at=at("10:10"), departed_at=at("10:30:10"))
        table = ride(left, PARK, SCHOOL, now="10:31")

        assert times(table) == ["10:10 10:12 10:30:10", "10:51 10:54 11:09", "11:14 11:15 11:20", "11:35"]

    def test_departure_without_an_arrival_keeps_the_arrival_before_it(self) -> None:
        table = ride(replace(YARD, departed_at=at("10:08")), PARK, SCHOOL)

        assert times(table)[:2] == ["10:08 10:08 10:08", "10:28 10:31 10:46"]

    def test_stop_that_nobody_reported_is_passed_before_the_next_report(self) -> None:
        table = ride(YARD, replace(PARK, arrived_at=at("10:20")), SCHOOL, started_at="10:00", now="10:50")

        assert times(table) == ["10:10 10:12 10:20", "10:20 10:23 10:50", "10:55 10:56 11:01", "11:16"]
        assert [row.actual for row in table.rows] == [False, True, False]

    def test_early_report_shows_that_the_bus_left_early(self) -> None:
        table = ride(replace(YARD, arrived_at=at("09:55")), PARK, SCHOOL)

        assert (table.start_at, times(table)[0]) == (at("09:55"), "09:55 09:57 10:07")

    def test_real_arrival_at_a_stop_without_a_way_is_believed(self) -> None:
        stops = [replace(YARD, arrived_at=at("10:30")), PARK]
        table = timetable(START, END, stops, [NO_WAY, Leg(20, 8), Leg(15, 6)])

        assert times(table) == ["10:30 10:32 10:42", "11:02 11:05 11:20", "11:35"]
        assert table.breaks == ()

    def test_bus_that_is_there_waits_for_the_window(self) -> None:
        table = ride(replace(YARD, arrived_at=at("10:05"), window_from=at("10:20")), PARK, SCHOOL, now="10:06")

        assert (times(table)[0], table.breaks) == ("10:05 10:20 10:30", (Break("waits", "yard", 13),))

    def test_breaks_of_stops_that_are_over_are_not_told(self) -> None:
        late = replace(YARD, window_to=at("10:05"), agenda_minutes=20)
        over = replace(late, arrived_at=at("10:10"), departed_at=at("10:22"))

        assert ride(late, PARK, SCHOOL).breaks == (Break("late", "yard", 7), Break("agenda_over", "yard", 10))
        assert (ride(over, PARK, SCHOOL).breaks, ride(over, PARK, SCHOOL).rows[0].late_minutes) == ((), 7)

    def test_skipped_stop_is_left_out(self) -> None:
        table = timetable(START, END, [YARD, replace(PARK, skipped=True), SCHOOL], [Leg(10, 4), Leg(12, 5), Leg(15, 6)])

        assert times(table) == ["10:10 10:12 10:22", "— — —", "10:34 10:35 10:40", "10:55"]
        assert table.rows[1] == Row("park", None, None, None, 0, 0, None, None, actual=False, skipped=True)
        assert table.km == 15.0

    def test_tour_that_is_over_shows_its_real_return(self) -> None:
        stops = [replace(YARD, arrived_at=at("10:12"), departed_at=at("10:25")), PARK]
        table = timetable(START, at("10:50"), stops, LEGS[:3], finished_at=at("10:58"), now=at("18:00"))

        assert times(table) == ["10:12 10:14 10:25", "10:45 10:48 10:58", "10:58"]
        assert table.breaks == ()


def test_whole_minutes_forgive_the_noise_of_floating_point() -> None:
    assert [whole_minutes(value) for value in (0.0, 0.1 + 0.2, 3.0000000001, 3.001, 2.9999999)] == [0, 1, 3, 4, 3]


def test_up_to_minute_keeps_whole_minutes() -> None:
    assert [up_to_minute(at(clock)) for clock in ("10:00", "10:00:01", "10:59:59")] == [
        at("10:00"),
        at("10:01"),
        at("11:00"),
    ]


minutes = st.integers(0, 40)
offsets = st.one_of(st.none(), st.integers(-3600, 4 * 3600).map(lambda seconds: START + timedelta(seconds=seconds)))
free_stops = st.lists(st.builds(PlannedStop, st.uuids(), minutes, minutes), max_size=6)
some_stops = st.lists(
    st.builds(PlannedStop, st.uuids(), minutes, minutes, offsets, offsets, skipped=st.booleans()), max_size=6
)
seeds = st.randoms(use_true_random=False)


def legs_for(stops: list[PlannedStop], random: Random) -> list[Leg]:
    return [Leg(random.uniform(0, 40), random.uniform(0, 15)) for _ in range(sum(not s.skipped for s in stops) + 1)]


@given(some_stops, seeds, offsets, offsets)
def test_plan_keeps_to_the_legs_the_services_and_the_windows(
    stops: list[PlannedStop],
    random: Random,
    started_at: datetime | None,
    now: datetime | None,
) -> None:
    legs = legs_for(stops, random)
    table = timetable(START, END, stops, legs, started_at=started_at, now=now)

    left = table.start_at
    made = [(stop, row) for stop, row in zip(stops, table.rows, strict=True) if not stop.skipped]
    for (stop, row), leg in zip(made, legs, strict=False):
        arrival, talk_from, departure = moments_of(row)
        assert arrival >= left + timedelta(minutes=leg.minutes) - timedelta(milliseconds=1)
        assert talk_from >= arrival + timedelta(minutes=stop.minutes_off)
        assert departure == talk_from + timedelta(minutes=stop.minutes_talk)
        assert stop.window_from is None or talk_from >= stop.window_from
        assert (row.late_minutes > 0) == (stop.window_to is not None and talk_from > stop.window_to)
        assert talk_from - timedelta(minutes=row.wait_minutes + stop.minutes_off) == arrival
        left = departure
    assert finish_of(table) >= left + timedelta(minutes=legs[-1].minutes) - timedelta(milliseconds=1)
    assert [row.key for row in table.rows] == [stop.key for stop in stops]
    assert now is None or min([finish_of(table), *(moments_of(row)[0] for _, row in made)]) >= now


@given(free_stops, seeds, st.integers(-1000, 1000))
def test_plan_without_windows_moves_with_its_start(stops: list[PlannedStop], random: Random, shift: int) -> None:
    legs, by = legs_for(stops, random), timedelta(minutes=shift)

    moved = timetable(START + by, END + by, stops, legs)

    plan = timetable(START, END, stops, legs)
    assert moved.breaks == plan.breaks
    assert finish_of(moved) == finish_of(plan) + by
    assert moved.rows == tuple(
        replace(row, arrival=arrival + by, talk_from=talk_from + by, departure=departure + by)
        for row in plan.rows
        for arrival, talk_from, departure in [moments_of(row)]
    )


@given(some_stops, seeds, st.integers(0, 120))
def test_plan_that_starts_later_is_never_earlier_anywhere(stops: list[PlannedStop], random: Random, delay: int) -> None:
    legs = legs_for(stops, random)

    late = timetable(START + timedelta(minutes=delay), END, stops, legs)

    plan = timetable(START, END, stops, legs)
    made = [(a, b) for a, b in zip(plan.rows, late.rows, strict=True) if not a.skipped]
    assert all(moments_of(b)[0] >= moments_of(a)[0] for a, b in made)
    assert finish_of(plan) <= finish_of(late) <= finish_of(plan) + timedelta(minutes=delay)


@given(some_stops, seeds, st.integers(0, 5), st.integers(0, 3600), st.booleans(), st.integers(0, 3600))
def test_ride_reported_up_to_a_stop_is_monotone_and_never_in_the_past(
    stops: list[PlannedStop],
    random: Random,
    reached: int,
    seconds: int,
    left: bool,
    later: int,
) -> None:
    assume(reached < len(stops) and not stops[reached].skipped)
    arrived_at = START + timedelta(seconds=seconds)
    now = arrived_at + timedelta(seconds=later)
    stops[reached] = replace(stops[reached], arrived_at=arrived_at, departed_at=now if left else None)

    table = timetable(START, END, stops, legs_for(stops, random), now=now)

    made = [row for row in table.rows if not row.skipped]
    moments = [table.start_at, *(moment for row in made for moment in moments_of(row))]
    assert moments == sorted(moments)
    assert finish_of(table) >= moments[-1]
    arrival, _, departure = moments_of(table.rows[reached])
    assert arrival == arrived_at
    assert departure >= now
    assert [row.actual for row in table.rows] == [index == reached for index in range(len(stops))]


@given(some_stops, seeds)
def test_plan_is_the_same_in_every_zone(stops: list[PlannedStop], random: Random) -> None:
    legs = legs_for(stops, random)

    elsewhere = timetable(START.astimezone(timezone(timedelta(hours=-3, minutes=-30))), END, stops, legs)

    assert elsewhere == timetable(START.astimezone(UTC), END, stops, legs)


class TestPositionOfTheBus:
    def test_expected_arrival_moves_the_next_stop_and_all_behind_it(self) -> None:
        yard = replace(YARD, arrived_at=at("10:10"), departed_at=at("10:22"))
        park = replace(PARK, expected_at=at("10:49:20"))

        table = ride(yard, park, SCHOOL, started_at="10:00", now="10:40")

        assert times(table) == ["10:10 10:12 10:22", "10:50 10:53 11:08", "11:13 11:14 11:19", "11:34"]

    def test_expected_arrival_may_be_earlier_than_computed_but_not_in_the_past(self) -> None:
        yard = replace(YARD, arrived_at=at("10:10"), departed_at=at("10:22"))
        early = ride(yard, replace(PARK, expected_at=at("10:35")), SCHOOL, started_at="10:00", now="10:30")
        stale = ride(yard, replace(PARK, expected_at=at("10:35")), SCHOOL, started_at="10:00", now="10:38")

        assert [clock(table.rows[1].arrival) for table in (early, stale)] == ["10:35", "10:38"]

    def test_expected_arrival_counts_for_the_next_stop_only(self) -> None:
        here = replace(YARD, arrived_at=at("10:10"))
        later = replace(SCHOOL, expected_at=at("10:30"))

        table = ride(here, PARK, later, started_at="10:00", now="10:15")

        assert table == ride(here, PARK, SCHOOL, started_at="10:00", now="10:15")

    def test_expected_arrival_means_nothing_once_the_arrival_was_told(self) -> None:
        here = replace(YARD, arrived_at=at("10:10"))

        table = ride(replace(here, expected_at=at("10:30")), PARK, SCHOOL, started_at="10:00", now="10:15")

        assert table == ride(here, PARK, SCHOOL, started_at="10:00", now="10:15")
