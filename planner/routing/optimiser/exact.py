"""Compiled: every tour of a few stops, tried out one by one."""

from planner.routing.optimiser.chance import dice_of
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import Data, Memory, State, Whole, data_of, empty_state, memory_of, routes_of
from planner.routing.optimiser.insert import load
from planner.routing.optimiser.problem import TourProblem
from planner.routing.optimiser.search import remember

EXACT_UP_TO = 8
"""So many stops have at most 109,601 tours."""


def best_of_all(problem: TourProblem) -> tuple[list[list[int]] | None, int]:
    """The order with the most value that keeps every rule, and how many were looked at; None when none keeps them.

    For one bus.
    """
    data = data_of(problem)
    state, memory = empty_state(data), memory_of(data, dice_of(1))
    tried = _try_all(data, state, memory, *routes_of(data, ()))
    if memory.worth[2] > 0:
        return None, int(tried)
    return [[int(point) - 1 for point in memory.best_route[0, 1 : memory.best_length[0]]]], int(tried)


@compiled
def _try_all(data: Data, state: State, memory: Memory, route: Whole, length: Whole) -> int:
    """Goes through all sequences in depth; `waiting[place]` is the point that was put there last."""
    tried = 0
    last, used = memory.waiting, memory.marked
    place = 1
    _look_at(data, state, memory, route, length)
    while place > 0:
        if last[place] > 0:
            used[last[place]] = 0
        point = last[place] + 1
        while point <= data.stops and used[point]:
            point += 1
        if point > data.stops:
            last[place] = 0
            place -= 1
            length[0] = place
            continue
        last[place] = point
        used[point] = 1
        route[0, place] = point
        length[0] = place + 1
        route[0, place + 1] = data.stops + 1
        tried += 1
        _look_at(data, state, memory, route, length)
        if place < data.stops:
            place += 1
            last[place] = 0
    return tried


@compiled
def _look_at(data: Data, state: State, memory: Memory, route: Whole, length: Whole) -> None:
    load(data, state, route, length)
    if _keeps_sequence(data, state):
        remember(data, state, memory)


@compiled
def _keeps_sequence(data: Data, state: State) -> bool:
    end = state.length[0]
    for place in range(1, end):
        point = state.route[0, place]
        if len(data.after) > 0 and data.after[point] > 0 and state.route[0, place - 1] != data.after[point]:
            return False
        if len(data.before) > 0:
            for later in range(place + 1, end):
                if data.before[state.route[0, later], point]:
                    return False
    over = 0
    for group in range(len(data.at_most)):
        over += state.in_group[group] > data.at_most[group]
    return over == 0
