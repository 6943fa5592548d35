"""The best order of the stops that a tour has: exact for few stops, a local search for many.

Minutes count from the departure and are whole, as in `planner.domain.timetable`, so a proposal keeps its word in print.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from planner.routing.optimiser.problem import NO_WAY, Costs, TourProblem, TourStop, Window
from planner.routing.optimiser.run import Run
from planner.routing.order.exact import best_order
from planner.routing.order.problem import NEVER, TOLL, Found, OrderProblem, OrderStop, problem_of
from planner.routing.order.search import Search

__all__ = ["Evaluation", "OrderProblem", "OrderStop", "Proposal", "evaluate_order", "problem_of", "propose_order"]

EXACT_UP_TO = 12
MAX_ITERATIONS = 100_000  # orders tried by the local search: about a second for 20 stops
SEED = 1

_BOUND_ITERATIONS = 2_000  # orders tried to find a bound for the exact answer


@dataclass(frozen=True, order=True)
class Evaluation:
    """What an order is worth; of two, the lesser is better.

    First the impassable legs, then the minutes of lateness (at windows and at the return), then the finish, then the
    metres. An impassable leg adds neither minutes nor metres, so with one the rest is only a lower bound.
    """

    impassable_legs: int
    late_minutes: int
    finish_minute: int
    metres: int

    @property
    def km(self) -> float:
        """Kilometres of the passable legs."""
        return self.metres / 1000


@dataclass(frozen=True)
class Proposal:
    """An order (indices of `problem.stops`), what it is worth, and what the present order is worth.

    `exact`: proved to be the best. `impassable_legs`: positions k such that there is no way to the k-th stop of the
    order (k = n: to the end place). `broken_pins`: stops whose pin could not be kept, because it points beyond the
    tour or an earlier stop has it; they were treated as free.
    """

    order: tuple[int, ...]
    evaluation: Evaluation
    present: Evaluation
    exact: bool
    impassable_legs: tuple[int, ...]
    broken_pins: tuple[int, ...]


def propose_order(
    problem: OrderProblem, *, max_iterations: int = MAX_ITERATIONS, seed: int = SEED, exact_up_to: int = EXACT_UP_TO
) -> Proposal:
    """The order with the least evaluation that keeps the pins; the present one when no order is better.

    Up to `exact_up_to` stops without a pin it is the best order there is, above that the best of about
    `max_iterations` orders tried: by the optimiser where everything can be kept in time, else by a search that weighs
    what is late. The same problem and seed give the same answer. A contradiction is told in the
    proposal and is never an error.
    """
    pins, broken = _settle_pins(problem.stops)
    exact = len(problem.stops) - len(pins) <= exact_up_to
    punctual = None if exact else _punctual_order(problem, pins, max_iterations, seed)
    if punctual is not None:
        found = punctual
    else:
        search = Search(problem.costs, pins, random.Random(seed))
        found = search.run(min(max_iterations, _BOUND_ITERATIONS) if exact else max_iterations)
    if exact:
        found = best_order(problem.costs, pins, found.worth)
    present = tuple(range(len(problem.stops)))
    if all(position == stop for position, stop in pins.items()) and problem.costs.worth(present) <= found.worth:
        found = Found(problem.costs.worth(present), present)
    return Proposal(
        order=found.order,
        evaluation=evaluate_order(problem, found.order),
        present=evaluate_order(problem, present),
        exact=exact,
        impassable_legs=_impassable_legs(problem, found.order),
        broken_pins=broken,
    )


def evaluate_order(problem: OrderProblem, order: Sequence[int]) -> Evaluation:
    """What an order of the stops (indices of `problem.stops`, each once) is worth, whether it keeps the pins or not."""
    cost, finish, metres = problem.costs.worth(order)
    return Evaluation(*divmod(cost, TOLL), finish, metres)


def _impassable_legs(problem: OrderProblem, order: Sequence[int]) -> tuple[int, ...]:
    legs = problem.matrix.legs([0, *(stop + 1 for stop in order), len(order) + 1])
    return tuple(position for position, leg in enumerate(legs) if not leg.is_passable)


def _punctual_order(problem: OrderProblem, pins: Mapping[int, int], iterations: int, seed: int) -> Found | None:
    """The earliest return that the optimiser finds with every window kept; None where it finds none."""
    costs, positions = problem.costs, {stop: position for position, stop in pins.items()}
    stops = tuple(
        TourStop(
            costs.off[node],
            costs.talk[node],
            must=True,
            windows=()
            if (costs.opens[node], costs.closes[node]) == (-NEVER, NEVER)
            else (Window(costs.opens[node], costs.closes[node]),),
            position=positions.get(node - 1),
        )
        for node in range(1, costs.end)
    )
    travel = np.where(np.array(costs.toll) > 0, NO_WAY, np.array(costs.travel))
    if problem.latest_return < 0 or any(off < 0 or talk < 0 for off, talk in zip(costs.off, costs.talk, strict=True)):
        return None
    tour = TourProblem(
        travel, np.array(costs.metres), stops, problem.latest_return, costs=Costs(per_minute=1.0, per_km=0.001)
    )
    orders = Run(tour, iterations // 2, 10.0, seed, None).best()
    return None if orders is None else Found(costs.worth(orders[0]), tuple(orders[0]))


def _settle_pins(stops: Sequence[OrderStop]) -> tuple[dict[int, int], tuple[int, ...]]:
    """The stop at each pinned position, and the stops whose pin cannot be kept."""
    pins: dict[int, int] = {}
    broken = []
    for index, stop in enumerate(stops):
        if stop.pinned_to is None:
            continue
        if 0 <= stop.pinned_to < len(stops) and stop.pinned_to not in pins:
            pins[stop.pinned_to] = index
        else:
            broken.append(index)
    return pins, tuple(broken)
