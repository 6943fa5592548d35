"""A checker that knows nothing of the planner: it drives orders by an instance's own numbers."""

from collections.abc import Sequence

from planner.routing.optimiser.problem import TourProblem


def driven(problem: TourProblem, orders: Sequence[Sequence[int]]) -> tuple[float, int]:
    """Score and latest return of the orders. AssertionError on a missed window, a late return, a stop made twice."""
    seen: set[int] = set()
    score, latest = 0.0, 0
    assert len(orders) <= problem.buses
    for order in orders:
        clock, here = 0, 0
        for stop in order:
            assert stop not in seen, f"stop {stop} twice"
            seen.add(stop)
            (window,) = problem.stops[stop].windows
            clock = max(clock + int(problem.travel[here, stop + 1]), window.opens)
            assert clock <= window.closes, f"stop {stop} at {clock}, closed at {window.closes}"
            clock += problem.stops[stop].minutes_talk
            score += problem.stops[stop].prize
            here = stop + 1
        clock += int(problem.travel[here, -1])
        assert clock <= problem.latest_return, f"back at {clock}, after {problem.latest_return}"
        latest = max(latest, clock)
    return score, latest
