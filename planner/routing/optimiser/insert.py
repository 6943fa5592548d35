"""Compiled: where a stop can be put into the tours, and putting it there."""

import numpy as np

from planner.routing.optimiser.chance import share
from planner.routing.optimiser.compiled import compiled
from planner.routing.optimiser.data import NEVER, Data, State, Whole
from planner.routing.optimiser.timing import finish_with, refresh


@compiled
def is_allowed(data: Data, state: State, point: int) -> bool:
    """Whether no group has enough stops already, and the stop that it follows is made."""
    for group in range(len(data.at_most)):
        if data.member[group, point] and state.in_group[group] >= data.at_most[group]:
            return False
    return not (len(data.after) > 0 and data.after[point] > 0 and state.bus_of[data.after[point]] < 0)


@compiled
def span_of(data: Data, state: State, point: int, bus: int) -> tuple[int, int]:
    """The first and the last place behind which the point may be put in this bus; none when the first is greater."""
    first, last = state.bounds[bus, 0], state.bounds[bus, 1]
    if not data.tied[point]:
        return first, last
    if len(data.before) > 0:
        for other in range(1, data.stops + 1):
            elsewhere = state.bus_of[other] >= 0 and state.bus_of[other] != bus
            if elsewhere and (data.before[other, point] or data.before[point, other]):
                return 1, 0
        for place in range(1, state.length[bus]):
            if data.before[state.route[bus, place], point]:
                first = max(first, place)
            if data.before[point, state.route[bus, place]]:
                last = min(last, place - 1)
    if data.pin[point] >= 0:
        last = min(last, data.pin[point])
    elif data.pin[point] == -1:
        first = max(first, state.length[bus] - 1)
    if len(data.after) > 0 and data.after[point] > 0:
        if state.bus_of[data.after[point]] != bus:
            return 1, 0
        for place in range(1, state.length[bus]):
            if state.route[bus, place] == data.after[point]:
                first, last = max(first, place), min(last, place)
    return first, last


@compiled
def note_spans(data: Data, state: State, point: int, spans: Whole) -> None:
    """Writes `span_of` for every bus into `spans`."""
    for bus in range(data.buses):
        spans[bus, 0], spans[bus, 1] = span_of(data, state, point, bus)


@compiled
def cheapest_place(
    point: int,
    spans: Whole,
    route: Whole,
    depart: Whole,
    late: Whole,
    driven: Whole,
    travel: Whole,
    metres: Whole,
    longest_metres: int,
    service: Whole,
    opens: Whole,
    closes: Whole,
    windows: Whole,
    after: Whole,
    blink: float,
    dice: Whole,
) -> tuple[int, int, int]:
    """`best_place` where there are no pauses. Takes arrays one by one: a tuple of them costs more than the work here."""
    best_bus, best_at, best_cost = -1, -1, NEVER
    last_window = windows[point] - 1
    for bus in range(len(spans)):
        for place in range(spans[bus, 0], spans[bus, 1] + 1):
            departure = depart[bus, place]
            if departure > closes[point, last_window]:
                break
            here, following = route[bus, place], route[bus, place + 1]
            start = departure + travel[here, point]
            if start > closes[point, last_window]:
                continue
            window = 0
            while start > closes[point, window]:
                window += 1
            start = max(start, opens[point, window])
            arrival = start + service[point] + travel[point, following]
            cost = arrival - departure - travel[here, following]
            if cost >= best_cost or arrival > late[bus, place + 1]:
                continue
            if len(after) > 0 and here > 0 and after[following] == here:
                continue
            if driven[bus] + metres[here, point] + metres[point, following] - metres[here, following] > longest_metres:
                continue
            if blink > 0.0 and share(dice) < blink:
                continue
            best_bus, best_at, best_cost = bus, place, cost
    return best_bus, best_at, best_cost


