"""Tests of `planner.domain.ride_choices` and `planner.domain.ride_state`: what helps a ride that no longer works out."""

from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.ride_choices import Choice, ready_choices, troubles
from planner.domain.ride_state import END, START, Change, ChangeKind, RideState, RideStop, changed, times_now
from planner.domain.timetable import Leg, PlannedStop, Timetable

BEGIN = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minute: int | None) -> datetime | None:
    return None if minute is None else BEGIN + minute * MINUTE


def stop(key: int, *, talk: int = 20, window: tuple[int | None, int | None] = (None, None), **fields: Any) -> RideStop:
    """A stop without minutes to get off; the other fields are those of RideStop and PlannedStop."""
    own = {
        name: fields.pop(name) for name in ("must", "pinned", "issues", "promises", "planned_wait") if name in fields
    }
    return RideStop(PlannedStop(key, 0, talk, at(window[0]), at(window[1]), **fields), key, **own)


def ride(*stops: RideStop, now: int = 0, end: int = 1000, places: dict[Hashable, int] | None = None) -> RideState:
    """A ride that began at 0 and stands at `now`; places lie on a line, ten minutes apart, the end right at the last."""
    spots: dict[Hashable, int] = {START: 0, **{each.key: 10 * (i + 1) for i, each in enumerate(stops)}}
    spots[END] = 10 * len(stops)
    spots |= places or {}

    def leg(a: Hashable, b: Hashable) -> Leg:
        return Leg(abs(spots[a] - spots[b]), 0.0)

    return RideState(BEGIN, BEGIN + end * MINUTE, BEGIN + now * MINUTE, stops, leg, BEGIN)


def said(choice: Choice) -> list[tuple[str, int, int | None]]:
    return [(c.kind.value, c.stop, c.minutes if c.other is None else c.other) for c in choice.changes]


def minutes(times: Timetable) -> list[int | None]:
    """When the bus comes to each stop, and back."""
    moments = [*(row.arrival for row in times.rows), times.finish_at]
    return [None if moment is None else round((moment - BEGIN) / MINUTE) for moment in moments]


def test_ride_that_works_out_needs_no_choice() -> None:
    assert ready_choices(ride(stop(1), stop(2), end=60)) == ()


def test_talk_is_cut_just_as_much_as_it_takes() -> None:
    state = ride(stop(1), stop(2, window=(None, 34), pinned=True), stop(3, pinned=True))

    first = ready_choices(state)[0]

    assert (said(first), first.mends, first.gained, first.cut) == ([("cut", 1, 14)], True, 6, 6)
    assert minutes(first.times) == [10, 34, 64, 84]


def test_no_talk_is_cut_below_the_least() -> None:
    state = ride(stop(1, talk=12), stop(2, talk=12, window=(None, 20)))

    cuts = [c.minutes for choice in ready_choices(state, least_talk=9) for c in choice.changes if c.minutes]

    assert cuts == [9]


def test_stop_that_may_be_left_out_goes_before_one_that_must_be_made() -> None:
    state = ride(stop(1, talk=5), stop(2, talk=5, must=False), stop(3, talk=5), end=30, places={END: 0, 2: -40, 3: 15})

    skips = [(said(c)[0][1], c.skipped[0].must) for c in ready_choices(state) if said(c)[0][0] == "skip"]

    assert skips[0] == (2, False)


def test_choice_names_what_is_not_visited() -> None:
    state = ride(stop(1, must=False, issues=3, promises=2, talk=5), stop(2, talk=5), end=20)

    skip = next(c for c in ready_choices(state) if said(c) == [("skip", 1, None)])

    assert [(each.key, each.must, each.issues, each.promises) for each in skip.skipped] == [(1, False, 3, 2)]


def test_neighbours_are_swapped_for_a_window_and_what_breaks_then_is_named() -> None:
    state = ride(stop(1, talk=5), stop(2, talk=5, window=(None, 12)), end=200, places={1: 10, 2: 12, END: 12})

    swap = next(c for c in ready_choices(state) if said(c) == [("swap", 1, 2)])

    assert (swap.mends, minutes(swap.times)) == (True, [12, 19, 26])


