"""The problem of ordering stops, and what an order costs; minutes are whole and count from the departure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from planner.domain.timetable import PlannedStop, up_to_minute, whole_minutes
from planner.routing.engine import Matrix

NEVER = 10**9
TOLL = 10**12  # one impassable leg outweighs any lateness


class Worth(NamedTuple):
    """What an order costs; compared from left to right. `cost`: impassable legs x TOLL + minutes of lateness."""

    cost: int
    finish: int
    metres: int


class Found(NamedTuple):
    """An order of stops and its worth; of two, the lesser is better."""

    worth: Worth
    order: tuple[int, ...]


@dataclass(frozen=True)
class Costs:
    """The problem by nodes: 0 the start, 1 … n the stops, n + 1 the end."""

    travel: list[list[int]]
    toll: list[list[int]]
    metres: list[list[int]]
    off: list[int]
    talk: list[int]
    opens: list[int]
    closes: list[int]
    latest_return: int

    @property
    def end(self) -> int:
        """The node of the end place."""
        return len(self.travel) - 1

    def worth(self, order: Sequence[int]) -> Worth:
        """Drives the order. `exact` takes the same steps one at a time."""
        cost = time = metres = here = 0
        for stop in order:
            node = stop + 1
            cost += self.toll[here][node]
            metres += self.metres[here][node]
            time += self.travel[here][node] + self.off[node]
            if time < self.opens[node]:
                time = self.opens[node]
            if time > self.closes[node]:
                cost += time - self.closes[node]
            time += self.talk[node]
            here = node
        return self.worth_at_end(cost, time, metres, here)

    def worth_at_end(self, cost: int, time: int, metres: int, here: int) -> Worth:
        """Drives the last leg, from the node `here`."""
        finish = time + self.travel[here][self.end]
        late = max(0, finish - self.latest_return)
        return Worth(cost + self.toll[here][self.end] + late, finish, metres + self.metres[here][self.end])


@dataclass(frozen=True)
class OrderStop:
    """A stop to be put in order; the talk has to start between `window_from` and `window_to`.

    `pinned_to` is the position (0 is the first) that the stop must keep.
    """

    minutes_off: int
    minutes_talk: int
    window_from: int | None = None
    window_to: int | None = None
    pinned_to: int | None = None


@dataclass(frozen=True)
class OrderProblem:
    """Stops to be visited all, by a bus that leaves at minute 0 and has to be back at minute `latest_return`.

    `matrix`: point 0 is the start place, points 1 … n are the stops, point n + 1 is the end place.
    """

    matrix: Matrix
    stops: tuple[OrderStop, ...]
    latest_return: int

    def __post_init__(self) -> None:
        if len(self.matrix.minutes) != len(self.stops) + 2:
            raise ValueError(f"{len(self.stops)} stops need {len(self.stops) + 2} points in the matrix.")

    @cached_property
    def costs(self) -> Costs:
        """The problem as plain whole numbers."""
        return _costs_of(self)


def problem_of(
    start: datetime,
    latest_end: datetime,
    stops: Sequence[PlannedStop],
    matrix: Matrix,
    *,
    pins: Mapping[int, int] | None = None,
) -> OrderProblem:
    """The problem of ordering planned stops (real times play no part); `pins`: position by index of the stop.

    `matrix` has the start place, the stops in their present order, and the end place.
    """
    begin = up_to_minute(start)
    return OrderProblem(
        matrix=matrix,
        stops=tuple(
            OrderStop(
                minutes_off=stop.minutes_off,
                minutes_talk=stop.minutes_talk,
                window_from=None if stop.window_from is None else _minute(begin, up_to_minute(stop.window_from)),
                window_to=None if stop.window_to is None else _minute(begin, stop.window_to),
                pinned_to=(pins or {}).get(index),
            )
            for index, stop in enumerate(stops)
        ),
        latest_return=_minute(begin, latest_end),
    )


def _minute(begin: datetime, moment: datetime) -> int:
    return (moment.astimezone(UTC) - begin.astimezone(UTC)) // timedelta(minutes=1)


def _costs_of(problem: OrderProblem) -> Costs:
    size, stops = range(len(problem.stops) + 2), problem.stops
    legs = [[problem.matrix.leg(start, end) for end in size] for start in size]
    return Costs(
        travel=[[whole_minutes(leg.minutes) if leg.is_passable else 0 for leg in row] for row in legs],
        toll=[[0 if leg.is_passable else TOLL for leg in row] for row in legs],
        metres=[[round(leg.km * 1000) if leg.is_passable else 0 for leg in row] for row in legs],
        off=[0, *(stop.minutes_off for stop in stops), 0],
        talk=[0, *(stop.minutes_talk for stop in stops), 0],
        opens=[0, *(-NEVER if stop.window_from is None else stop.window_from for stop in stops)],
        closes=[0, *(NEVER if stop.window_to is None else stop.window_to for stop in stops)],
        latest_return=problem.latest_return,
    )
