"""Compiled: the search by ruin and recreate (after Schrimpf et al. 2000; strings of stops: Christiaens, Vanden Berghe 2020).

Each trial takes some neighbouring stops out of the tours, puts stops in again wherever they fit, and keeps the result
when it is better, or a little worse while the search is still hot.
"""

import math

from planner.routing.optimiser.chance import below, share
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import Data, Memory, Real, State, Whole
from planner.routing.optimiser.insert import load, take_out
from planner.routing.optimiser.recreate import recreate
from planner.routing.optimiser.timing import is_misplaced, worth_of

# Found on public instances of four families and checked on others: docs/decisions/0007.
STRING, RANDOM = 0.6, 0.85  # shares of the ways to ruin: up to STRING a string, up to RANDOM any stops, else near ones
LARGEST_PART, LARGEST_COUNT = 0.6, 25  # of the stops made, so many are taken out at the most
TWO_STRINGS, SPLIT = 0.3, 0.3


@compiled
def ruin(data: Data, state: State, memory: Memory) -> None:
    """Takes some stops out: one or two strings of neighbours on the way, any stops, or stops near to one point."""
    made = 0
    for bus in range(data.buses):
        for place in range(1, state.length[bus]):
            memory.waiting[made] = state.route[bus, place]
            made += 1
    if made == 0:
        return
    dice, marked = memory.dice, memory.marked
    most = min(made, max(2, int(LARGEST_PART * made)), LARGEST_COUNT)
    centre, way = 1 + below(dice, data.stops), share(dice)
    memory.centre[0] = centre
    if way < STRING:
        _mark_strings(data, state, memory, centre, most)
    elif way < RANDOM:
        for _ in range(1 + below(dice, most)):
            marked[memory.waiting[below(dice, made)]] = 1
    else:
        left = 1 + below(dice, most)
        for rank in range(data.stops):
            point = data.near[centre, rank]
            if left > 0 and state.bus_of[point] >= 0 and share(dice) < 0.8:
                marked[point] = 1
                left -= 1
    take_out(data, state, marked)


@compiled
def _mark_strings(data: Data, state: State, memory: Memory, centre: int, most: int) -> None:
    dice, marked = memory.dice, memory.marked
    strings = 1 + below(dice, min(data.buses, 3)) if data.buses > 1 else 1 + (share(dice) < TWO_STRINGS)
    for rank in range(data.stops):
        point = data.near[centre, rank]
        bus = state.bus_of[point]
        if bus < 0 or marked[point]:
            continue
        stops = state.length[bus] - 1
        length = min(1 + below(dice, most), stops)
        kept_from, kept_to = -1, -1
        spared = 0
        if 2 <= length < stops and share(dice) < SPLIT:
            spared = 1
            while spared < stops - length and share(dice) < 0.5:
                spared += 1
        at = 1
        while state.route[bus, at] != point:
            at += 1
        whole = length + spared
        lowest, highest = max(1, at - whole + 1), min(at, stops - whole + 1)
        first = lowest + below(dice, highest - lowest + 1)
        if spared > 0:
            kept_from = first + 1 + below(dice, length - 1)
            kept_to = kept_from + spared
        for place in range(first, first + whole):
            if not kept_from <= place < kept_to:
                marked[state.route[bus, place]] = 1
        strings -= 1
        if strings == 0:
            break


@compiled
def remember(data: Data, state: State, memory: Memory) -> bool:
    """Keeps the state if it is the best so far: fewest unmet demands, then most value."""
    value, lacks, _ = worth_of(data, state)
    if lacks > memory.worth[2] or (lacks == memory.worth[2] and value <= memory.worth[1] + 1e-9):
        return False
    memory.worth[1], memory.worth[2] = value, lacks
    for bus in range(data.buses):
        memory.best_length[bus] = state.length[bus]
        for place in range(state.length[bus] + 1):
            memory.best_route[bus, place] = state.route[bus, place]
    return True


@compiled
def search(data: Data, state: State, memory: Memory, trials: int, temperatures: Real) -> None:
    """So many trials, at temperatures that fall evenly (by their ratio) from the first to the second of these."""
    cooling = math.log(temperatures[1] / temperatures[0]) / max(1, trials)
    for trial in range(trials):
        temperature = temperatures[0] * math.exp(cooling * trial)
        for bus in range(data.buses):
            memory.saved_length[bus] = state.length[bus]
            for place in range(state.length[bus] + 1):
                memory.saved_route[bus, place] = state.route[bus, place]
        ruin(data, state, memory)
        recreate(data, state, memory)
        value, lacks, finish = worth_of(data, state)
        if lacks > 0 and data.pinned and _take_misplaced_out(data, state, memory):
            value, lacks, finish = worth_of(data, state)
        worth = value - data.lack * lacks - data.guide * finish
        change = worth - memory.worth[0]
        if change > 0 or share(memory.dice) < math.exp(change / temperature):
            memory.worth[0] = worth
            if lacks < memory.worth[2] or (lacks == memory.worth[2] and value > memory.worth[1]):
                remember(data, state, memory)
        else:
            load(data, state, memory.saved_route, memory.saved_length)


@compiled
def _take_misplaced_out(data: Data, state: State, memory: Memory) -> bool:
    """Takes out stops that need not be made and do not stand where they are pinned to; whether there were any.

    Only after everything was put in: a stop that is put in before it may still bring a pinned one to its place.
    """
    point = _first_misplaced(data, state)
    any_taken = point > 0
    while point > 0:
        memory.marked[point] = 1
        take_out(data, state, memory.marked)
        point = _first_misplaced(data, state)
    return any_taken


@compiled
def _first_misplaced(data: Data, state: State) -> int:
    """The first stop that need not be made and does not stand where it is pinned to; 0 for none."""
    for bus in range(data.buses):
        end = state.length[bus]
        for place in range(1, end):
            point = state.route[bus, place]
            if not data.must[point] and is_misplaced(data.pin[point], place, end):
                return int(point)
    return 0


@compiled
def begin(data: Data, state: State, memory: Memory, route: Whole, length: Whole) -> None:
    """Starts from these routes, and remembers them if they are the best so far."""
    load(data, state, route, length)
    value, lacks, finish = worth_of(data, state)
    memory.worth[0] = value - data.lack * lacks - data.guide * finish
    remember(data, state, memory)