def test_pinned_stop_is_never_swapped() -> None:
    state = ride(stop(1, talk=5, pinned=True), stop(2, talk=5, window=(None, 12)), places={1: 10, 2: 12})

    assert [c for c in ready_choices(state) if said(c)[0][0] == "swap"] == []


def test_bus_that_stands_may_leave_now() -> None:
    here = stop(1, talk=30, arrived_at=at(10))
    state = ride(here, stop(2, talk=5, window=(None, 30)), now=18)

    leave = next(c for c in ready_choices(state) if said(c) == [("leave", 1, None)])

    assert (leave.mends, leave.cut, minutes(leave.times)) == (True, 22, [10, 28, 33])


def test_talk_under_way_is_not_cut_into_the_past() -> None:
    here = stop(1, talk=30, arrived_at=at(10))
    state = ride(here, stop(2, talk=5, window=(None, 45)), now=32)

    cuts = [c.minutes for choice in ready_choices(state) for c in choice.changes if c.stop == 1 and c.minutes]

    assert cuts == [25]


def test_two_steps_are_offered_where_none_alone_mends() -> None:
    state = ride(stop(1, talk=12), stop(2, talk=12), stop(3, talk=12, window=(None, 42), pinned=True), end=500)

    mending = [c for c in ready_choices(state) if c.mends and all(change.minutes for change in c.changes)]

    assert [len(c.changes) for c in mending] == [2] * len(mending)
    assert [c.cut for c in mending] == [12] * len(mending)
    assert mending


def test_late_start_at_a_stop_where_the_talk_goes_on_is_past_mending() -> None:
    state = ride(stop(1, arrived_at=at(50), window=(None, 30)), now=52)

    assert (troubles(state, times_now(state)), ready_choices(state)) == ((), ())


def test_waiting_that_was_planned_is_no_trouble_and_more_than_that_is() -> None:
    planned = ride(stop(1, talk=5, window=(30, None), planned_wait=20), end=500)
    longer = ride(stop(1, talk=5, window=(30, None), planned_wait=12), end=500)

    seen = [[each.kind for each in troubles(state, times_now(state))] for state in (planned, longer)]

    assert seen == [[], ["waits"]]


def test_two_minutes_late_are_no_trouble_and_three_are() -> None:
    seen = [troubles(state, times_now(state)) for state in (ride(stop(1), end=28), ride(stop(1), end=27))]

    assert [[(each.kind, each.minutes) for each in breaks] for breaks in seen] == [[], [("over_end", 3)]]


def test_early_bus_waits_and_leaves_no_stop_out() -> None:
    early = ride(stop(1, talk=5, window=(60, None), must=False), stop(2), end=500)

    assert [each.kind for each in troubles(early, times_now(early))] == ["waits"]
    assert [choice.skipped for choice in ready_choices(early) if choice.skipped] == []


def test_agenda_that_no_longer_fits_is_a_cost() -> None:
    state = ride(stop(1, talk=20, agenda_minutes=18), stop(2, talk=5, window=(None, 30)), end=500)

    cut = next(c for c in ready_choices(state) if said(c)[0] == ("cut", 1, 10))

    assert cut.agenda_over == 8


@pytest.mark.parametrize(
    "change",
    [
        Change(ChangeKind.CUT, 1, 5),
        Change(ChangeKind.CUT, 2, 20),
        Change(ChangeKind.CUT, 2),
        Change(ChangeKind.SKIP, 1),
        Change(ChangeKind.SKIP, 3),
        Change(ChangeKind.SWAP, 2, other=5),
        Change(ChangeKind.SWAP, 4, other=2),
        Change(ChangeKind.LEAVE, 2),
        Change(ChangeKind.RESTORE, 2),
        Change(ChangeKind.SKIP, 99),
    ],
)
def test_step_that_cannot_be_done_is_refused(change: Change) -> None:
    behind = stop(1, arrived_at=at(10), departed_at=at(30))
    state = ride(behind, stop(2), stop(3, skipped=True), stop(4), stop(5), now=30)

    with pytest.raises(ValueError, match="stop|talk|neighbours|bus"):
        changed(state, [change])


def test_neighbours_are_swapped_across_a_skipped_stop() -> None:
    state = ride(stop(1), stop(2, skipped=True), stop(3))

    after = changed(state, [Change(ChangeKind.SWAP, 1, other=3)])

    assert [each.key for each in after.stops] == [3, 2, 1]


