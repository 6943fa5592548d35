"""Compiled: putting stops back into tours, the second half of each trial."""

from planner.routing.optimiser.chance import share
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import Data, Memory, Real, State, Whole
from planner.routing.optimiser.insert import best_place, cheapest_place, count_in, is_allowed, put_in, squeeze_in
from planner.routing.optimiser.places import find_places, renew_places

BY_RATIO = 0.7  # share of recreations that always put in the stop with most prize for its time
CENTRE_FIRST = 0.5  # of these, so many put in first the stop about which others were taken out
BLINK = 0.01
PASSED_OVER = 0.9  # share of recreations that leave out stops which cost more minutes than they are worth


@compiled
def recreate(data: Data, state: State, memory: Memory) -> None:
    """Puts in what fits: first what must be made, then by prize for time, or in an order drawn by lot."""
    count = 0
    for point in range(1, data.stops + 1):
        if state.bus_of[point] < 0:
            memory.waiting[count] = point
            memory.spot[count, 0] = -1
            count += 1
    count = _look(data, state, memory, count)
    if share(memory.dice) < BY_RATIO:
        _put_in_by_ratio(data, state, memory, count)
    else:
        _put_in_by_order(data, state, memory, count)


@compiled
def is_demanded(data: Data, state: State, point: int) -> bool:
    """Whether the point must be made, or one of its groups has too few stops yet, or one that waits for it is so demanded."""
    if _is_wanted(data, state, point):
        return True
    for other in range(1, data.stops + 1 if len(data.after) > 0 else 0):
        if state.bus_of[other] < 0 and _is_behind(data, other, point) and _is_wanted(data, state, other):
            return True
    return False


@compiled
def _is_wanted(data: Data, state: State, point: int) -> bool:
    if data.must[point]:
        return True
    for group in range(len(data.at_least)):
        if data.member[group, point] and state.in_group[group] < data.at_least[group]:
            return True
    return False


@compiled
def _is_behind(data: Data, point: int, lead: int) -> bool:
    """Whether the point follows directly on `lead`, or on one that does; rules that go round end after as many steps as stops."""
    for _ in range(data.stops):
        point = data.after[point]
        if point == lead or point == 0:
            break
    return point == lead


@compiled
def _look(data: Data, state: State, memory: Memory, count: int) -> int:
    """Finds a spot for every waiting stop that has none, and forgets those without: they fit into no fuller tour either."""
    waiting, key, spot = memory.waiting, memory.key, memory.spot
    find_places(
        count, waiting, spot, data.free, state.bounds, state.route, state.depart, state.late, state.driven, data.toward,
        data.travel, data.metres, data.longest_metres, data.service, data.opens, data.closes, data.windows, BLINK,
        memory.dice,
    )  # fmt: skip
    if data.ruled:
        _look_by_rules(data, state, memory, count)
    kept = 0
    for index in range(count):
        if spot[index, 0] >= 0 or len(data.after) > 0:
            waiting[kept], key[kept] = waiting[index], key[index]
            spot[kept, 0], spot[kept, 1], spot[kept, 2] = spot[index, 0], spot[index, 1], spot[index, 2]
            kept += 1
    return kept


@compiled
def _look_by_rules(data: Data, state: State, memory: Memory, count: int) -> None:
    """The spots of stops for which more than time decides: a group, an order, a pause."""
    spot = memory.spot
    for index in range(count):
        point = memory.waiting[index]
        if data.free[point] and not data.grouped[point]:
            continue
        if not is_allowed(data, state, point):
            spot[index, 0] = -1
        elif not data.free[point]:
            spot[index, 0], spot[index, 1], spot[index, 2] = best_place(
                data, state, point, memory.spans, BLINK, memory.dice
            )


@compiled
def _put_in_by_ratio(data: Data, state: State, memory: Memory, count: int) -> None:
    waiting, key, dice, spot = memory.waiting, memory.key, memory.dice, memory.spot
    passes_over, power = share(dice) < PASSED_OVER, 0.5 + 1.5 * share(dice)
    for index in range(count):
        key[index] = data.prize[waiting[index]] ** power * (0.7 + 0.6 * share(dice))
    _put_centre_first(memory, count)
    while True:
        best = _best_ratio(data, state, memory, count, passes_over)
        if best < 0:
            return
        bus, place = spot[best, 0], spot[best, 1]
        _put_behind(data, state, waiting[best], bus, place)
        count -= 1
        waiting[best], key[best] = waiting[count], key[count]
        spot[best, 0], spot[best, 1], spot[best, 2] = spot[count, 0], spot[count, 1], spot[count, 2]
        renew_places(
            count, bus, place, waiting, spot, data.free, state.bounds, state.route, state.depart, state.late, state.driven,
            data.toward, data.travel, data.metres, data.longest_metres, data.service, data.opens, data.closes,
            data.windows,
        )  # fmt: skip
        count = _look(data, state, memory, count)


