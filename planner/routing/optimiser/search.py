"""Compiled: the search by ruin and recreate (after Schrimpf et al. 2000; strings of stops: Christiaens, Vanden Berghe 2020).

Each trial takes some neighbouring stops out of the tours, puts stops in again wherever they fit, and keeps the result
when it is better, or a little worse while the search is still hot.
"""

import math
from typing import NamedTuple

import numpy as np

from planner.routing.optimiser.chance import below, share
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import NEVER, Data, Real, State, Whole
from planner.routing.optimiser.insert import (
    best_place,
    cheapest_place,
    count_in,
    is_allowed,
    load,
    put_in,
    squeeze_in,
    take_out,
)
from planner.routing.optimiser.timing import is_misplaced, worth_of

# Found on public instances of four families and checked on others: docs/decisions/0007.
STRING, RANDOM = 0.6, 0.85  # shares of the ways to ruin: up to STRING a string, up to RANDOM any stops, else near ones
LARGEST_PART, LARGEST_COUNT = 0.6, 25  # of the stops made, so many are taken out at the most
TWO_STRINGS, SPLIT = 0.3, 0.3
BY_RATIO = 0.7  # share of recreations that always put in the stop with most prize for its time
BLINK = 0.01
PASSED_OVER = 0.9  # share of recreations that leave out stops which cost more minutes than they are worth


class Memory(NamedTuple):
    """What the search remembers between calls: the best tours with their worth, and room to work in.

    `worth`: current value with penalties, best value, unmet demands of the best.
    """

    best_route: Whole
    best_length: Whole
    saved_route: Whole
    saved_length: Whole
    worth: Real
    marked: Whole
    waiting: Whole
    key: Real
    spans: Whole
    dice: Whole


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
def recreate(data: Data, state: State, memory: Memory) -> None:
    """Puts in what fits: first what must be made, then by prize for time, or in an order drawn by lot."""
    count = 0
    for point in range(1, data.stops + 1):
        if state.bus_of[point] < 0:
            memory.waiting[count] = point
            count += 1
    if share(memory.dice) < BY_RATIO:
        _put_in_by_ratio(data, state, memory, count)
    else:
        _put_in_by_order(data, state, memory, count)


@compiled
def is_demanded(data: Data, state: State, point: int) -> bool:
    """Whether the point must be made, or one of its groups has too few stops yet."""
    if data.must[point]:
        return True
    for group in range(len(data.at_least)):
        if data.member[group, point] and state.in_group[group] < data.at_least[group]:
            return True
    return False


@compiled
def _put_in_by_ratio(data: Data, state: State, memory: Memory, count: int) -> None:
    waiting, key, dice, spans = memory.waiting, memory.key, memory.dice, memory.spans
    route, depart, late, driven, bounds = state.route, state.depart, state.late, state.driven, state.bounds
    travel, metres, service, after = data.travel, data.metres, data.service, data.after
    opens, closes, windows, longest = data.opens, data.closes, data.windows, data.longest_metres
    length, pin = state.length, data.pin
    is_plain, demands = len(data.pauses) == 0, data.demanding
    tied, grouped, prize, per_minute = data.tied, data.grouped, data.prize, data.per_minute
    passes_over, power = share(dice) < PASSED_OVER, 0.5 + 1.5 * share(dice)
    for index in range(count):
        key[index] = prize[waiting[index]] ** power * (0.7 + 0.6 * share(dice))
    while True:
        best_index, best_ratio, best_bus, best_at = -1, -1.0, -1, -1
        fitting = 0
        for index in range(count):
            point = waiting[index]
            bus, place, cost = -1, -1, NEVER
            if is_plain and not tied[point]:
                if not grouped[point] or is_allowed(data, state, point):
                    bus, place, cost = cheapest_place(
                        point, bounds, route, depart, late, driven, travel, metres, longest, service, opens, closes,
                        windows, after, BLINK, dice,
                    )  # fmt: skip
            elif is_allowed(data, state, point):
                bus, place, cost = best_place(data, state, point, spans, BLINK, dice)
            if bus < 0 and len(after) == 0:
                continue  # what does not fit now does not fit into a fuller tour
            waiting[fitting], key[fitting] = point, key[index]
            fitting += 1
            is_dear = passes_over and prize[point] < per_minute * cost
            if bus < 0 or (is_dear and not is_demanded(data, state, point)):
                continue
            ratio = key[fitting - 1] / (max(0, cost) + 1.0)
            if demands and is_demanded(data, state, point):
                ratio = 1e12 * (1.0 + share(dice))
            if ratio > best_ratio:
                best_index, best_ratio, best_bus, best_at = fitting - 1, ratio, bus, place
        count = fitting
        if best_index < 0:
            return
        if is_plain:
            squeeze_in(
                waiting[best_index], best_bus, best_at, route, length, depart, late, driven, bounds, travel, metres,
                service, opens, closes, windows, pin,
            )  # fmt: skip
            count_in(data, state, waiting[best_index], best_bus)
        else:
            put_in(data, state, waiting[best_index], best_bus, best_at)
        count -= 1
        waiting[best_index], key[best_index] = waiting[count], key[count]