@compiled
def place_with_pauses(
    data: Data, state: State, point: int, spans: Whole, blink: float, dice: Whole
) -> tuple[int, int, int]:
    """`best_place` where pauses have to be computed anew for each place."""
    best_bus, best_at, best_cost = -1, -1, NEVER
    for bus in range(data.buses):
        for place in range(spans[bus, 0], spans[bus, 1] + 1):
            here, following = state.route[bus, place], state.route[bus, place + 1]
            if state.depart[bus, place] > data.closes[point, data.windows[point] - 1]:
                break
            finish = finish_with(data, state, bus, place, point)
            cost = finish - min(NEVER // 2, state.depart[bus, state.length[bus]])
            if finish >= NEVER or cost >= best_cost:
                continue
            if len(data.after) > 0 and here > 0 and data.after[following] == here:
                continue
            detour = data.metres[here, point] + data.metres[point, following] - data.metres[here, following]
            if state.driven[bus] + detour > data.longest_metres:
                continue
            if blink > 0.0 and share(dice) < blink:
                continue
            best_bus, best_at, best_cost = bus, place, cost
    return best_bus, best_at, best_cost


@compiled
def best_place(data: Data, state: State, point: int, spans: Whole, blink: float, dice: Whole) -> tuple[int, int, int]:
    """Bus and place behind which the point costs the least time, and that time; bus -1 where no place keeps the rules.

    A place is passed over with the chance `blink`: an answer that is the best too often leads nowhere new.
    """
    note_spans(data, state, point, spans)
    if len(data.pauses) > 0:
        return place_with_pauses(data, state, point, spans, blink, dice)
    return cheapest_place(
        point,
        spans,
        state.route,
        state.depart,
        state.late,
        state.driven,
        data.travel,
        data.metres,
        data.longest_metres,
        data.service,
        data.opens,
        data.closes,
        data.windows,
        data.after,
        blink,
        dice,
    )


@compiled
def squeeze_in(
    point: int,
    bus: int,
    place: int,
    route: Whole,
    length: Whole,
    depart: Whole,
    late: Whole,
    driven: Whole,
    bounds: Whole,
    travel: Whole,
    metres: Whole,
    service: Whole,
    opens: Whole,
    closes: Whole,
    windows: Whole,
    pin: Whole,
) -> None:
    """`put_in` where there are no pauses: computes only what changes, forward and back from the new stop."""
    end = length[bus] + 1
    for other in range(end, place + 1, -1):
        route[bus, other] = route[bus, other - 1]
        depart[bus, other] = depart[bus, other - 1]
        late[bus, other] = late[bus, other - 1]
        if pin[route[bus, other]] >= 0 and other - 1 >= pin[route[bus, other]]:
            bounds[bus, 0] = max(bounds[bus, 0], other)
    route[bus, place + 1] = point
    length[bus] = end
    here, following = route[bus, place], route[bus, place + 2]
    driven[bus] += metres[here, point] + metres[point, following] - metres[here, following]
    bounds[bus, 1] = end - 2 if pin[route[bus, end - 1]] == -1 else end - 1
    if pin[point] >= 0 and place >= pin[point]:
        bounds[bus, 0] = max(bounds[bus, 0], place + 1)
    for at in range(place + 1, end + 1):
        there, before = route[bus, at], route[bus, at - 1]
        time = depart[bus, at - 1] + travel[before, there]
        window = 0
        while window < windows[there] and time > closes[there, window]:
            window += 1
        time = NEVER if window == windows[there] else max(time, opens[there, window]) + service[there]
        if at > place + 1 and time == depart[bus, at]:
            break
        depart[bus, at] = time
    for at in range(place + 1, 0, -1):
        there, beyond = route[bus, at], route[bus, at + 1]
        limit = late[bus, at + 1] - travel[there, beyond] - service[there]
        window = windows[there] - 1
        while window >= 0 and opens[there, window] > limit:
            window -= 1
        limit = -NEVER if window < 0 else min(limit, closes[there, window])
        if at < place + 1 and limit == late[bus, at]:
            break
        late[bus, at] = limit


@compiled
def put_in(data: Data, state: State, point: int, bus: int, place: int) -> None:
    """Puts the point behind the place, and computes the times of the bus anew."""
    for other in range(state.length[bus], place, -1):
        state.route[bus, other + 1] = state.route[bus, other]
    state.route[bus, place + 1] = point
    state.length[bus] += 1
    count_in(data, state, point, bus)
    refresh(data, state, bus)


@compiled
def count_in(data: Data, state: State, point: int, bus: int) -> None:
    """Notes that the point is made, for itself and for its groups."""
    state.bus_of[point] = bus
    for group in range(len(data.at_least)):
        state.in_group[group] += data.member[group, point]


@compiled
def take_out(data: Data, state: State, marked: Whole) -> None:
    """Takes every point out whose mark is not 0, with the stops that follow it by a rule, and clears the marks."""
    for bus in range(data.buses):
        kept = 1
        for place in range(1, state.length[bus] + 1):
            point = state.route[bus, place]
            if len(data.after) > 0 and data.after[point] > 0 and data.after[point] != state.route[bus, kept - 1]:
                marked[point] = 1
            if marked[point]:
                state.bus_of[point] = -1
                for group in range(len(data.at_least)):
                    state.in_group[group] -= data.member[group, point]
            else:
                state.route[bus, kept] = point
                kept += 1
        if kept - 1 != state.length[bus]:
            state.length[bus] = kept - 1
            refresh(data, state, bus)
    for point in range(len(marked)):
        marked[point] = 0


@compiled
def load(data: Data, state: State, route: Whole, length: Whole) -> None:
    """Makes the state drive these routes, whatever it drove before."""
    state.bus_of[:] = np.int64(-1)
    state.in_group[:] = np.int64(0)
    for bus in range(data.buses):
        state.length[bus] = length[bus]
        for place in range(length[bus] + 1):
            point = route[bus, place]
            state.route[bus, place] = point
            if 0 < place < length[bus]:
                state.bus_of[point] = bus
                for group in range(len(data.at_least)):
                    state.in_group[group] += data.member[group, point]
        refresh(data, state, bus)