@compiled
def _put_centre_first(memory: Memory, count: int) -> None:
    """Sometimes: a stop that is never the best for its time may still be one of a better tour, with others about it gone."""
    if share(memory.dice) < CENTRE_FIRST:
        for index in range(count):
            if memory.waiting[index] == memory.centre[0]:
                memory.key[index] *= 1e6


@compiled
def _best_ratio(data: Data, state: State, memory: Memory, count: int, passes_over: bool) -> int:
    """The waiting stop with most prize for its time, or one that is demanded; -1 when none is left that is worth it."""
    best, most = -1, -1.0
    waiting, key, spot, dice = memory.waiting, memory.key, memory.spot, memory.dice
    prize, per_minute, demands = data.prize, data.per_minute, data.demanding
    for index in range(count):
        point, cost = waiting[index], spot[index, 2]
        if spot[index, 0] < 0:
            continue
        if demands and is_demanded(data, state, point):
            ratio = 1e12 * (1.0 + share(dice))
        elif passes_over and prize[point] < per_minute * cost:
            continue
        else:
            ratio = key[index] / (max(0, cost) + 1.0)
        if ratio > most:
            best, most = index, ratio
    return best


@compiled
def _put_behind(data: Data, state: State, point: int, bus: int, place: int) -> None:
    if len(data.pauses) > 0:
        put_in(data, state, point, bus, place)
        return
    squeeze_in(
        point, bus, place, state.route, state.length, state.depart, state.late, state.driven, state.bounds, data.travel,
        data.metres, data.service, data.opens, data.closes, data.windows, data.pin,
    )  # fmt: skip
    count_in(data, state, point, bus)


@compiled
def _put_in_by_order(data: Data, state: State, memory: Memory, count: int) -> None:
    waiting, dice, spot = memory.waiting, memory.dice, memory.spot
    passes_over, changed = share(dice) < PASSED_OVER, False
    _draw_order(data, state, memory, count)
    _sort(memory.key, memory.ranks, count)
    for turn in range(count):
        rank = memory.ranks[turn]
        point = waiting[rank]
        bus, place, cost = spot[rank, 0], spot[rank, 1], spot[rank, 2]
        if changed:
            if state.bus_of[point] >= 0 or (data.ruled and not is_allowed(data, state, point)):
                continue
            bus, place, cost = _place_of(data, state, memory, point)
        is_dear = passes_over and data.prize[point] < data.per_minute * cost
        if bus >= 0 and not (is_dear and not is_demanded(data, state, point)):
            _put_behind(data, state, point, bus, place)
            changed = True
            if len(data.after) > 0:
                _put_in_followers(data, state, memory, point)


@compiled
def _place_of(data: Data, state: State, memory: Memory, point: int) -> tuple[int, int, int]:
    if not data.free[point]:
        return best_place(data, state, point, memory.spans, BLINK, memory.dice)
    return cheapest_place(
        point, state.bounds, state.route, state.depart, state.late, state.driven, data.travel, data.metres,
        data.longest_metres, data.service, data.opens, data.closes, data.windows, data.after, BLINK, memory.dice,
    )  # fmt: skip


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
def _sort(key: Real, ranks: Whole, count: int) -> None:
    """The first `ranks` become the places of the first `key`s from the least to the greatest: few, so one after the other."""
    for index in range(count):
        at = index
        while at > 0 and key[ranks[at - 1]] > key[index]:
            ranks[at] = ranks[at - 1]
            at -= 1
        ranks[at] = index


@compiled
def _put_in_followers(data: Data, state: State, memory: Memory, lead: int) -> None:
    for point in range(1, data.stops + 1):
        if data.after[point] == lead and state.bus_of[point] < 0 and is_allowed(data, state, point):
            bus, place, _ = best_place(data, state, point, memory.spans, 0.0, memory.dice)
            if bus >= 0:
                put_in(data, state, point, bus, place)