@compiled
def _put_in_by_order(data: Data, state: State, memory: Memory, count: int) -> None:
    waiting, key, dice, spans = memory.waiting, memory.key, memory.dice, memory.spans
    route, depart, late, driven, bounds = state.route, state.depart, state.late, state.driven, state.bounds
    travel, metres, service, after = data.travel, data.metres, data.service, data.after
    opens, closes, windows, longest = data.opens, data.closes, data.windows, data.longest_metres
    length, pin = state.length, data.pin
    is_plain, tied, grouped, bus_of = len(data.pauses) == 0, data.tied, data.grouped, state.bus_of
    passes_over, per_minute = share(dice) < PASSED_OVER, data.per_minute
    _draw_order(data, state, memory, count)
    for rank in np.argsort(key[:count]):
        point = waiting[rank]
        bus, place, cost = -1, -1, NEVER
        if bus_of[point] >= 0:
            continue
        if is_plain and not tied[point]:
            if not grouped[point] or is_allowed(data, state, point):
                bus, place, cost = cheapest_place(
                    point, bounds, route, depart, late, driven, travel, metres, longest, service, opens, closes,
                    windows, after, BLINK, dice,
                )  # fmt: skip
        elif is_allowed(data, state, point):
            bus, place, cost = best_place(data, state, point, spans, BLINK, dice)
        is_dear = passes_over and data.prize[point] < per_minute * cost
        if bus >= 0 and not (is_dear and not is_demanded(data, state, point)):
            if is_plain:
                squeeze_in(
                    point, bus, place, route, length, depart, late, driven, bounds, travel, metres, service, opens,
                    closes, windows, pin,
                )  # fmt: skip
                count_in(data, state, point, bus)
            else:
                put_in(data, state, point, bus, place)
            if len(after) > 0:
                _put_in_followers(data, state, memory, point)


@compiled
def _draw_order(data: Data, state: State, memory: Memory, count: int) -> None:
    """Keys to sort the waiting stops by: at random, by prize, by prize for time, or by when their windows are over."""
    waiting, key, dice = memory.waiting, memory.key, memory.dice
    way, demands = share(dice), data.demanding
    for index in range(count):
        point = waiting[index]
        closes = data.closes[point, data.windows[point] - 1]
        if way < 0.4:
            key[index] = share(dice)
        elif way < 0.65:
            key[index] = -data.prize[point] * (0.6 + 0.8 * share(dice))
        elif way < 0.8:
            key[index] = -data.prize[point] / (data.service[point] + 1.0 + data.travel[0, point]) * share(dice)
        elif way < 0.9:
            key[index] = closes - data.opens[point, 0] + 100 * share(dice)
        else:
            key[index] = closes * (0.9 + 0.2 * share(dice))
        if demands and is_demanded(data, state, point):
            key[index] -= 1e12


@compiled
def _put_in_followers(data: Data, state: State, memory: Memory, lead: int) -> None:
    for point in range(1, data.stops + 1):
        if data.after[point] == lead and state.bus_of[point] < 0 and is_allowed(data, state, point):
            bus, place, _ = best_place(data, state, point, memory.spans, 0.0, memory.dice)
            if bus >= 0:
                put_in(data, state, point, bus, place)


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


def memory_of(data: Data, dice: Whole) -> Memory:
    """An empty memory."""
    shape = (data.buses, data.stops + 3)
    return Memory(
        best_route=np.zeros(shape, np.int64),
        best_length=np.ones(data.buses, np.int64),
        saved_route=np.zeros(shape, np.int64),
        saved_length=np.ones(data.buses, np.int64),
        worth=np.array([-1e18, -1e18, 1e9]),
        marked=np.zeros(data.stops + 2, np.int64),
        waiting=np.zeros(data.stops + 2, np.int64),
        key=np.zeros(data.stops + 2),
        spans=np.zeros((data.buses, 2), np.int64),
        dice=dice,
    )
