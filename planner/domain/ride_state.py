"""The ride as it stands, and the steps by which whoever leads it may change what is still ahead."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from planner.domain.timetable import Leg, PlannedStop, Timetable, timetable

START, END = "start", "end"
"""The keys of the two ends, as `RideState.leg` is asked for them."""


class ChangeKind(StrEnum):
    """What may be changed while the bus is under way; `restore` takes a skipped stop in again and mends nothing."""

    CUT = "cut"
    SKIP = "skip"
    SWAP = "swap"
    LEAVE = "leave"
    RESTORE = "restore"


@dataclass(frozen=True)
class Change:
    """One step: `minutes` is the new length of the talk (cut), `other` the stop right after `stop` (swap)."""

    kind: ChangeKind
    stop: int
    minutes: int | None = None
    other: int | None = None

    @property
    def stops(self) -> frozenset[int]:
        """The stops that it touches."""
        return frozenset({self.stop} if self.other is None else {self.stop, self.other})


@dataclass(frozen=True)
class RideStop:
    """A stop of the ride with what would be lost without it: open issues, and promises that would be looked at.

    `planned_wait`: minutes for which the plan of record lets the bus wait here.
    """

    planned: PlannedStop
    key: int
    must: bool = True
    pinned: bool = False
    issues: int = 0
    promises: int = 0
    planned_wait: int = 0


@dataclass(frozen=True)
class RideState:
    """The ride as it stands: the stops in their real order, and `leg` from key to key, START and END included."""

    start: datetime
    latest_end: datetime
    now: datetime
    stops: tuple[RideStop, ...]
    leg: Callable[[Hashable, Hashable], Leg]
    started_at: datetime | None = None

    @property
    def passed(self) -> int:
        """How many stops from the front are settled: the bus is, or has been, at the last of them."""
        been = [i for i, stop in enumerate(self.stops, 1) if stop.planned.arrived_at or stop.planned.departed_at]
        return been[-1] if been else 0

    @property
    def here(self) -> RideStop | None:
        """The stop where the bus stands."""
        last = self.stops[self.passed - 1] if self.passed else None
        return last if last is not None and last.planned.departed_at is None else None

    @property
    def ahead(self) -> tuple[RideStop, ...]:
        """The stops that the bus still goes to."""
        return tuple(stop for stop in self.stops[self.passed :] if not stop.planned.skipped)


def times_now(state: RideState) -> Timetable:
    """The timetable of the ride as it stands."""
    made = [stop.key for stop in state.stops if not stop.planned.skipped]
    legs = [state.leg(a, b) for a, b in pairwise([START, *made, END])]
    stops = [stop.planned for stop in state.stops]
    return timetable(state.start, state.latest_end, stops, legs, started_at=state.started_at, now=state.now)


def changed(state: RideState, changes: Iterable[Change]) -> RideState:
    """The ride after these steps, one after the other. ValueError for a step that cannot be done (any more).

    A talk is cut before it is over and only to less; a stop that is skipped or swapped is still ahead; only neighbours on
    the way are swapped; only the stop where the bus stands is left.
    """
    for change in changes:
        state = _STEPS[change.kind](state, change)
    return state


def _index(state: RideState, key: int) -> int:
    found = next((index for index, stop in enumerate(state.stops) if stop.key == key), None)
    if found is None:
        raise ValueError(f"no stop {key} on this ride")
    return found


def _with(state: RideState, key: int, change: Callable[[PlannedStop], PlannedStop]) -> RideState:
    index = _index(state, key)
    stop = replace(state.stops[index], planned=change(state.stops[index].planned))
    return replace(state, stops=(*state.stops[:index], stop, *state.stops[index + 1 :]))


def _cut(state: RideState, change: Change) -> RideState:
    stop = state.stops[_index(state, change.stop)]
    over = stop not in state.ahead and stop != state.here
    if change.minutes is None or not 0 <= change.minutes < stop.planned.minutes_talk or over:
        raise ValueError(f"the talk at {change.stop} cannot be cut to {change.minutes}")
    minutes = change.minutes
    return _with(state, change.stop, lambda planned: replace(planned, minutes_talk=minutes))


def _skip(state: RideState, change: Change) -> RideState:
    if state.stops[_index(state, change.stop)] not in state.ahead:
        raise ValueError(f"stop {change.stop} is not ahead")
    return _with(state, change.stop, lambda planned: replace(planned, skipped=True))


def _restore(state: RideState, change: Change) -> RideState:
    index = _index(state, change.stop)
    if index < state.passed or not state.stops[index].planned.skipped:
        raise ValueError(f"stop {change.stop} is not skipped, or behind")
    return _with(state, change.stop, lambda planned: replace(planned, skipped=False))


def _swap(state: RideState, change: Change) -> RideState:
    ahead = [stop.key for stop in state.ahead]
    if change.other is None or (change.stop, change.other) not in set(pairwise(ahead)):
        raise ValueError(f"{change.stop} and {change.other} are no neighbours ahead")
    a, b = _index(state, change.stop), _index(state, change.other)
    stops = list(state.stops)
    stops[a], stops[b] = stops[b], stops[a]
    return replace(state, stops=tuple(stops))


def _leave(state: RideState, change: Change) -> RideState:
    if state.here is None or state.here.key != change.stop:
        raise ValueError(f"the bus does not stand at {change.stop}")
    return _with(state, change.stop, lambda planned: replace(planned, departed_at=state.now))


_STEPS: dict[ChangeKind, Callable[[RideState, Change], RideState]] = {
    ChangeKind.CUT: _cut,
    ChangeKind.SKIP: _skip,
    ChangeKind.SWAP: _swap,
    ChangeKind.LEAVE: _leave,
    ChangeKind.RESTORE: _restore,
}
