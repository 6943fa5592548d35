"""The problem of choosing stops: what may be visited, what must be, which rules the tour obeys, and what a plan says.

Times are whole units from the departure: minutes in the planner, whatever an instance counts in the benchmarks.
Stops are named by their index in `TourProblem.stops`; in the tables of travel point 0 is the start place, point k + 1 the
stop k, and the last point the end place.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_WAY = 10**8
"""Travel between two points that have no way between them; more than any tour lasts."""

FIRST, LAST = 0, -1
"""Positions to pin a stop to; any other position counts from 0 too."""


class Window(NamedTuple):
    """The talk has to start at `opens` or later and at `closes` or earlier; it may end after that."""

    opens: int
    closes: int


@dataclass(frozen=True)
class TourStop:
    """A stop that may be made, or must be. Without windows the talk may start at any time.

    `prize`: what visiting it is worth, 0 or more; a stop that must be made needs none. `position`: the place in its bus's
    tour that it must have if it is made: FIRST, LAST, or a number from 0.
    """

    minutes_off: int
    minutes_talk: int
    prize: float = 0.0
    must: bool = False
    windows: tuple[Window, ...] = ()
    position: int | None = None


@dataclass(frozen=True)
class Group:
    """Of these stops at least and at most so many are made: either/or is `at_most=1`, a district is `at_least=1`.

    `name` comes back in contradictions.
    """

    stops: frozenset[int]
    at_least: int = 0
    at_most: int | None = None
    name: Hashable = None


class Pause(NamedTuple):
    """A break of so many minutes that has to start within the window, while the bus stands at a stop after its talk.

    Every bus takes it; it is taken at the first stop whose talk is over within the window, or later when waiting for
    the window there would be longer.
    """

    minutes: int
    opens: int
    closes: int


@dataclass(frozen=True)
class Costs:
    """What the tour pays in prize for each minute on the way, minute of waiting on board, and kilometre.

    The first is never 0: of two plans with the same stops the one that is back earlier is better.
    """

    per_minute: float = 0.01
    per_wait_minute: float = 0.0
    per_km: float = 0.0


@dataclass(frozen=True)
class TourProblem:
    """Stops, travel and rules. A bus leaves at 0 and is back at `latest_return` or earlier.

    `travel` and `metres`: whole numbers, shape (n + 2, n + 2) for n stops; NO_WAY where there is no way. `before`: pairs
    (a, b), a earlier than b in the same bus whenever both are made. `right_after`: pairs (a, b), b follows directly on a,
    and is made only when a is. `longest_ride`: no leg between two points takes longer; `longest_metres`: of one bus.

    ValueError on tables of a wrong shape, negative numbers, or rules that name a stop which is not there.
    """

    travel: NDArray[np.int64]
    metres: NDArray[np.int64]
    stops: tuple[TourStop, ...]
    latest_return: int
    buses: int = 1
    before: tuple[tuple[int, int], ...] = ()
    right_after: tuple[tuple[int, int], ...] = ()
    groups: tuple[Group, ...] = ()
    pauses: tuple[Pause, ...] = ()
    longest_ride: int | None = None
    longest_metres: int | None = None
    costs: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        shape, known = (len(self.stops) + 2,) * 2, range(len(self.stops))
        if self.travel.shape != shape or self.metres.shape != shape:
            raise ValueError(f"{len(self.stops)} stops need tables of {shape}.")
        if self.travel.min() < 0 or self.metres.min() < 0 or self.buses < 1 or self.latest_return < 0:
            raise ValueError("A tour has no negative minutes or metres, and at least one bus.")
        if any(stop.minutes_off < 0 or stop.minutes_talk < 0 or not stop.prize >= 0 for stop in self.stops):
            raise ValueError("A stop has no negative minutes and no negative prize.")
        named = {stop for pair in (*self.before, *self.right_after) for stop in pair}
        named |= {stop for group in self.groups for stop in group.stops}
        if not named <= set(known):
            raise ValueError(f"The rules name stops that are not there: {sorted(named - set(known))}.")

    @property
    def end(self) -> int:
        """The point of the end place."""
        return len(self.stops) + 1


class Visit(NamedTuple):
    """One stop of a plan: minutes from the departure. `wait`: of people sitting in the standing bus before the talk.

    `departure` includes a pause taken here.
    """

    stop: int
    arrival: int
    talk_from: int
    departure: int
    wait: int


@dataclass(frozen=True)
class BusPlan:
    """The tour of one bus: its visits in order, when it is back, how far it went."""

    visits: tuple[Visit, ...]
    finish: int
    metres: int

    @property
    def stops(self) -> tuple[int, ...]:
        """The stops in order."""
        return tuple(visit.stop for visit in self.visits)


@dataclass(frozen=True)
class TourPlan:
    """The tours of all buses, and what they are worth: the prizes less the costs, and the prizes alone."""

    buses: tuple[BusPlan, ...]
    value: float
    prize: float

    @property
    def made(self) -> frozenset[int]:
        """The stops that some bus makes."""
        return frozenset(visit.stop for bus in self.buses for visit in bus.visits)


RuleKind = Literal[
    "no_way",  # no way from the point before to this stop (None: to the end place)
    "window",  # the talk starts after every window: minutes late
    "return",  # the bus is back too late: minutes
    "must",  # a stop that must be made is left out
    "position",  # a pinned stop has another position
    "before",  # stop `other` should come earlier
    "right_after",  # the stop does not follow directly on `other`
    "too_few",  # a group has too few stops: `group`
    "too_many",  # a group has too many stops: `group`
    "pause",  # a pause is not to be had in its window: `minutes` of it late, 0 when no stop is left for it
    "ride",  # a leg takes longer than the longest ride: minutes over
    "metres",  # a bus goes too far: metres over in `minutes`
    "twice",  # a stop is made twice
]


@dataclass(frozen=True)
class Fault:
    """One rule that an order breaks: the stop in question (None for the end of the tour), and by how much."""

    kind: RuleKind
    stop: int | None = None
    other: int | None = None
    minutes: int = 0
    group: Hashable = None
    bus: int = 0


@dataclass(frozen=True)
class Demand:
    """One hard rule as part of a contradiction, in the words of `Fault`.

    "return": the time of return (and the longest way); "ride": the longest ride; "pause": all pauses; "window": those of
    the stop; "no_way" without a stop: no way from the start to the end.
    """

    kind: RuleKind
    stop: int | None = None
    other: int | None = None
    group: Hashable = None


@dataclass(frozen=True)
class Found:
    """What a search came to.

    `plan` is None when no plan keeps all hard rules; then `contradiction` names demands that cannot be kept together:
    without any one of them there is a plan for the rest (proved where `exact`, else as far as the search found).
    `exact`: proved to be the best. `iterations`: how many plans were tried. `ended`: "done", "time" or "cancelled".
    """

    plan: TourPlan | None
    contradiction: tuple[Demand, ...]
    exact: bool
    iterations: int
    ended: Literal["done", "time", "cancelled"]


@dataclass(frozen=True)
class WhyNot:
    """The cheapest way to have a stop that was left out.

    "over": at the best place of bus `bus` before position `at` the tour would be back `minutes` late (or a window missed
    by so much); "instead": it would take the place of `other`, at a loss of `loss` in value; even alone "no_way" leads there and
    back, it is "closed" whenever one gets there, or it is too "far" to be back in time; "rule": a rule forbids it beside what is planned; "fits": it could be added for
    `loss` (the plan was stopped early).
    """

    kind: Literal["over", "instead", "no_way", "closed", "far", "rule", "fits"]
    minutes: int = 0
    other: int | None = None
    loss: float = 0.0
    bus: int = 0
    at: int = 0


@dataclass(frozen=True)
class Remedy:
    """What would help an order that breaks something, each tried out: the faults that are left after it, and its order.

    "swap": stops `stop` and `other` change places; "drop": without `stop`; "earlier": leave `minutes` earlier;
    "move": `stop` goes to position `at`; "shorter": talk at `stop` `minutes` less.
    """

    kind: Literal["swap", "drop", "earlier", "move", "shorter"]
    order: tuple[int, ...]
    left: tuple[Fault, ...]
    stop: int | None = None
    other: int | None = None
    minutes: int = 0
    at: int = 0
