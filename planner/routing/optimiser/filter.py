"""Which of many candidates the search looks at: what can be reached at all, and of that the best for its time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.routing.optimiser.problem import NO_WAY, Group, TourProblem

PER_BUS = 300
"""Candidates that are looked at for each bus beside those that a rule names."""
_NEIGHBOURS = 8
_FAR = 0.1  # weight of the way to the nearest place that is visited anyway


def nearest_candidates(problem: TourProblem, most: int = PER_BUS) -> tuple[int, ...]:
    """The stops worth a search, in order: all that must be made or that a group demands, and `most` for each bus beside.

    Left out are stops that no tour reaches within their windows and the time of return, and, of more than a third over
    `most` for each bus, those with the least prize for the minutes that they take: off, talk, and the ride from neighbours.
    """
    named = _named(problem)
    reachable = is_reachable(problem)
    free = [index for index in range(len(problem.stops)) if index not in named and reachable[index]]
    if len(free) > most * problem.buses * 4 // 3:
        rates = _rates(problem, free, sorted(named))
        order = np.argsort(-rates, kind="stable")[: most * problem.buses]
        free = [free[index] for index in order]
    kept = {*named, *free}
    for _ in problem.right_after:  # a stop without the one that it follows cannot be made either
        kept -= {second for first, second in problem.right_after if first not in kept}
    return tuple(sorted(kept))


def is_reachable(problem: TourProblem) -> NDArray[np.bool_]:
    """For each stop whether some tour could make it: there in a window and back in time, over other stops at best."""
    travel = np.where(problem.travel > (problem.longest_ride or NO_WAY), NO_WAY, problem.travel)
    there, back = _shortest(travel, 0), _shortest(travel.T, problem.end)
    found = np.zeros(len(problem.stops), bool)
    for index, stop in enumerate(problem.stops):
        ready = int(there[index + 1]) + stop.minutes_off
        starts = [max(ready, window.opens) for window in stop.windows if max(ready, window.opens) <= window.closes]
        if there[index + 1] < NO_WAY and (starts or not stop.windows):
            start = min(starts, default=ready)
            found[index] = start + stop.minutes_talk + int(back[index + 1]) <= problem.latest_return
    return found


def part_of(problem: TourProblem, kept: Sequence[int]) -> TourProblem:
    """The problem with these stops alone, numbered in their order; rules about others fall away."""
    if len(kept) == len(problem.stops):
        return problem
    inner = {stop: index for index, stop in enumerate(kept)}
    points = [0, *(stop + 1 for stop in kept), problem.end]
    table = np.ix_(points, points)

    def pairs(rule: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((inner[a], inner[b]) for a, b in rule if a in inner and b in inner)

    return replace(
        problem,
        travel=problem.travel[table],
        metres=problem.metres[table],
        stops=tuple(problem.stops[stop] for stop in kept),
        before=pairs(problem.before),
        right_after=pairs(problem.right_after),
        groups=tuple(_group_of(group, inner) for group in problem.groups),
    )


def _group_of(group: Group, inner: dict[int, int]) -> Group:
    return replace(group, stops=frozenset(inner[stop] for stop in group.stops if stop in inner))


def _named(problem: TourProblem) -> set[int]:
    """Stops that must be there, and what they are tied to: a stop that follows directly needs the one before it."""
    named = {index for index, stop in enumerate(problem.stops) if stop.must}
    named |= {stop for group in problem.groups if group.at_least > 0 for stop in group.stops}
    for _ in problem.right_after:
        named |= {first for first, second in problem.right_after if second in named}
    return named


def _shortest(travel: NDArray[np.int64], source: int) -> NDArray[np.int64]:
    """Dijkstra on a full table, without any time at stops."""
    best = travel[source].copy()
    best[source] = 0
    done = np.zeros(len(best), bool)
    for _ in range(len(best)):
        here = int(np.argmin(np.where(done, NO_WAY + 1, best)))
        if done[here] or best[here] >= NO_WAY:
            break
        done[here] = True
        best = np.minimum(best, best[here] + travel[here])
    return np.asarray(np.minimum(best, NO_WAY))


def _rates(problem: TourProblem, free: Sequence[int], named: Sequence[int]) -> NDArray[np.float64]:
    """Prize for each minute: service, the mean ride to near neighbours, and a tenth of the way to where one goes anyway."""
    points = np.array(free) + 1
    ride = np.minimum(problem.travel[np.ix_(points, points)], NO_WAY).astype(np.float64)
    np.fill_diagonal(ride, NO_WAY)
    neighbours = min(_NEIGHBOURS, len(free) - 1)
    near = np.partition(ride, neighbours - 1, axis=1)[:, :neighbours].mean(axis=1)
    fixed = np.array([0, problem.end, *(stop + 1 for stop in named)])
    away = problem.travel[np.ix_(points, fixed)].min(axis=1)
    stops = [problem.stops[stop] for stop in free]
    service = np.array([stop.minutes_off + stop.minutes_talk for stop in stops], np.float64)
    prize = np.array([stop.prize for stop in stops])
    cap = problem.latest_return / 8
    return np.asarray(prize / (1 + service + np.minimum(near, cap) + _FAR * away), np.float64)
