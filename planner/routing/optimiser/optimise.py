"""Which stops to make and in which order: the best tour out of a backlog, under the rules that its makers set."""

import time
from collections.abc import Callable, Sequence

import numpy as np

from planner.routing.optimiser.check import Orders, check_order, plan_of_order
from planner.routing.optimiser.compiled import is_compiled, note_compiled
from planner.routing.optimiser.conflict import orders_or_contradiction
from planner.routing.optimiser.exact import EXACT_UP_TO, best_of_all
from planner.routing.optimiser.filter import nearest_candidates, part_of
from planner.routing.optimiser.problem import Found, TourPlan, TourProblem, TourStop
from planner.routing.optimiser.reasons import what_helps, why_not
from planner.routing.optimiser.run import ITERATIONS, SEED, Ended, Progress, Run

__all__ = [
    "ITERATIONS",
    "check_order",
    "compile_optimiser",
    "is_compiled",
    "nearest_candidates",
    "plan_of_order",
    "propose_tour",
    "what_helps",
    "why_not",
]


def propose_tour(
    problem: TourProblem,
    *,
    iterations: int = ITERATIONS,
    seconds: float = 10.0,
    seed: int = SEED,
    start: Orders = (),
    progress: Progress | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Found:
    """The plan with the most value that keeps every hard rule; `start`: orders to begin with, for each bus its stops.

    Exact for few stops; else the best of `iterations` plans tried within `seconds`. The same problem, iterations and seed
    give the same answer unless the time or `progress` cuts the search short: then it is the best so far. When no plan
    keeps the rules, or the search found none, the answer names the demands that contradict each other.
    `clock` counts the seconds. Runs in one thread, and lets others run.
    """
    kept = nearest_candidates(problem)
    part = part_of(problem, kept)
    orders: list[list[int]] | None
    ended: Ended = "done"
    exact = len(kept) <= EXACT_UP_TO and problem.buses == 1
    if exact:
        orders, tried = best_of_all(part)
    else:
        inner = {stop: index for index, stop in enumerate(kept)}
        run = Run(part, iterations, seconds, seed, _told(problem, kept, progress), clock)
        orders = run.best([[inner[stop] for stop in order if stop in inner] for order in start])
        tried, ended = run.tried, run.ended
    if orders is not None:
        plan = plan_of_order(problem, [[kept[stop] for stop in order] for order in orders])
        return Found(plan, (), exact, tried, ended)
    orders, contradiction = orders_or_contradiction(problem)
    return Found(None if orders is None else plan_of_order(problem, orders), contradiction, exact, tried, ended)


def compile_optimiser() -> None:
    """Compiles what is not compiled yet, which takes a processor about half a minute once; then a second from the disk."""
    travel = np.ones((EXACT_UP_TO + 4, EXACT_UP_TO + 4), np.int64)
    stops = tuple(TourStop(0, 1, 1.0) for _ in range(EXACT_UP_TO + 2))
    found = propose_tour(TourProblem(travel, travel, stops, 3), iterations=100)
    if found.plan is not None:
        why_not(TourProblem(travel, travel, stops, 3), found.plan)
    propose_tour(TourProblem(travel[:3, :3], travel[:3, :3], stops[:1], 3))
    note_compiled()


def _told(problem: TourProblem, kept: Sequence[int], progress: Progress | None) -> Progress | None:
    """Tells a plan of the part in the numbers of the whole."""
    if progress is None:
        return None

    def tell(share: float, plan: TourPlan | None) -> bool:
        orders = None if plan is None else [[kept[stop] for stop in bus.stops] for bus in plan.buses]
        return progress(share, None if orders is None else plan_of_order(problem, orders))

    return tell