@st.composite
def rides(draw: st.DrawFn) -> RideState:
    """A ride under way, anywhere between its start and its end, with windows, skipped stops and any way between stops."""
    size = draw(st.integers(1, 6))
    behind = draw(st.integers(0, size - 1))
    minute = draw(st.integers(0, 30))
    stops = []
    for key in range(1, size + 1):
        opens = draw(st.none() | st.integers(0, 150))
        closes = None if opens is None else opens + draw(st.integers(0, 60))
        fields: dict[str, Any] = {"skipped": False}
        if key <= behind:
            arrived, minute = minute, minute + draw(st.integers(0, 30))
            fields |= {"arrived_at": at(arrived), "departed_at": at(minute)}
            if key == behind and draw(st.booleans()):
                fields["departed_at"] = None
        else:
            fields["skipped"] = draw(st.integers(0, 4)) == 0
        talk, agenda = draw(st.integers(0, 40)), draw(st.integers(0, 30))
        must, pinned = draw(st.booleans()), draw(st.integers(0, 4)) == 0
        stops.append(
            stop(key, talk=talk, window=(opens, closes), must=must, pinned=pinned, agenda_minutes=agenda, **fields)
        )
    places = {key: draw(st.integers(0, 40)) for key in (START, END, *range(1, size + 1))}
    now = minute + draw(st.integers(0, 20))
    return ride(*stops, now=now, end=draw(st.integers(10, 300)), places=dict(places))


@settings(max_examples=120, deadline=None)
@given(state=rides(), least=st.integers(1, 12))
def test_each_choice_keeps_its_word(state: RideState, least: int) -> None:
    found = ready_choices(state, least_talk=least)

    before = {each.key: each for each in state.stops}
    assert len(found) <= 5
    assert found == ready_choices(replace(state), least_talk=least)
    for choice in found:
        after = changed(state, choice.changes)
        assert choice.times == times_now(after)
        assert choice.left == troubles(after, choice.times)
        assert choice.mends == (not troubles(after, choice.times))
        assert lateness(after) < lateness(state)
        gone = {each.key for each in after.stops if each.planned.skipped} - {
            key for key, each in before.items() if each.planned.skipped
        }
        assert gone == {each.key for each in choice.skipped}
        for each in after.stops:
            old = before[each.key].planned
            assert each.planned.minutes_talk >= min(least, old.minutes_talk)
            if old.arrived_at is not None:
                assert (each.planned.arrived_at, each.planned.skipped) == (old.arrived_at, old.skipped)
        moved = [a.key for a, b in zip(state.stops, after.stops, strict=True) if a.key != b.key]
        assert not any(before[key].pinned or before[key].planned.arrived_at for key in moved)


def lateness(state: RideState) -> int:
    """All that goes wrong ahead, counted by hand: the minutes of waiting a third as bad as those of coming late."""
    minute, spot, total = state.now, None, 0
    here = state.here
    for each in state.stops[: state.passed]:
        spot = each.key
    if here is not None:
        planned = here.planned
        assert planned.arrived_at is not None
        talk_from = max(planned.arrived_at, planned.window_from or planned.arrived_at)
        minute = max(minute, talk_from + planned.minutes_talk * MINUTE)
    elif spot is not None:
        minute = next(e.planned.departed_at for e in state.stops if e.key == spot) or minute
    else:
        minute = BEGIN
    last: Hashable = START if spot is None else spot
    first = here is None
    for each in state.ahead:
        minute += state.leg(last, each.key).minutes * MINUTE
        if first:
            minute, first = max(minute, state.now), False
        planned = each.planned
        if planned.window_from is not None and minute < planned.window_from:
            wait = round((planned.window_from - minute) / MINUTE)
            total += wait if wait > 5 else 0
            minute = planned.window_from
        if planned.window_to is not None:
            total += 3 * max(0, round((minute - planned.window_to) / MINUTE))
        minute += planned.minutes_talk * MINUTE
        last = each.key
    minute += state.leg(last, END).minutes * MINUTE
    if first:
        minute = max(minute, state.now)
    return total + 3 * max(0, round((minute - state.latest_end) / MINUTE))
