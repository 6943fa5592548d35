"""One search from the outside: pieces of compiled trials, the temperature, the clock, and whoever wants it to end."""

import time
from collections.abc import Callable
from typing import Literal

import numpy as np

from planner.routing.optimiser.chance import dice_of
from planner.routing.optimiser.check import Orders, check_order, plan_of_order
from planner.routing.optimiser.data import Scale, data_of, empty_state, memory_of, ready_to_search, routes_of
from planner.routing.optimiser.exact import EXACT_UP_TO, best_of_all
from planner.routing.optimiser.problem import TourPlan, TourProblem
from planner.routing.optimiser.search import begin, search

ITERATIONS = 60_000
"""Plans tried by default: about a second for 150 candidates and a tour of 15 stops."""
SEED = 1

_POLISH = 0.9  # from this share of the search on, the best plan is only polished
_PIECE = 2_000_000  # stops times trials between two looks at the clock: some ten milliseconds
_FEW, _MANY = 20, 4_000
_NEVER_MENDED = ("before", "right_after", "too_many", "twice")  # what no trial brings about, and so none looks for

Progress = Callable[[float, TourPlan | None], bool]
"""Is told the share of the search that is over and the best plan so far; answers whether to go on."""

Ended = Literal["done", "time", "cancelled"]


class Run:
    """A search for the best orders of a problem, all of whose stops are worth a look.

    `tried`: plans tried so far; `ended`: why it ended.
    """

    def __init__(
        self,
        problem: TourProblem,
        iterations: int,
        seconds: float,
        seed: int,
        progress: Progress | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._problem, self._progress, self._clock = problem, progress, clock
        self._iterations, self._seconds = max(1, iterations), seconds
        self._data, self._scale = ready_to_search(data_of(problem))
        self._state, self._memory = empty_state(self._data), memory_of(self._data, dice_of(seed))
        self.tried = 0
        self.ended: Ended = "done"

    def best(self, start: Orders = ()) -> list[list[int]] | None:
        """Searches, and answers the best orders, one for each bus; None when none was found that keeps the rules.

        Orders of `start` that break a rule of sequence or group are not begun with.
        """
        data, state, memory = self._data, self._state, self._memory
        if any(fault.kind in _NEVER_MENDED for fault in check_order(self._problem, start)):
            start = ()
        begin(data, state, memory, *routes_of(data, start))
        search(data, state, memory, 0, np.ones(2))  # compiles, or reads from the disk, before the clock runs
        began = self._clock()
        piece = min(_MANY, max(_FEW, _PIECE // (data.stops * 40 + 1)))
        polishing = False
        while self.tried < self._iterations:
            gone = (self._clock() - began) / self._seconds
            share = max(self.tried / self._iterations, gone)
            if gone >= 1 or (self._progress and not self._progress(share, self._plan())):
                self.ended = "time" if gone >= 1 else "cancelled"
                break
            if share >= _POLISH and not polishing:
                polishing = True
                begin(data, state, memory, memory.best_route.copy(), memory.best_length.copy())
            trials = min(piece, self._iterations - self.tried)
            following = max((self.tried + trials) / self._iterations, gone)
            temperatures = np.array([_temperature(self._scale, each) for each in (share, following)])
            search(data, state, memory, trials, temperatures)
            self.tried += trials
        return self._orders()

    def _orders(self) -> list[list[int]] | None:
        if self._memory.worth[2] > 0:
            return None
        route, length = self._memory.best_route, self._memory.best_length
        return [[int(point) - 1 for point in route[bus, 1 : length[bus]]] for bus in range(self._data.buses)]

    def _plan(self) -> TourPlan | None:
        orders = self._orders()
        return None if orders is None else plan_of_order(self._problem, orders)


def possible_orders(problem: TourProblem, *, iterations: int) -> list[list[int]] | None:
    """Orders that keep the rules, whatever they are worth; for more than a few stops, where so many trials find some."""
    if len(problem.stops) <= EXACT_UP_TO and problem.buses == 1:
        return best_of_all(problem)[0]
    return Run(problem, iterations, 60.0, SEED, lambda _, plan: plan is None).best()


def _temperature(scale: Scale, share: float) -> float:
    if share >= _POLISH:
        return scale.polish
    return float(scale.hot * (scale.cold / scale.hot) ** (share / _POLISH))
